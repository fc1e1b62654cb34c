"""Every row of a tenant is its county's: in each key, under row security, and out of the reach of careless grants."""

from collections.abc import Iterable, Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.catalog import GLOBAL_TABLES, Key, Policy, Table, keys, policies, tables

INSERT_ONLY = {"audit_entries", "access_entries", "acts", "waitlist_checks", "waitlist_events"}
TAKEN_BACK = {
    "buildings", "floors", "nursing_units", "rooms", "room_terms", "beds", "bed_services", "bed_marks",
    "elders", "elder_homes", "elder_papers", "elder_categories", "contacts", "elder_relations", "health_notes",
    "stays", "bed_claims", "census_days", "waitlist_counts", "working_days",
}  # fmt: skip
"""What an import made and nobody has built on may be taken back whole (ADR 13, 20); the foreign keys say who has.
A counted day of a home that turns out to have had no rows is nobody's record (ADR 22). A day of the calendar that is as
its weekday again needs no row."""

FOR_EVERYONE = {"alembic_version", "database_mark"}
"""Read by whoever serves: which revision the database stands at, and whether it is live, a test or a demo."""

CALLER = (
    "counties()",
    "homes()",
    "whole_counties()",
    "FROM elders",
    "FROM assessments",
    "FROM transfers",
    "FROM waitlist_entries",
)
"""What hangs on a file or on a transfer asks that table, which is closed itself: who sees the one sees the other."""

OF_SEVERAL_HOMES = {"elders", "assessments", "waitlist_entries"}
"""Kept by one home and seen by those that have, had or await the person (ADR 19): a key names the county only."""


def wrong_keys(found: Iterable[Table], all_keys: Iterable[Key]) -> list[str]:
    """List keys of tenant tables in which the county is not the first column, and doors out of a tenant."""
    by_name = {table.name: table for table in found}
    wrong = []
    for key in all_keys:
        table, to = by_name[key.table], by_name.get(key.to_table)
        if table.is_of_a_tenant and key.columns[:1] != ("county",):
            wrong.append(f"{key.name} does not begin with the county")
        if to and to.is_of_a_tenant and (not table.is_of_a_tenant or key.to_columns[:1] != ("county",)):
            wrong.append(f"{key.name} enters {to.name} without its county")
        of_one_home = to and _is_of_a_home(to) and to.name not in OF_SEVERAL_HOMES
        if of_one_home and _is_of_a_home(table) and "institution_id" not in key.to_columns:
            wrong.append(f"{key.name} can point into another home")
        if key.actions != "aa" and key.kind == "f":
            wrong.append(f"{key.name} cascades")
    return wrong


def _is_of_a_home(table: Table) -> bool:
    return table.is_of_a_tenant and "institution_id" in table.columns


def open_tables(found: Iterable[Table], all_policies: Iterable[Policy]) -> list[str]:
    """List tenant tables that row security does not close to whoever shows no sign-in."""
    ruled: dict[str, list[Policy]] = {}
    for policy in all_policies:
        ruled.setdefault(policy.table, []).append(policy)
    wrong = []
    for table in found:
        if table.is_of_a_tenant:
            if not (table.enabled and table.forced):
                wrong.append(f"{table.name}: not forced")
            if not any(word in policy.rule for policy in ruled.get(table.name, ()) for word in CALLER):
                wrong.append(f"{table.name}: no policy asks who the caller is")
            wrong += [f"{table.name}: {p.name} is open" for p in ruled.get(table.name, ()) if p.rule == "true"]
    return wrong


async def granted(connection: AsyncConnection, role: str, *rights: str) -> Mapping[str, list[str]]:
    """Tell on which tables a role holds one of these rights, whole or on single columns, partitions included."""
    statement = text("""
        SELECT t.relname::text, wanted FROM pg_class t, unnest(CAST(:rights AS text[])) AS wanted
         WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND t.relname NOT LIKE 'pgqueuer%'
           AND CASE WHEN wanted IN ('DELETE', 'TRUNCATE') THEN has_table_privilege(:role, t.oid, wanted)
                    ELSE has_any_column_privilege(:role, t.oid, wanted) END
    """)
    found: dict[str, list[str]] = {}
    for table, right in await connection.execute(statement, {"role": role, "rights": list(rights)}):
        found.setdefault(table, []).append(right)
    return found


async def test_the_county_stands_first_in_every_key(owner: AsyncConnection) -> None:
    found, all_keys = await tables(owner), await keys(owner)
    of_tenants = [table.name for table in found if table.is_of_a_tenant]
    assert len(of_tenants) >= 5
    assert len([key for key in all_keys if key.table in of_tenants]) >= len(of_tenants)
    assert wrong_keys(found, all_keys) == []


async def test_every_tenant_table_is_closed_to_strangers(owner: AsyncConnection) -> None:
    found, rules = await tables(owner), await policies(owner)
    assert rules
    assert open_tables(found, rules) == []


async def test_every_table_without_a_county_is_on_the_list(owner: AsyncConnection) -> None:
    without = {table.name for table in await tables(owner) if not table.is_of_a_tenant}
    assert without == GLOBAL_TABLES.keys()


async def test_the_audit_can_only_be_added_to(owner: AsyncConnection, roles: dict[str, str]) -> None:
    may_change = await granted(owner, roles["app"], "UPDATE", "DELETE", "TRUNCATE")
    assert len(may_change) >= 5
    assert INSERT_ONLY & may_change.keys() == set()


async def test_nothing_is_erased_but_what_was_never_built_on(owner: AsyncConnection, roles: dict[str, str]) -> None:
    assert (await granted(owner, roles["app"], "DELETE", "TRUNCATE")) == {table: ["DELETE"] for table in TAKEN_BACK}


async def test_partitions_are_reached_through_their_table_only(owner: AsyncConnection, roles: dict[str, str]) -> None:
    partitions = set(
        await owner.scalars(text("SELECT relname::text FROM pg_class WHERE relispartition AND relkind = 'r'"))
    )
    assert len(partitions) >= 4
    assert partitions & (await granted(owner, roles["app"], "SELECT", "INSERT", "UPDATE", "DELETE")).keys() == set()


async def test_the_bureau_reads_no_table(owner: AsyncConnection, roles: dict[str, str]) -> None:
    held = await granted(owner, roles["bureau"], "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES")
    assert held.keys() == FOR_EVERYONE
    assert {right for rights in held.values() for right in rights} == {"SELECT"}


async def test_no_hidden_work_is_done(owner: AsyncConnection) -> None:
    hidden = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text NOT LIKE '%pgqueuer%'"
    assert list(await owner.scalars(text(hidden))) == []


async def test_a_key_without_its_county_is_found(owner: AsyncConnection) -> None:
    await owner.execute(text("CREATE TABLE planted (id bigint, county int, institution_id bigint, UNIQUE (id))"))
    await owner.execute(text("CREATE UNIQUE INDEX uq_planted ON planted (institution_id)"))
    found = [fault for fault in wrong_keys(await tables(owner), await keys(owner)) if "planted" in fault]
    assert found == ["planted_id_key does not begin with the county", "uq_planted does not begin with the county"]


def test_a_door_into_a_tenant_is_found() -> None:
    beds = Table("beds", ("county", "institution_id", "id"), enabled=True, forced=True)
    notes = Table("notes", ("id", "bed_id"), enabled=False, forced=False)
    marks = Table("marks", ("county", "institution_id", "bed_id"), enabled=True, forced=True)
    assert wrong_keys([beds, notes], [Key("notes", "fk_notes_bed", "f", ("bed_id",), "beds", ("id",))])
    loose = Key("marks", "fk_marks_bed", "f", ("county", "bed_id"), "beds", ("county", "id"))
    assert wrong_keys([beds, marks], [loose]) == ["fk_marks_bed can point into another home"]
    cascading = Key("marks", "fk", "f", ("county", "institution_id"), "beds", ("county", "institution_id"), "ca")
    assert wrong_keys([beds, marks], [cascading]) == ["fk cascades"]


async def test_an_open_table_is_found(owner: AsyncConnection) -> None:
    await owner.execute(text("ALTER TABLE acts NO FORCE ROW LEVEL SECURITY"))
    assert open_tables(await tables(owner), await policies(owner)) == ["acts: not forced"]
    await owner.execute(text("CREATE TABLE planted (county int PRIMARY KEY)"))
    await owner.execute(text("CREATE POLICY everyone ON planted USING (true)"))
    found = open_tables(await tables(owner), await policies(owner))
    assert found[1:] == [
        "planted: not forced",
        "planted: no policy asks who the caller is",
        "planted: everyone is open",
    ]


async def test_a_careless_grant_is_found(owner: AsyncConnection, roles: dict[str, str]) -> None:
    await owner.execute(text(f"GRANT UPDATE (actor) ON audit_entries TO {roles['app']}"))
    assert INSERT_ONLY & (await granted(owner, roles["app"], "UPDATE")).keys() == {"audit_entries"}
    await owner.execute(text(f"GRANT SELECT ON regions TO {roles['bureau']}"))
    assert "regions" in await granted(owner, roles["bureau"], "SELECT")
