"""Reported figures: taken once, replaced by a correction, voided, taken back; refused by name and without the right."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry
from app.census.errors import SENTENCES, FigureAhead, FigureVoided, SameFigureTwice
from app.census.models.reported import ReportedFigure
from app.census.queries.reported import figures_by_id, shown_in
from app.census.rules.flags import ReportFlag
from app.census.rules.reported import ReportedKind, ReportedRow
from app.census.service.reporting import report_figures, take_back_figures, void_reported
from app.core.actor import Actor, Grant
from app.core.clock import business_date
from app.core.db import close_work, refusing, touched_homes
from app.core.errors import NotAllowed, Refused
from app.core.scope import Scope
from app.institutions.models import Institution
from tests.factories.institutions import an_institution
from tests.support.constraints import county_comes_first, named
from tests.support.counting import Counting
from tests.support.tenants import COUNTY, OTHER_COUNTY

DAY = date(2026, 1, 31)
HERE = Scope(regions=frozenset({COUNTY}))


def an_officer(region: int = COUNTY, *permissions: str) -> Actor:
    return Actor(None, 1, "经办", (Grant("case_officer", frozenset(permissions or ("census.report",)), region),))


def a_row(home: Institution, **said: Any) -> ReportedRow:
    given = ReportedRow(DAY, 100, 80, None, institution_id=home.id, source="一季度上报.xlsx")
    return replace(given, **said)


@pytest.fixture
async def home(session: AsyncSession) -> Institution:
    return await an_institution(session)


async def live(session: AsyncSession) -> list[tuple[int | None, ...]]:
    rows = await session.scalars(
        select(ReportedFigure).where(ReportedFigure.voided_at.is_(None)).order_by(ReportedFigure.id)
    )
    return [(row.registered, row.occupied, row.available) for row in rows]


async def test_the_same_again_changes_nothing_and_another_takes_its_place(
    session: AsyncSession, home: Institution
) -> None:
    officer = an_officer()
    touched_before = touched_homes(session)
    first = await report_figures(session, officer, COUNTY, [a_row(home)])
    again = await report_figures(session, officer, COUNTY, [a_row(home, source="另一份表.xlsx")])
    assert (len(first.made), again.made, again.unchanged) == (1, [], 1)

    other = await report_figures(session, officer, COUNTY, [a_row(home, occupied=81)])
    assert other.replaced == [(first.made[0], other.made[0])]
    assert await live(session) == [(100, 81, None)]
    [old] = await figures_by_id(session, COUNTY, first.made)
    assert old.void_reason == "由新的上报数代替"
    # What homes report stands beside the census: no day of any home is to be counted anew.
    assert touched_homes(session) == touched_before


async def test_other_days_and_other_beds_stand_side_by_side(session: AsyncSession, home: Institution) -> None:
    rows = [
        a_row(home), a_row(home, as_of=DAY + timedelta(days=1)), a_row(home, kind=ReportedKind.NURSING),
        a_row(home, kind=ReportedKind.OTHER, code="VENT", label="呼吸机床位"),
        a_row(home, kind=ReportedKind.OTHER, code="DIAL", label="透析椅位", occupied=None),
    ]  # fmt: skip
    done = await report_figures(session, an_officer(), COUNTY, rows)
    assert (len(done.made), len(set(done.made))) == (5, 5)
    assert (100, None, None) in await live(session)


async def test_every_act_leaves_a_line(session: AsyncSession, home: Institution) -> None:
    officer = an_officer()
    made = await report_figures(session, officer, COUNTY, [a_row(home)])
    await report_figures(session, officer, COUNTY, [a_row(home, occupied=90)])
    [figure] = [row for row in await session.scalars(select(ReportedFigure)) if row.voided_at is None]
    await void_reported(session, officer, figure, reason="报错了")
    await close_work(session)
    lines = await session.scalars(
        select(AuditEntry).where(AuditEntry.subject_kind == "reported_figures").order_by(AuditEntry.seq)
    )
    told = [(line.action, line.details.get("instead"), line.details.get("before")) for line in lines]
    assert told == [
        ("census.reported", None, None),
        ("census.reported", made.made[0], [100, 80, None, None]),
        ("census.report_voided", None, None),
    ]


async def test_voiding_lets_the_one_before_speak_again(session: AsyncSession, home: Institution) -> None:
    officer = an_officer()
    rows = [a_row(home), a_row(home, as_of=DAY + timedelta(days=31), occupied=99)]
    done = await report_figures(session, officer, COUNTY, rows)
    figures = await figures_by_id(session, COUNTY, done.made)
    await void_reported(session, officer, figures[1], reason="报错了")
    with pytest.raises(FigureVoided):
        await void_reported(session, officer, figures[1], reason="报错了")
    [shown] = await shown_in(session, COUNTY, HERE, await business_date(session))
    assert shown.line.figure.people == 80


async def test_what_was_replaced_comes_back_when_an_import_is_taken_back(
    session: AsyncSession, home: Institution
) -> None:
    officer, other = an_officer(), await an_institution(session)
    await report_figures(session, officer, COUNTY, [a_row(home)])
    done = await report_figures(session, officer, COUNTY, [a_row(home, occupied=85), a_row(other)])
    await take_back_figures(session, officer, COUNTY, done, reason="传错了")
    assert await live(session) == [(100, 80, None)]


async def test_who_may_report(session: AsyncSession, home: Institution) -> None:
    for stranger in (an_officer(OTHER_COUNTY), an_officer(COUNTY, "census.see")):
        with pytest.raises(NotAllowed):
            await report_figures(session, stranger, COUNTY, [a_row(home)])
    done = await report_figures(session, an_officer(), COUNTY, [a_row(home)])
    [figure] = await figures_by_id(session, COUNTY, done.made)
    with pytest.raises(NotAllowed):
        await void_reported(session, an_officer(OTHER_COUNTY), figure, reason="报错了")


async def test_what_is_refused_before_it_reaches_the_database(session: AsyncSession, home: Institution) -> None:
    today = await business_date(session)
    with pytest.raises(FigureAhead):
        await report_figures(session, an_officer(), COUNTY, [a_row(home, as_of=today + timedelta(days=1))])
    with pytest.raises(SameFigureTwice):
        await report_figures(session, an_officer(), COUNTY, [a_row(home), a_row(home, occupied=3)])


async def test_flags_of_a_county_in_a_few_statements(
    session: AsyncSession, home: Institution, counting: Callable[[], AbstractContextManager[Counting]]
) -> None:
    officer, today = an_officer(), await business_date(session)
    homes = [home, *[await an_institution(session) for _n in range(5)]]
    await report_figures(session, officer, COUNTY, [a_row(each, as_of=today - timedelta(days=30)) for each in homes])
    worse = [a_row(each, as_of=today, occupied=110) for each in homes[:2]]
    blank = [a_row(each, as_of=today, occupied=None) for each in homes[2:4]]
    await report_figures(session, officer, COUNTY, [*worse, *blank])
    with counting() as seen:
        shown = await shown_in(session, COUNTY, HERE, today)
    assert seen.count == 3
    flags = {one.line.institution_id: one.flags for one in shown}
    assert [flags[each.id] for each in homes] == [
        *[(ReportFlag.OVER_REGISTERED, ReportFlag.JUMP)] * 2, *[(ReportFlag.NOT_FILLED,)] * 2, (), (),
    ]  # fmt: skip
    assert [one.age for one in shown if one.line.institution_id == homes[5].id] == [30]


BREACHES: dict[str, dict[str, Any]] = {
    "fk_reported_figures_institution": {},
    "ck_reported_figures_counts": {"available": -1},
    "ck_reported_figures_something": {"registered": None, "occupied": None},
    "ck_reported_figures_source": {"source": " "},
    "ck_reported_figures_void": {"void_reason": "报错了"},
    "uq_reported_figures_day": {},
}


def a_figure(home: Institution, **changes: Any) -> ReportedFigure:
    given = {
        "county": COUNTY, "institution_id": home.id, "as_of": DAY, "kind": ReportedKind.RESIDENTIAL,
        "registered": 100, "occupied": 80, "source": "表",
    }  # fmt: skip
    return ReportedFigure(**(given | changes))


def test_every_named_constraint_has_a_sentence_and_begins_with_the_county() -> None:
    table: Any = ReportedFigure.__table__
    names = named([table])
    assert names <= SENTENCES.keys()
    # A key is drawn by the database, and EnumText refuses an unknown word before it is sent.
    assert names - BREACHES.keys() == {"pk_reported_figures", "ck_reported_figures_kind"}
    county_comes_first([table])


@pytest.mark.parametrize("name", BREACHES)
async def test_a_breach_is_refused_by_name(session: AsyncSession, home: Institution, name: str) -> None:
    async with refusing(session):
        session.add(a_figure(home, as_of=DAY if name.startswith("uq") else DAY - timedelta(days=1)))
    elsewhere = {"county": OTHER_COUNTY} if name.startswith("fk") else {}
    with pytest.raises(Refused) as refusal:
        async with refusing(session):
            session.add(a_figure(home, **BREACHES[name] | elsewhere))
    assert (refusal.value.constraint, refusal.value.message) == (name, SENTENCES[name])
