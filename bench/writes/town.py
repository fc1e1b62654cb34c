"""Sixty-four homes that are copies of one, a director in each, and how to put everything back as it was."""

from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.accounts.system import SIGN_IN_PURPOSE
from app.beds.rules.kinds import Sex, SexRule
from app.census.service.keeping import open_days
from app.core.clock import business_date
from app.core.crypto import token_hash
from app.core.db import transaction
from app.core.keys import key_file
from app.stays import service
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, LateReason, Payer, StayKind
from bench.writes.places import BASES, FREE, HOMES, NEW, SHIFT, Place, token_of
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.institutions import a_registered
from tests.factories.residents import an_elder
from tests.support.people import a_user
from tests.support.tenants import COUNTY, acting_everywhere

__all__ = ["DEEP", "build_town", "open_days_of_town", "put_back", "save_town"]

ROOMS = "101–130"
DEEP = 365
COPIED = (
    "institutions", "registered_beds", "buildings", "floors", "rooms", "room_terms", "beds", "bed_services", "elders",
    "elder_homes", "stays", "bed_claims", "audit_heads",
)  # fmt: skip
SHIFTED = {
    "id", "institution_id", "building_id", "floor_id", "room_id", "bed_id", "service_id", "elder_id", "stay_id",
    "continues_id",
}  # fmt: skip
FRESH = {
    ("institutions", "code"): "'W' || lpad(k::text, 5, '0')",
    ("beds", "code"): f"lpad((t.id + k * {SHIFT})::text, 8, '0')",
    ("elders", "seal"): "gen_random_uuid()",
}
CHANGED = ("stays", "bed_claims", "audit_heads", "census_days", "census_homes", "census_counties")
EMPTIED = ("acts", "audit_entries")


async def build_town(owner: AsyncConnection) -> date:
    """Build the first home through the services, copy it, and sign a director in at each; gives today."""
    for table, base in BASES.items():
        await owner.execute(text(f"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {base}"))
    await owner.commit()
    async with acting_everywhere(), transaction() as session:
        today = await business_date(session)
        house = await a_house(
            session, rooms=ROOMS, beds="2", sex_rule=SexRule.SAME, from_on=today - timedelta(days=DEEP)
        )
        await a_registered(session, house.institution)
        elders = [await an_elder(session, house.home, sex=Sex.FEMALE) for _number in range(2 * FREE)]
        beds = sorted(house.beds.values())
        for elder, bed in list(zip(elders, beds, strict=True))[:FREE]:
            await service.admit(session, house.actor, house.home, _draft(elder.id, bed, today))
    _check_ids(house)
    for table in COPIED:
        await _copy(owner, table)
    # Deferred keys are checked now: a table with checks to come cannot be altered.
    await owner.commit()
    for table in BASES:
        await owner.execute(text(f"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {NEW + BASES[table] * 10_000}"))
    await owner.commit()
    await _sign_in_directors(house)
    return today


def _draft(elder_id: int, bed_id: int, today: date) -> AdmissionDraft:
    return AdmissionDraft(
        elder_id=elder_id, bed_id=bed_id, kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.FAMILY,
        from_on=today - timedelta(days=DEEP), late_reason=LateReason.LEDGER,
    )  # fmt: skip


def _check_ids(house: HouseOfBeds) -> None:
    names = sorted(house.beds, key=lambda name: house.beds[name])
    assert [house.beds[name] for name in names] == [BASES["beds"] + number for number in range(2 * FREE)]
    rooms = [house.rooms[name.partition("-")[0]] for name in names]
    assert rooms == [BASES["rooms"] + number // 2 for number in range(2 * FREE)]
    assert house.institution.id == BASES["institutions"]


async def _copy(owner: AsyncConnection, table: str) -> None:
    columns = await _columns(owner, table)
    values = ", ".join(
        FRESH.get((table, name)) or (f"t.{name} + k * {SHIFT}" if name in SHIFTED else f"t.{name}") for name in columns
    )
    numbers = f"generate_series(1, {HOMES - 1}) AS k"
    key = "id" if table == "institutions" else "institution_id"
    await owner.execute(
        text(
            f"INSERT INTO {table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE "
            f"SELECT {values} FROM {table} t, {numbers} WHERE t.{key} = {BASES['institutions']}"
        )
    )


async def _columns(owner: AsyncConnection, table: str) -> list[str]:
    """The columns that are written: a generated one follows from the others."""
    rows = await owner.execute(
        text(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :table"
            " AND is_generated = 'NEVER' ORDER BY ordinal_position"
        ),
        {"table": table},
    )
    return list(rows.scalars())


async def _sign_in_directors(house: HouseOfBeds) -> None:
    opening = text("SELECT open_sign_in(:secret, :who, :token, 'bench', 43200, 43200)")
    for k in range(HOMES):
        home = type("Home", (), {"county": house.home.county, "id": Place(k * FREE).home})()
        user = await a_user("director", home)
        values = {"secret": key_file().secret(SIGN_IN_PURPOSE), "who": user.id, "token": token_hash(token_of(k))}
        async with transaction(pool="side") as session:
            await session.execute(opening, values)


async def save_town(owner: AsyncConnection) -> None:
    """Keep a copy of what the acts change."""
    await owner.execute(text("CREATE SCHEMA saved"))
    for table in CHANGED:
        await owner.execute(text(f"CREATE TABLE saved.{table} AS TABLE {table}"))
    await owner.execute(text("ANALYZE"))
    await owner.commit()


async def put_back(owner: AsyncConnection) -> None:
    """Let everything be as it was before the last round."""
    await owner.execute(text(f"TRUNCATE {', '.join((*CHANGED, *EMPTIED))} CASCADE"))
    for table in CHANGED:
        names = ", ".join(await _columns(owner, table))
        kept = f"SELECT {names} FROM saved.{table}"
        await owner.execute(text(f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE {kept}"))
    await owner.execute(text(f"ANALYZE {', '.join(CHANGED)}"))
    await owner.commit()


async def open_days_of_town() -> None:
    """Open the county's days up to today, as the job of the night does: from now on every act keeps the census."""
    async with acting_everywhere(), transaction() as session:
        await open_days(session, COUNTY)
