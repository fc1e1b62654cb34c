"""Any day of any history: what the queries say is what a recount of the rows says, corrections included."""

from collections.abc import Awaitable, Sequence
from datetime import date, timedelta
from typing import Any

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
papers = st.lists(st.tuples(st.sampled_from(("record", "record", "void")), days), min_size=1, max_size=8)

slow = settings(
    max_examples=20, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


class Card:
    """What a clerk keeps beside the database: each live span by its row, and what a new one may not do."""

    def __init__(self) -> None:
        self.spans: dict[int, tuple[object, date, date]] = {}

    def on(self, day: date) -> set[tuple[int, object]]:
        """List what holds on a day."""
        return {(row, what) for row, (what, first, end) in self.spans.items() if first <= day < end}

    def clashes(self, what: object, first: date, end: date, *, besides: int | None = None) -> bool:
        """Tell whether two answers to one question would hold on one day."""
        others = [span for row, span in self.spans.items() if row != besides and span[0] == what]
        return any(max(first, began) < min(end, ended) for _what, began, ended in others)

    def give_way(self, what: object, first: date) -> int | None:
        """Find the open span that a new one from this day on takes the place of."""
        open_ones = (row for row, (said, began, end) in self.spans.items() if said == what and end == date.max > began)
        return next((row for row in open_ones if self.spans[row][1] < first), None)

    def may_record(self, what: object, first: date, end: date) -> bool:
        """Tell whether a new span is right, once the one before has given way."""
        before, kept = self.give_way(what, first), dict(self.spans)
        if before is not None:
            self.spans[before] = (what, kept[before][1], first)
        right = first <= end and not self.clashes(what, first, end)
        if not right:
            self.spans = kept
        return right


async def tried(session: AsyncSession, deed: Awaitable[Any], rows: Sequence[Any], *, right: bool) -> Any:
    """Do it, and see it refused exactly when the card says so."""
    try:
        done = await deed
    except Refused:
        for row in rows:
            await session.refresh(row)
        assert not right
        return None
    assert right
    return done


async def retell(session: AsyncSession, home: Institution, card: Card, deed: tuple) -> None:
    """Do one deed with a fact, on the card as well."""
    rows = await queries.facts_of(session, SCOPE, home.id)
    if deed[0] == "record":
        (kind, value), first, end = deed[1], deed[2], deed[3] or date.max
        draft = FactDraft(kind=kind, value=value, from_on=first, to_on=end, late_reason="补录")
        right = card.may_record((kind, draft.slot), first, end)
        new = await tried(session, service.record_fact(session, FOUNDER, home.id, draft), rows, right=right)
        if new:
            card.spans[new.id] = ((kind, draft.slot), first, end)
    elif rows:
        row = rows[deed[1] % len(rows)]
        what, first, _end = card.spans[row.id]
        if deed[0] == "void":
            await service.void_fact(session, FOUNDER, home.id, row.id, reason="填错")
            del card.spans[row.id]
            return
        end = deed[2] or date.max
        right = first <= end and not card.clashes(what, first, end, besides=row.id)
        if await tried(session, service.end_fact(session, FOUNDER, home.id, row.id, to_on=deed[2]), rows, right=right):
            card.spans[row.id] = (what, first, end)


@slow
@given(deeds=deeds)
async def test_facts_of_any_day_are_those_of_a_recount(session: AsyncSession, deeds: list[tuple]) -> None:
    home, card = await an_institution(session), Card()
    for deed in deeds:
        await retell(session, home, card, deed)
    kept = await queries.facts_of(session, SCOPE, home.id)
    for number in range(-1, LAST + 2):
        day = START + timedelta(days=number)
        asked = await queries.facts_on(session, SCOPE, home.id, day)
        assert {(fact.id, (fact.kind, fact.slot)) for fact in asked} == card.on(day)
        assert {fact.id for fact in rules.facts_on(kept, day)} == {fact.id for fact in asked}


async def refile(session: AsyncSession, home: Institution, card: Card, what: str, first: date) -> None:
    """Do one deed with a document, on the card as well; the newest is voided, its days go back to the one before."""
    rows = await queries.registered_documents(session, SCOPE, home.id)
    if what == "void" and rows:
        row = rows[0]
        _what, began, end = card.spans.pop(row.id)
        for key, (said, earlier, until) in card.spans.items():
            if until == began > earlier:
                card.spans[key] = (said, earlier, end)
        await service.void_registered_beds(session, FOUNDER, home.id, row.id, reason="填错")
        return
    draft = RegisteredDraft(value=60, basis=Basis.FILING, document_no="文", from_on=first, late_reason="补录")
    right = card.may_record("", first, date.max)
    deed = service.record_registered_beds(session, FOUNDER, home.id, draft)
    if new := await tried(session, deed, rows, right=right):
        card.spans[new.id] = ("", first, date.max)


@slow
@given(papers=papers)
async def test_one_document_holds_on_any_day(session: AsyncSession, papers: list[tuple[str, date]]) -> None:
    home, card = await an_institution(session), Card()
    for what, first in papers:
        await refile(session, home, card, what, first)
    for number in range(-1, LAST + 2):
        day = START + timedelta(days=number)
        found = await queries.registered_on(session, SCOPE, home.id, day)
        assert ({(found.id, "")} if found else set()) == card.on(day)


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
