"""A dump of the database shows no planted number: not as text, not as bytes, not in the audit, not in the log."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.attachments.service import keep_file
from app.core.actor import Actor
from app.core.db import transaction
from app.core.uuid7 import uuid7
from tests.factories.institutions import an_institution
from tests.support.people import ClientAs
from tests.support.tenants import COUNTY

PHONE = "13987654321"
ID_NUMBER = "110101194912310022"
PERSON = "诸葛试验"


async def test_no_table_holds_a_planted_number(connection: AsyncConnection, actor: Actor, client_as: ClientAs) -> None:
    async with transaction() as session:
        home = await an_institution(session)
        scan = f"%PDF-1.7 {PERSON} {ID_NUMBER} {PHONE}".encode()
        filed = {"county": COUNTY, "institution_id": home.id, "filename": f"{PERSON}{ID_NUMBER}.pdf"}
        await keep_file(session, actor, **filed, content=scan, purpose="test")
    administrator = await client_as("administrator", region=0)
    new = {
        "tap_id": str(uuid7()), "username": "xiaozhou", "name": "周护士", "phone": PHONE,
        "role": "nurse", "home": f"{COUNTY}/{home.id}", "from_on": "2026-01-01",
    }  # fmt: skip
    answer = await administrator.post("/users", data=new)
    assert answer.status_code in (200, 303), answer.text
    async with transaction() as session:
        await _look_everywhere(session)


async def _look_everywhere(session: AsyncSession) -> None:
    """Look as the web role sees rows, and in every readable table: text as text, bytes as hex."""
    tables = await session.scalars(
        text(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'SELECT')"
        )
    )
    searched = 0
    for table in tables.all():
        rows = (await session.execute(text(f"SELECT t::text FROM {table} t"))).scalars().all()
        for row in rows:
            searched += 1
            for planted in (PHONE, ID_NUMBER, PERSON):
                assert planted not in row, table
                assert planted.encode().hex() not in row, table
    assert searched > 10
