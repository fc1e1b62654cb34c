"""Codes, words, facts of a day and the timeline, as tables."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from app.institutions.rules.answers import Tag
from app.institutions.rules.drafts import HomeDraft, differences
from app.institutions.rules.facts import (
    EventKind,
    Holding,
    facts_on,
    has_run_out,
    holding,
    last_day,
    say_fact,
    timeline,
    told_by,
)
from app.institutions.rules.figures import known_by, say_registered
from app.institutions.rules.filed import filed
from app.institutions.rules.grades import CERTIFIED
from app.institutions.rules.kinds import FactKind, Group
from app.institutions.rules.words import YES

DAY = date(2026, 11, 23)


@dataclass
class Fact:
    kind: FactKind = FactKind.TAG
    value: str = Tag.ELDER_HOME
    slot: str = ""
    from_on: date = date(2020, 1, 1)
    to_on: date = date.max
    voided_at: object = None
    party: str = ""
    address: str = ""
    region_code: int | None = None
    lat: Decimal | None = None
    lon: Decimal | None = None
    document_no: str = ""
    expires_on: date | None = None
    attachment_id: int | None = None
    id: int = 1


@dataclass
class Home:
    code: str = "MSH"
    name: str = "甲院"
    short_name: str = ""
    legal_unit_id: int | None = None
    uscc: str | None = None
    phone: str = ""
    opened_on: date | None = date(2009, 4, 1)
    closed_on: date | None = None


@dataclass
class Document:
    value: int
    from_on: date
    id: int = 1
    document_no: str = "富民发〔2023〕57 号"
    attachment_id: int | None = None
    extra: list[str] = field(default_factory=list)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Fact(), "敬老院"),
        (Fact(kind=FactKind.OPERATION, value="entrusted", party="恒颐公司"), "公建民营，恒颐公司"),
        (Fact(kind=FactKind.GRADE, value="2", slot="national", party="省民政厅"), "全国养老机构等级　二级"),
        (Fact(kind=FactKind.GRADE, value="3", slot="star"), "省级星级　三星"),
        (Fact(kind=FactKind.GRADE, value=CERTIFIED, slot="pin"), "品字标　已认证"),
        (Fact(kind=FactKind.LOCATION, value=YES, address="金沙街 88 号"), "金沙街 88 号"),
        (Fact(kind=FactKind.LTCI, value=YES), "是"),
        (Fact(kind=FactKind.LICENCE, value="food", party="市场监管局"), "食品经营许可"),
        (Fact(kind=FactKind.OTHER, value=YES, slot="改造完工", party="改造完工"), "改造完工"),
    ],
)
def test_a_fact_is_said_in_one_line(fact: Fact, said: str) -> None:
    assert say_fact(fact) == said


@pytest.mark.parametrize(
    ("expires_on", "stands"),
    [
        (None, Holding.VALID),
        (date(2027, 2, 22), Holding.VALID),
        (date(2027, 2, 21), Holding.DUE),
        (DAY, Holding.DUE),
        (date(2026, 11, 22), Holding.OVER),
    ],
)
def test_a_paper_holds_on_its_last_day(expires_on: date | None, stands: Holding) -> None:
    assert holding(expires_on, DAY) is stands
    assert has_run_out(expires_on, DAY) is (stands is Holding.OVER)


@pytest.mark.parametrize(
    ("fact", "holds"),
    [
        (Fact(from_on=DAY), True),
        (Fact(to_on=DAY), False),
        (Fact(to_on=date(2026, 11, 24)), True),
        (Fact(from_on=date(2026, 11, 24)), False),
        (Fact(voided_at="now"), False),
        (Fact(from_on=DAY, to_on=DAY), False),
    ],
)
def test_a_fact_holds_from_its_first_day_and_not_on_the_day_it_ends(fact: Fact, holds: bool) -> None:
    assert (facts_on([fact], DAY) == [fact]) is holds


def test_the_timeline_tells_each_change_once() -> None:
    first = Fact(kind=FactKind.OPERATION, value="public", to_on=date(2024, 1, 1), id=1)
    then = Fact(kind=FactKind.OPERATION, value="entrusted", party="恒颐", from_on=date(2024, 1, 1), id=2)
    ltci = Fact(
        kind=FactKind.LTCI, value=YES, from_on=date(2025, 7, 1), to_on=date(2026, 7, 1), document_no="协议", id=3
    )
    wrong = Fact(kind=FactKind.TAG, voided_at="now", id=4)
    events = timeline(
        [first, then, ltci, wrong], [Document(60, date(2009, 4, 1)), Document(100, date(2023, 9, 1))], Home(), DAY
    )
    assert [(event.on.isoformat(), event.title) for event in events] == [
        ("2026-07-01", "终止　长护险定点"),
        ("2025-07-01", "长护险定点"),
        ("2024-01-01", "谁在运营：公建民营，恒颐"),
        ("2023-09-01", "核定床位 60 → 100 张"),
        ("2020-01-01", "谁在运营：公办公营"),
        ("2009-04-01", "核定床位 60 张"),
        ("2009-04-01", "开办"),
    ]
    assert [event.bare for event in events[:3]] == [False, False, True]


def test_a_paper_about_to_run_out_stands_ahead_on_the_timeline() -> None:
    food = Fact(kind=FactKind.LICENCE, value="food", slot="food", expires_on=date(2026, 12, 31), document_no="川食")
    ahead = timeline([food], [], Home(opened_on=None), DAY)[0]
    assert (ahead.kind, ahead.days_left, ahead.title) == (EventKind.PLANNED, 38, "食品经营许可")
    assert timeline([food], [], Home(closed_on=DAY), date(2026, 1, 1))[0].title == "停办"


@pytest.mark.parametrize(
    ("registered", "actual", "words"),
    [(None, 60, "算不出官方入住率"), (60, 60, "一致"), (100, 60, "少 40 张"), (60, 100, "多 40 张")],
)
def test_the_registered_figure_is_said_beside_the_beds_that_stand_there(registered, actual: int, words: str) -> None:
    assert words in say_registered(registered, actual)


def test_a_difference_is_said_as_a_person_reads_it() -> None:
    asked = HomeDraft(code="MSH", name="乙院", legal_unit_id=7, opened_on=date(2009, 4, 1))
    found = differences(Home(), asked, {"legal_unit_id": {7: "富顺县敬老院"}})
    assert [(change.label, change.theirs, change.mine) for change in found] == [
        ("机构名称", "甲院", "乙院"),
        ("所属法人", "未填", "富顺县敬老院"),
    ]


def test_facts_are_filed_under_their_question() -> None:
    place = Fact(
        kind=FactKind.LOCATION, value=YES, address="金沙街 88 号", region_code=510322104, lat=Decimal("29.0512"), lon=Decimal("105.0437")
    )  # fmt: skip
    tags = [Fact(value=tag, slot=tag, id=n) for n, tag in enumerate((Tag.ELDER_HOME, Tag.REGIONAL_CENTER))]
    groups = filed([place, *tags], DAY, {510322104: "赵化镇"})
    assert [answer.text for answer in groups[Group.WHAT][0].answers] == ["敬老院", "区域性养老服务中心"]
    where = groups[Group.WHERE][0].answers[0]
    assert (where.text, where.point) == ("赵化镇金沙街 88 号", "29.0512，105.0437")
    assert groups[Group.GRADE] == []


@pytest.mark.parametrize(
    ("first", "end", "last"),
    [
        (date(2009, 4, 1), date(2023, 9, 1), date(2023, 8, 31)),
        (date(2009, 4, 1), date.max, None),
        (DAY, DAY, DAY),
    ],
)
def test_people_are_told_the_last_day_a_span_holds(first: date, end: date, last: date | None) -> None:
    assert last_day(first, end) == last


def test_a_past_day_knows_nothing_of_what_came_later() -> None:
    then = date(2022, 1, 1)
    facts = [Fact(from_on=date(2009, 4, 1)), Fact(kind=FactKind.LTCI, value=YES, from_on=date(2025, 7, 1), id=2)]
    events = timeline(facts, [], Home(), then)
    assert [event.on.year for event in told_by(events, then, DAY)] == [2009, 2009]
    assert told_by(events, DAY, DAY) == events
    papers = [Document(60, date(2009, 4, 1)), Document(100, date(2023, 9, 1))]
    assert known_by(papers, then, DAY) == papers[:1]
    assert known_by(papers, DAY, DAY) == papers


def test_a_price_is_known_once_it_is_published() -> None:
    @dataclass
    class Price:
        from_on: date
        published_on: date | None

    ahead, silent = Price(date(2027, 1, 1), date(2026, 11, 1)), Price(date(2027, 1, 1), None)
    assert known_by([ahead, silent], date(2026, 11, 2), DAY) == [ahead]
    assert known_by([ahead, silent], date(2026, 10, 31), DAY) == []
    assert known_by([ahead, silent], DAY, DAY) == [ahead, silent]
