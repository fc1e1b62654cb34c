"""What a ledger of residents is read against: its home, the people it knows, the beds and who has them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.core.clock import business_date
from app.core.keys import sealer
from app.imports.queries.counties import county_names
from app.imports.queries.lying import claims_of_home, places_of_home, terms_of_home
from app.imports.queries.people import Blind, known_numbers, lives_in_city, people_of_home, row_clashes
from app.imports.rules.residents.existing import ExistingPeople
from app.imports.rules.residents.matching import match_people
from app.imports.rules.residents.people import people_of
from app.imports.rules.residents.regions import Counties
from app.imports.rules.residents.rows import ResidentContext, ResidentRow
from app.institutions.queries import get_institution
from app.residents.queries.known import keys_of
from app.waitlist.queries.policies import listed_days

__all__ = ["people_there", "resident_context"]


async def resident_context(session: AsyncSession, home: Home, on: date) -> ResidentContext:
    """Say for which home a residents' ledger is read, as of when, and which counties there are."""
    institution = await get_institution(session, home.scope, home.institution_id)
    names = tuple(filter(None, (institution.name, institution.short_name)))
    counties = Counties.of(await county_names(session))
    today = await business_date(session)
    return ResidentContext(institution.code, on, today, home.county, names, counties)


async def people_there(
    session: AsyncSession, home: Home, context: ResidentContext, records: Sequence[ResidentRow]
) -> ExistingPeople:
    """Look up the people and beds that the rows are about; a rehearsal draws no keys of its own."""
    keys = await keys_of(session, home.county)
    terms, rooms = await terms_of_home(session, home)
    there = ExistingPeople(
        places=await places_of_home(session, home, rooms), terms=terms, claims=await claims_of_home(session, home),
        listed=await listed_days(session, home.county, home.institution_id),
    )  # fmt: skip
    if keys is None:
        return there
    beds: dict[int, tuple[int, ...]] = {}
    for claim in there.claims:
        if claim.kind is ClaimKind.STAY and claim.stay_id:
            beds[claim.stay_id] = (*beds.get(claim.stay_id, ()), claim.bed_id)
    on = max(context.effective_on, context.today)
    persons = await people_of_home(session, home, keys, on, beds=beds)
    numbers = await _blinds(session, home, records)
    by_number, hidden = await known_numbers(session, home, numbers, persons.keys())
    there = replace(there, persons=persons, by_number=by_number, hidden=hidden)
    in_city = await lives_in_city(session, home, [blind for blind in numbers if blind.city])
    clashes = await row_clashes(session, home, _spans(records, there))
    return replace(there, clashes=clashes, in_city=in_city)


async def _blinds(session: AsyncSession, home: Home, records: Sequence[ResidentRow]) -> list[Blind]:
    keys = await sealer(session, home.county)
    city = await keys_of(session, home.county // 100 * 100)
    found = []
    for kind, number in dict.fromkeys((row.paper, row.number) for row in records if row.paper and row.number):
        purpose = f"elder_papers.{kind.value}"
        in_city = city.blind(purpose, number) if city else b""
        found.append(Blind(kind, number, keys.blind(purpose, number), in_city))
    return found


def _spans(records: Sequence[ResidentRow], there: ExistingPeople) -> list[tuple[int, int, date, date, int | None]]:
    """Stays of people who are known, beside the stay of the same first day that they may have already."""
    people = people_of(records)
    spans = []
    for key, match in match_people(people, there).items():
        if match.elder_id is None:
            continue
        known = {stay.from_on: stay.id for stay in (match.person.stays if match.person else ())}
        spans += [
            (row.row, match.elder_id, row.from_on, row.ends_on, known.get(row.from_on))
            for row in people[key].rows
            if row.from_on and row.ends_on >= row.from_on
        ]
    return spans
