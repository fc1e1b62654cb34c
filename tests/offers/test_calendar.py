"""Working days as the State Council's notice for 2026 says them, and the clock of an answer."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.offers.errors import OfferRefused
from app.offers.queries.calendar import days_of_year, working_calendar
from app.offers.rules.calendar import Calendar, due_after, due_instant, working_days_until
from app.offers.service.calendar import DayDraft, drop_day, set_day
from tests.offers.door import an_officer

D = date


async def test_five_working_days_across_the_holidays_of_2026(session: AsyncSession) -> None:
    calendar = await working_calendar(session)
    due = {
        "a plain Monday": (D(2026, 11, 23), D(2026, 11, 30)),
        "a Friday": (D(2026, 11, 27), D(2026, 12, 4)),
        "a Saturday": (D(2026, 11, 28), D(2026, 12, 4)),
        "before the Spring Festival, a worked Saturday after it": (D(2026, 2, 13), D(2026, 2, 27)),
        "in the Spring Festival": (D(2026, 2, 18), D(2026, 2, 28)),
        "before Labour Day, a worked Saturday after it": (D(2026, 4, 30), D(2026, 5, 11)),
        "before the National Day, a worked Saturday after it": (D(2026, 9, 30), D(2026, 10, 13)),
        "a worked Sunday counts": (D(2026, 9, 18), D(2026, 9, 24)),
        "over the end of the year": (D(2025, 12, 30), D(2026, 1, 7)),
        "2027 knows only weekends": (D(2026, 12, 30), D(2027, 1, 6)),
    }
    assert {name: due_after(day, 5, calendar) for name, (day, _due) in due.items()} == {
        name: day for name, (_day, day) in due.items()
    }
    assert sum(calendar.works(D(2026, 1, 1) + timedelta(days=n)) for n in range(365)) == 248


def test_the_day_itself_never_counts_and_the_last_one_is_still_in_time() -> None:
    plain = Calendar()
    assert due_after(D(2026, 11, 23), 1, plain) == D(2026, 11, 24)
    assert due_after(D(2026, 11, 23), 0, plain) == D(2026, 11, 23)
    assert due_instant(D(2026, 11, 30)).isoformat() == "2026-12-01T00:00:00+08:00"


def test_counting_the_days_left_undoes_counting_on() -> None:
    calendar = Calendar({D(2026, 11, 25): False, D(2026, 11, 28): True})
    for start in range(14):
        day = D(2026, 11, 16) + timedelta(days=start)
        for n in range(1, 9):
            due = due_after(day, n, calendar)
            assert working_days_until(day, due, calendar) == n
            assert calendar.works(due)
    assert working_days_until(D(2026, 11, 30), D(2026, 11, 27), calendar) == -2


def test_a_calendar_on_which_nobody_works_is_a_mistake() -> None:
    start = D(2026, 1, 1)
    nobody = Calendar({start + timedelta(days=n): False for n in range(800)})
    with pytest.raises(ValueError, match="no working days"):
        due_after(start, 1, nobody)


async def test_the_bureau_changes_a_day_and_takes_it_back(session: AsyncSession) -> None:
    officer, day = an_officer(), D(2027, 1, 1)
    await set_day(session, officer, DayDraft(day, False, "元旦", "国办发明电"))
    assert not (await working_calendar(session)).works(day)
    assert [(row.day, row.unverified) for row in await days_of_year(session, 2027)] == [(day, True)]
    await drop_day(session, officer, day)
    assert (await working_calendar(session)).works(day)
    with pytest.raises(OfferRefused, match="已经和平常一样"):
        await drop_day(session, officer, day)
    with pytest.raises(OfferRefused, match="平常就是这样"):
        await set_day(session, officer, DayDraft(D(2027, 1, 2), False, "周六"))


async def test_only_the_bureau_keeps_the_calendar(session: AsyncSession) -> None:
    with pytest.raises(NotAllowed):
        await set_day(session, Actor(1, 1, "院长"), DayDraft(D(2027, 1, 1), False, "元旦"))
