"""Codes, words, facts of a day and the timeline, as tables."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from app.institutions.errors import BadCode, BadUscc
from app.institutions.rules import answers, figures, grades, kinds
from app.institutions.rules.answers import Medical, Operation, Tag
from app.institutions.rules.codes import checked_code, checked_uscc, is_uscc
from app.institutions.rules.drafts import FactDraft, HomeDraft, differences
from app.institutions.rules.facts import EventKind, Holding, facts_on, has_run_out, holding, say_fact, timeline
from app.institutions.rules.figures import say_registered
from app.institutions.rules.filed import filed
from app.institutions.rules.grades import CERTIFIED, GradeScheme, grade_label
from app.institutions.rules.kinds import FactKind, Group
from app.institutions.rules.words import YES, choices_of, slot_of, values_of

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


@pytest.mark.parametrize(("typed", "kept"), [("msh", "MSH"), (" fs-01 ", "FS-01"), ("ＭＳＨ", "MSH"), ("9", "9")])
def test_a_code_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert checked_code(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "机构", "A B", "A_B", "A" * 21, "A/B"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(BadCode):
        checked_code(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12510322MB1K20376G", "12510322MB1K20376G"),
        ("1251 0322 mb1k 20376g", "12510322MB1K20376G"),
        ("１２５１０３２２MB1K20376G", "12510322MB1K20376G"),
        ("", None),
        (None, None),
        ("  ", None),
    ],
)
def test_a_credit_code_is_kept_in_one_way(typed: str | None, kept: str | None) -> None:
    assert checked_uscc(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["12510322MB1K20376H", "12510322MB1K2037G", "12510322MB1K20376GG", "12510322MB1K2O376G", "00000000000000000I"],
)
def test_a_credit_code_with_a_slip_is_refused(typed: str) -> None:
    assert not is_uscc(typed)
    with pytest.raises(BadUscc) as raised:
        checked_uscc(typed, "unit_uscc")
    assert raised.value.field == "unit_uscc"


def test_one_wrong_digit_never_passes() -> None:
    right = "12510322MB1K20376G"
    for place in range(8, 17):
        for other in "0123456789":
            if other != right[place]:
                assert not is_uscc(right[:place] + other + right[place + 1 :])


@pytest.mark.parametrize(
    ("kind", "value", "scheme", "party", "slot"),
    [
        (FactKind.TAG, Tag.GLORY_HOME, None, "", "glory_home"),
        (FactKind.OPERATION, Operation.ENTRUSTED, None, "恒颐", ""),
        (FactKind.MEDICAL, Medical.CLINIC, None, "", "clinic"),
        (FactKind.MEDICAL, Medical.CONTRACT, None, "中心卫生院", "中心卫生院"),
        (FactKind.GRADE, "2", GradeScheme.STAR, "", "star"),
        (FactKind.GRADE, "2", None, "", "national"),
        (FactKind.LICENCE, "food", None, "", "food"),
        (FactKind.OTHER, YES, None, "护理型床位认定 48 张", "护理型床位认定 48 张"),
        (FactKind.LTCI, YES, None, "县医保局", ""),
    ],
)
def test_each_answer_knows_its_question(kind: FactKind, value: str, scheme, party: str, slot: str) -> None:
    assert slot_of(kind, value, scheme=scheme, party=party) == slot
    draft = FactDraft(kind=kind, value=value, scheme=scheme, party=party, from_on=DAY)
    assert draft.slot == slot
    assert draft.columns["slot"] == slot
    assert "scheme" not in draft.columns


def test_a_form_offers_what_the_database_takes() -> None:
    for kind in FactKind:
        offered = choices_of(kind)
        if kind is FactKind.GRADE:
            levels = {value.partition("/")[2] for _scheme, choices in offered for value, _word in choices}
            assert levels == set(values_of(kind))
        elif offered:
            assert tuple(value for value, _word in offered) == values_of(kind)
        else:
            assert values_of(kind) == (YES,)


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


def test_every_word_has_its_label() -> None:
    enums = [
        thing
        for room in (answers, figures, grades, kinds)
        for thing in vars(room).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
    ]
    assert len(enums) >= 14
    for enum in enums:
        labels = [member.label for member in enum]
        assert all(labels)
        assert len(set(labels)) == len(labels)
    assert all(kind.group in Group for kind in FactKind)


def test_stars_and_grades_are_said_differently() -> None:
    assert [grade_label(GradeScheme.STAR, level) for level in ("1", "5")] == ["一星", "五星"]
    assert [grade_label(GradeScheme.NATIONAL, level) for level in ("1", "5")] == ["一级", "五级"]
