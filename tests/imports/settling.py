"""Short ways of taking residents in: a house with beds, a ledger of people for them, and what is there afterwards."""

from sqlalchemy import func, select, text

from app.beds.models import BedClaim
from app.imports import service
from app.residents.models import Contact, Elder, ElderCategory, ElderHome, ElderPaper, ElderRelation, HealthNote
from app.stays.models import Stay, StayChange
from tests.factories.beds import a_house
from tests.imports.ledgers import psv

FILE = "老人.psv"
TABLES = (
    Elder, ElderHome, ElderPaper, ElderCategory, Contact, HealthNote, ElderRelation, Stay, StayChange, BedClaim,
)  # fmt: skip

__all__ = ["FILE", "a_home_of", "applied", "counted", "received", "the_only", "whole"]


async def a_home_of(session, *, rooms="101–104", beds="2", **more):
    """A house whose beds are called 101-1 and so on."""
    return await a_house(session, rooms=rooms, beds=beds, **more)


async def received(session, house, table, **more):
    """Hand a ledger of residents in."""
    data = psv(table.lines())
    return await service.receive(
        session, house.actor, house.home, kind="residents", filename=FILE, data=data, **more
    )  # fmt: skip


async def applied(session, house, table, **more):
    """Hand a ledger of residents in and let it take effect."""
    run = await received(session, house, table, **more)
    await service.apply_run(session, house.actor, run)
    return run


async def counted(session):
    """How many live rows of each table there are."""
    counts = {}
    for model in TABLES:
        rows = select(func.count()).select_from(model)
        if hasattr(model, "voided_at"):
            rows = rows.where(model.voided_at.is_(None))
        counts[model.__tablename__] = await session.scalar(rows)
    return counts


async def the_only(session, model):
    """The one live row of a table."""
    rows = select(model).execution_options(populate_existing=True)
    if hasattr(model, "voided_at"):
        rows = rows.where(model.voided_at.is_(None))
    return (await session.scalars(rows)).one()


async def whole(session, table):
    """Every row of a table as text, to look for what must not lie open there."""
    return "\n".join(await session.scalars(text(f"SELECT t::text FROM {table} t")))
