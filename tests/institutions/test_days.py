"""Any day of any history: what the queries say is what a recount of the rows says, corrections included."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import Refused
from app.institutions import queries, service
from app.institutions.models import Institution
from app.institutions.rules import facts as rules
from app.institutions.rules.drafts import FactDraft, PriceDraft, RegisteredDraft
from app.institutions.rules.figures import Basis, PriceUnit
from app.institutions.rules.kinds import FactKind
from tests.factories.institutions import a_founder, an_institution

FOUNDER = a_founder()
SCOPE = FOUNDER.scope("institutions.see")
START, LAST = date(2024, 1, 1), 40
ANSWERS = (
    (FactKind.OPERATION, "public"), (FactKind.OPERATION, "entrusted"), (FactKind.TAG, "elder_home"),
    (FactKind.TAG, "regional_center"), (FactKind.SETTLEMENT, "rural"),
)  # fmt: skip

days = st.integers(0, LAST).map(lambda number: START + timedelta(days=number))
ends = st.one_of(st.none(), days)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("record"), st.sampled_from(ANSWERS), days, ends),
        st.tuples(st.just("end"), st.integers(0, 9), ends),
        st.tuples(st.just("void"), st.integers(0, 9)),
    ),
    min_size=1, max_size=8,
)  # fmt: skip
papers = st.lists(st.tuples(st.sampled_from(("record", "void")), days, st.integers(1, 200)), min_size=1, max_size=6)

slow = settings(
    max_examples=20, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


class Told:
    """What was accepted, kept beside the database: spans as a clerk would write them on a card."""

    def __init__(self) -> None:
        self.spans: dict[int, tuple[object, date, date]] = {}

    def on(self, day: date) -> set[tuple[int, object]]:
        return {(key, what) for key, (what, first, end) in self.spans.items() if first <= day < end}


async def retell(session: AsyncSession, home: Institution, told: Told, deed: tuple) -> None:
    """Do one deed; what the database refuses has not happened."""
    keys = list(told.spans)
    try:
        if deed[0] == "record":
            _, (kind, value), first, last = deed
            draft = FactDraft(kind=kind, value=value, from_on=first, to_on=last or date.max, late_reason="补录")
            new = await service.record_fact(session, FOUNDER, home.id, draft)
            for key, (what, began, end) in list(told.spans.items()):
                if what[:2] == (kind, draft.slot) and began < first and end == date.max:
                    told.spans[key] = (what, began, first)
            told.spans[new.id] = ((kind, draft.slot, value), first, draft.to_on)
        elif keys and deed[0] == "end":
            key = keys[deed[1] % len(keys)]
            await service.end_fact(session, FOUNDER, home.id, key, to_on=deed[2])
            what, began, _end = told.spans[key]
            told.spans[key] = (what, began, deed[2] or date.max)
        elif keys:
            key = keys[deed[1] % len(keys)]
            await service.void_fact(session, FOUNDER, home.id, key, reason="填错")
            del told.spans[key]
    except Refused:
        for row in await queries.facts_of(session, SCOPE, home.id):
            await session.refresh(row)


@slow
@given(deeds=deeds)
async def test_facts_of_any_day_are_those_of_a_recount(session: AsyncSession, deeds: list[tuple]) -> None:
    home, told = await an_institution(session), Told()
    for deed in deeds:
        await retell(session, home, told, deed)
    kept = await queries.facts_of(session, SCOPE, home.id)
    for number in range(-1, LAST + 2):
        day = START + timedelta(days=number)
        asked = await queries.facts_on(session, SCOPE, home.id, day)
        said = {(fact.id, (fact.kind, fact.slot, fact.value)) for fact in asked}
        assert said == told.on(day)
        assert {fact.id for fact in rules.facts_on(kept, day)} == {fact.id for fact in asked}
        assert len({(fact.kind, fact.slot) for fact in asked}) == len(asked)


@slow
@given(papers=papers)
async def test_one_document_holds_on_any_day(session: AsyncSession, papers: list[tuple]) -> None:
    home = await an_institution(session)
    for what, first, value in papers:
        live = await queries.registered_documents(session, SCOPE, home.id)
        try:
            if what == "void" and live:
                await service.void_registered_beds(session, FOUNDER, home.id, live[0].id, reason="填错")
            else:
                draft = RegisteredDraft(
                    value=value, basis=Basis.FILING, document_no="文", from_on=first, late_reason="补录"
                )
                await service.record_registered_beds(session, FOUNDER, home.id, draft)
        except Refused:
            for row in live:
                await session.refresh(row)
    live = await queries.registered_documents(session, SCOPE, home.id)
    for number in range(LAST + 2):
        day = START + timedelta(days=number)
        by_hand = [row.value for row in live if row.from_on <= day < row.to_on]
        found = await queries.registered_on(session, SCOPE, home.id, day)
        assert by_hand == ([found.value] if found else [])
    # A void gives its days back to the document before, so that no day after the first live one is without a figure.
    if live:
        assert await queries.registered_on(session, SCOPE, home.id, START + timedelta(days=LAST)) is not None


@slow
@given(changes=st.lists(st.tuples(days, st.integers(0, 500_000)), min_size=1, max_size=6))
async def test_an_item_has_one_price_on_any_day(session: AsyncSession, changes: list[tuple[date, int]]) -> None:
    home, told = await an_institution(session), {}
    for first, amount in sorted(dict(changes).items()):
        draft = PriceDraft(item="床位费", unit=PriceUnit.MONTH, amount=amount, from_on=first)
        await service.record_price(session, FOUNDER, home.id, draft)
        told[first] = amount
    for number in range(-1, LAST + 2):
        day = START + timedelta(days=number)
        before = [first for first in told if first <= day]
        rows = await queries.prices_on(session, SCOPE, home.id, day)
        assert [row.amount for row in rows if row.from_on <= day] == ([told[max(before)]] if before else [])
