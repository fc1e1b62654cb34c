"""Who a home knows and has living there, as a ledger of residents can change it or must fit it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, LargeBinary, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.days import live
from app.beds.rules.home import Home
from app.core.crypto import Sealer
from app.core.scope import within
from app.imports.queries.taking_back import among
from app.imports.rules.residents.existing import Hidden, KnownContact, KnownNote, KnownPerson, KnownStay
from app.residents.models import Contact, Elder, ElderCategory, ElderPaper, ElderRelation, HealthNote
from app.residents.queries.elders import of_home
from app.residents.rules.kinds import PaperKind, RelationKind
from app.stays.models import Stay, StayChange

__all__ = ["Blind", "first_day_of", "known_numbers", "lives_in_city", "people_of_home", "row_clashes"]

# A statement of the web role may take five seconds.
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Blind:
    """A paper's number with the blind indexes under which equal numbers meet."""

    kind: PaperKind
    number: str
    county: bytes
    city: bytes = b""


@dataclass(slots=True)
class _Around:
    """What hangs on people's files, by elder."""

    papers: dict[int, set[PaperKind]] = field(default_factory=lambda: defaultdict(set))
    categories: dict[int, set[Any]] = field(default_factory=lambda: defaultdict(set))
    contacts: dict[int, list[KnownContact]] = field(default_factory=lambda: defaultdict(list))
    health: dict[int, set[KnownNote]] = field(default_factory=lambda: defaultdict(set))
    related: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    stays: dict[int, list[KnownStay]] = field(default_factory=lambda: defaultdict(list))


async def people_of_home(
    session: AsyncSession, home: Home, keys: Sealer, on: date, *, beds: Mapping[int, tuple[int, ...]]
) -> dict[int, KnownPerson]:
    """Give everybody whose file the home sees, opened; merged files are left out.

    `on` is the day of the terms, `beds` are those of each stay in the order of its days.
    """
    elder = Elder
    rows = select(
        elder.id, elder.seal, elder.name, elder.sex, elder.born_on, elder.birth_precision, elder.no_id_reason,
        elder.ethnicity, elder.hukou_region, elder.hukou_kind, elder.phone, elder.address, elder.notes, elder.died_on,
    ).where(of_home(home), elder.merged_into_id.is_(None))  # fmt: skip
    elders = list(await session.execute(rows.order_by(elder.id)))
    found = _Around()
    for part in _parts([row.id for row in elders]):
        await _around(session, home, keys, on, part, found)
    await _stays(session, home, on, found, beds)

    def opened(row: Any, name: str) -> str:
        sealed = getattr(row, name)
        return keys.open("elders", name, row.seal, sealed) if sealed else ""

    return {
        row.id: KnownPerson(
            row.id, row.name, row.sex, row.born_on, row.birth_precision, frozenset(found.papers[row.id]),
            row.no_id_reason, row.ethnicity, row.hukou_region, row.hukou_kind, opened(row, "phone"),
            opened(row, "address"), opened(row, "notes"), row.died_on, frozenset(found.categories[row.id]),
            tuple(found.contacts[row.id]), frozenset(found.health[row.id]), tuple(found.stays[row.id]),
            frozenset(found.related[row.id]),
        )
        for row in elders
    }  # fmt: skip


async def _around(session: AsyncSession, home: Home, keys: Sealer, on: date, part: list[int], found: _Around) -> None:
    """Gather what hangs on some people's files: by their ids, because a row's policy looks at its file anyway."""

    def of(model: Any, *columns: Any) -> Any:
        return select(*columns).where(model.county == home.county, live(model), among(model.elder_id, part))

    for elder_id, kind in await session.execute(of(ElderPaper, ElderPaper.elder_id, ElderPaper.kind)):
        found.papers[elder_id].add(kind)
    category = ElderCategory
    lasting = of(category, category.elder_id, category.kind).where(category.to_on > on)
    for elder_id, kind in await session.execute(lasting):
        found.categories[elder_id].add(kind)
    await _contacts(session, of, keys, found)
    note = HealthNote
    notes = of(note, note.elder_id, note.seal, note.kind, note.code, note.words).where(note.to_on > on)
    for elder_id, seal, kind, code, words in await session.execute(notes):
        said = keys.open("health_notes", "words", seal, words) if words else ""
        found.health[elder_id].add(KnownNote(kind, code, said))
    relation = ElderRelation
    married = of(relation, relation.elder_id, relation.other_id).where(relation.kind == RelationKind.SPOUSE)
    for one, other in await session.execute(married):
        found.related[one].add(other)
        found.related[other].add(one)


async def _contacts(session: AsyncSession, of: Any, keys: Sealer, found: _Around) -> None:
    one = Contact
    rows = of(one, one.id, one.elder_id, one.seal, one.relation, one.name, one.phone, one.address, one.guardian,
              one.guardian_basis).order_by(one.elder_id, one.position, one.id)  # fmt: skip
    for row in await session.execute(rows):

        def opened(name: str, row: Any = row) -> str:
            sealed = getattr(row, name)
            return keys.open("contacts", name, row.seal, sealed) if sealed else ""

        known = KnownContact(
            row.id, opened("name"), row.relation, opened("phone"), opened("address"), row.guardian, row.guardian_basis
        )
        found.contacts[row.elder_id].append(known)


async def _stays(
    session: AsyncSession, home: Home, on: date, found: _Around, beds: Mapping[int, tuple[int, ...]]
) -> None:
    stay = Stay
    rows = select(
        stay.id, stay.elder_id, stay.from_on, stay.to_on, stay.kind, stay.payer, stay.planned_end_on, stay.end_reason
    ).where(within(stay, home.scope), live(stay))
    stays = list(await session.execute(rows.order_by(stay.from_on, stay.id)))
    change = StayChange
    changes = select(change.stay_id, change.kind, change.payer).where(
        within(change, home.scope), live(change), change.from_on <= on
    )
    ordered = changes.order_by(change.from_on, change.id)
    terms = {row.stay_id: (row.kind, row.payer) for row in await session.execute(ordered)}
    for row in stays:
        kind, payer = terms.get(row.id, (row.kind, row.payer))
        mine = beds.get(row.id, ())
        found.stays[row.elder_id].append(
            KnownStay(row.id, row.from_on, row.to_on, kind, payer, row.planned_end_on, row.end_reason, mine)
        )


async def known_numbers(
    session: AsyncSession, home: Home, numbers: Iterable[Blind], seen: Collection[int]
) -> tuple[dict[tuple[PaperKind, str], int], dict[int, Hidden]]:
    """Give the county's file of each number; of one that the home does not see only that, and the fact of residence."""
    by_kind: dict[PaperKind, dict[bytes, str]] = defaultdict(dict)
    for blind in numbers:
        by_kind[blind.kind][blind.county] = blind.number
    found: dict[tuple[PaperKind, str], int] = {}
    hidden: dict[int, Hidden] = {}
    for kind, blinds in by_kind.items():
        for part in _parts(list(blinds)):
            asked = (
                func.unnest(bindparam("blinds", part, ARRAY(LargeBinary)))
                .table_valued(column("bi", LargeBinary))
                .render_derived(name="asked")
            )
            window = func.known_person(home.county, kind.value, asked.c.bi).table_valued(
                "elder_id", "elsewhere", joins_implicitly=True
            )
            rows = select(asked.c.bi, window.c.elder_id, window.c.elsewhere)
            for bi, elder_id, elsewhere in await session.execute(rows):
                found[kind, blinds[bi]] = elder_id
                if elder_id not in seen:
                    hidden[elder_id] = Hidden(elder_id, elsewhere)
    return found, hidden


async def lives_in_city(session: AsyncSession, home: Home, numbers: Iterable[Blind]) -> frozenset[str]:
    """Give the numbers of people who live in another county of the city: the fact, and nothing else."""
    by_blind = {blind.city: blind.number for blind in numbers}
    found: set[str] = set()
    for part in _parts(list(by_blind)):
        asked = (
            func.unnest(bindparam("blinds", part, ARRAY(LargeBinary)))
            .table_valued(column("bi", LargeBinary))
            .render_derived(name="asked")
        )
        rows = select(asked.c.bi).where(func.resides_in_city(home.county, asked.c.bi))
        found |= {by_blind[bi] for bi in await session.scalars(rows)}
    return frozenset(found)


async def row_clashes(
    session: AsyncSession, home: Home, spans: Sequence[tuple[int, int, date, date, int | None]]
) -> frozenset[int]:
    """Give the rows whose people have another stay on those days, wherever it is: row, elder, first and last day."""
    clashes: set[int] = set()
    for part in _parts(list(spans)):
        rows, elders, firsts, lasts, besides = (list(column) for column in zip(*part, strict=True))
        asked = func.unnest(
            bindparam("rows", rows, ARRAY(BigInteger)), bindparam("elders", elders, ARRAY(BigInteger)),
            bindparam("firsts", firsts, ARRAY(Date)), bindparam("lasts", lasts, ARRAY(Date)),
            bindparam("besides", besides, ARRAY(BigInteger)),
        ).table_valued("row", "elder", "first_on", "end_on", "besides").render_derived(name="asked")  # fmt: skip
        clash = func.stay_clash(home.county, asked.c.elder, asked.c.first_on, asked.c.end_on, asked.c.besides)
        clashes |= set(await session.scalars(select(asked.c.row).where(clash)))
    return frozenset(clashes)


async def first_day_of(session: AsyncSession, home: Home, elder_ids: Collection[int]) -> date | None:
    """Give the first day in this home of the first of these people to come."""
    days = [
        await session.scalar(
            select(func.min(Stay.from_on)).where(within(Stay, home.scope), live(Stay), among(Stay.elder_id, part))
        )
        for part in _parts(sorted(elder_ids))
    ]
    return min((day for day in days if day), default=None)


def _parts(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
