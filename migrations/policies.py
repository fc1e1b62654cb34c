"""Row security and grants as statements, used by migrations only. What it writes is fixed: add to it, change nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

OWNER = "owner"


def role_prefix(op: Any) -> str:
    """Read the prefix of the database's roles from the owner's name: `yiyang_owner` → `yiyang_`."""
    if op.get_context().as_sql:
        return "yiyang_"
    owner = str(op.get_bind().exec_driver_sql("SELECT current_user").scalar_one())
    if not owner.endswith(OWNER):
        raise ValueError(f"migrations run as the owner role, not as {owner}")
    return owner.removesuffix(OWNER)


def run(op: Any, script: str) -> None:
    """Execute a script statement by statement, so that each one is named when it fails."""
    for statement in statements(script):
        op.execute(statement)


def statements(script: str) -> list[str]:
    """Cut a script at the semicolons that stand outside of function bodies."""
    found: list[str] = []
    rest, inside = "", False
    for line in script.splitlines(keepends=True):
        rest += line
        inside ^= line.count("$$") % 2 == 1
        if not inside and line.rstrip().endswith(";"):
            found.append(rest.strip().rstrip(";"))
            rest = ""
    return [*found, rest.strip()] if rest.strip() else found


def home_rows(table: str) -> str:
    """Rows of one home: the caller's county and the caller's home, to read and to write."""
    return _ruled(table, "county IN (SELECT unnest(counties())) AND institution_id IN (SELECT unnest(homes()))")


def county_rows(table: str) -> str:
    """Rows of a county; row 0 belongs to everyone who is signed in (accounts, the global chain)."""
    signed_in = "(county = 0 AND (SELECT EXISTS (SELECT FROM caller())))"
    return _ruled(table, f"{signed_in} OR county IN (SELECT unnest(counties()))")


def tenant_rows(table: str) -> str:
    """Rows of a county as a whole, such as its legal units."""
    return _ruled(table, "county IN (SELECT unnest(counties()))")


def institution_rows(table: str) -> str:
    """The homes themselves: a whole county's, or the single ones the caller works in."""
    here = "county IN (SELECT unnest(counties())) AND id IN (SELECT unnest(homes()))"
    return _ruled(table, f"county IN (SELECT unnest(whole_counties())) OR ({here})")


def _ruled(table: str, rule: str) -> str:
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY caller_rows ON {table} USING ({rule}) WITH CHECK ({rule});\n"
    )


def aggregate_rows(tables: Iterable[str], prefix: str) -> str:
    """Let the owner of the aggregate views read whole counties that the caller's figures cover; nobody else."""
    rule = "county IN (SELECT unnest(agg_counties()))"
    return "".join(
        f"CREATE POLICY aggregate_rows ON {table} FOR SELECT TO {prefix}agg_owner USING ({rule});\n" for table in tables
    )


def no_public(functions: Iterable[str], prefix: str) -> str:
    """Take functions from PUBLIC and give them to the roles that serve."""
    return "".join(
        f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;\n"
        f"GRANT EXECUTE ON FUNCTION {name} TO {prefix}app, {prefix}bureau, {prefix}agg_owner;\n"
        for name in functions
    )


def grants(wanted: Mapping[str, Iterable[str]], prefix: str) -> str:
    """Give the web role exactly these rights on these tables."""
    return "".join(
        f"GRANT {rights} ON {table} TO {prefix}app;\n" for rights, tables in wanted.items() for table in tables
    )
