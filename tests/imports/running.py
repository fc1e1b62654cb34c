"""Short ways through an import, for the tests of its service and its pages."""

from uuid import uuid4

from app.imports import queries, service

FILE = "床位.psv"


async def a_received(session, house, data, **more):
    """Hand a ledger in as the house's own actor."""
    return await service.receive(session, house.actor, house.home, kind="beds", filename=FILE, data=data, **more)


async def an_applied(session, house, data, **more):
    """Hand a ledger in and let it take effect."""
    run = await a_received(session, house, data, **more)
    await service.apply_run(session, house.actor, run)
    return run


async def now_there(session, house, on):
    """What the home has on a day, as a ledger sees it."""
    return await queries.existing_structure(session, house.home.scope, house.home.institution_id, on)


def tap(**fields):
    """A form's fields with a fresh tap."""
    return {"tap_id": str(uuid4()), **{name: str(value) for name, value in fields.items()}}


__all__ = ["FILE", "a_received", "an_applied", "now_there", "tap"]
