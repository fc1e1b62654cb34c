"""Transfers as both homes and the bureau see them; none of them reads the other's file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.stays.errors import TransferNotFound
from app.stays.models import Transfer, TransferPerson

__all__ = [
    "HomeAround", "get_case", "get_transfer", "homes_around", "open_transfer_of", "people_of", "people_of_transfers",
    "transfers_in", "transfers_of",
]  # fmt: skip

MOST = 200


@dataclass(frozen=True, slots=True)
class HomeAround:
    """A home of the same city, as a choice of where to go."""

    county: int
    id: int
    code: str
    name: str


async def homes_around(session: AsyncSession, county: int) -> list[HomeAround]:
    """List the open homes of the same city, those of the county first; only their names are told."""
    found = func.homes_around(county).table_valued("county", "id", "code", "name")
    return [HomeAround(*row) for row in await session.execute(select(found))]


async def get_transfer(session: AsyncSession, scope: Scope, transfer_id: int, *, lock: bool = False) -> Transfer:
    """The transfer, if one of its two homes lies in the scope."""
    wanted = select(Transfer).where(Transfer.id == transfer_id, _on_either_side(scope))
    wanted = wanted.execution_options(populate_existing=True)
    found = await session.scalar(wanted.with_for_update(key_share=True) if lock else wanted)
    if found is None:
        raise TransferNotFound
    return found


async def get_case(session: AsyncSession, scope: Scope, transfer_id: int) -> Transfer:
    """The transfer as the bureau decides on it: out of a home in the scope. The receiving county has no say in it."""
    wanted = select(Transfer).where(Transfer.id == transfer_id, within(Transfer, scope))
    found = await session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise TransferNotFound
    return found


async def people_of(session: AsyncSession, transfer: Transfer) -> list[TransferPerson]:
    """The people of one transfer, in the order of their files."""
    person = TransferPerson
    mine = and_(person.county == transfer.county, person.transfer_id == transfer.id)
    rows = select(person).where(mine).order_by(person.elder_id).execution_options(populate_existing=True)
    return list(await session.scalars(rows))


async def people_of_transfers(session: AsyncSession, transfers: Sequence[Transfer]) -> dict[int, list[TransferPerson]]:
    """The people of several transfers, by transfer."""
    found: dict[int, list[TransferPerson]] = {transfer.id: [] for transfer in transfers}
    rows = select(TransferPerson).where(TransferPerson.transfer_id.in_(found))
    for person in await session.scalars(rows.order_by(TransferPerson.transfer_id, TransferPerson.elder_id)):
        found[person.transfer_id].append(person)
    return found


async def transfers_of(session: AsyncSession, scope: Scope, institution_id: int) -> list[Transfer]:
    """A home's transfers, away and in, the newest first."""
    mine = or_(Transfer.institution_id == institution_id, Transfer.to_institution_id == institution_id)
    rows = select(Transfer).where(_on_either_side(scope), mine).order_by(Transfer.asked_at.desc(), Transfer.id.desc())
    return list(await session.scalars(rows.limit(MOST)))


async def transfers_in(session: AsyncSession, scope: Scope) -> list[Transfer]:
    """All transfers out of homes in the scope, the newest first: the case officer's list."""
    rows = select(Transfer).where(within(Transfer, scope)).order_by(Transfer.asked_at.desc(), Transfer.id.desc())
    return list(await session.scalars(rows.limit(MOST)))


async def open_transfer_of(session: AsyncSession, scope: Scope, stay_ids: Sequence[int]) -> Transfer | None:
    """A transfer that is under way for one of these stays, if any."""
    person, transfer = TransferPerson, Transfer
    rows = (
        select(transfer)
        .join(person, and_(person.county == transfer.county, person.transfer_id == transfer.id))
        .where(within(transfer, scope), person.stay_id.in_(stay_ids))
        .where(transfer.done_at.is_(None), transfer.declined_at.is_(None), transfer.withdrawn_at.is_(None))
        .order_by(transfer.id)
    )
    return (await session.scalars(rows)).first()


def _on_either_side(scope: Scope) -> ColumnElement[bool]:
    """Giving or receiving; the receiving home is in other columns."""
    return or_(within(Transfer, scope), within(_Receiving, scope))


class _Receiving:
    """The receiving home's two columns, under the names a scope asks for."""

    county = Transfer.to_county
    institution_id = Transfer.to_institution_id
