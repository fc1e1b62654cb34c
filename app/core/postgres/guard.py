"""Who may serve: a role that row security binds, on a server that can be trusted with the data."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.core.i18n import N_, _
from app.core.postgres.trouble import DatabaseTrouble

# The minor versions that closed the row-security and restore holes CVE-2025-8713, -8714 and -8715.
FLOOR = {15: 15_0014, 16: 16_0010, 17: 17_0006}
LOWEST_MAJOR = 15

FACTS = text("""
    SELECT current_user AS name,
           current_setting('server_version_num')::int AS version,
           current_setting('server_version') AS version_said,
           current_setting('synchronous_commit') AS synchronous_commit,
           pg_is_in_recovery() AS in_recovery,
           EXISTS (SELECT FROM pg_roles WHERE rolsuper AND pg_has_role(current_user, oid, 'MEMBER')) AS superuser,
           EXISTS (SELECT FROM pg_roles WHERE rolbypassrls AND pg_has_role(current_user, oid, 'MEMBER')) AS bypasses,
           (SELECT min(relname) FROM pg_class
             WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
               AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
               AND pg_has_role(current_user, relowner, 'MEMBER')) AS owned,
           EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS trigrams,
           EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gist') AS gist,
           has_schema_privilege('public', 'USAGE') AS enters_public
""")
SEES_CHINESE = text("SELECT cardinality(show_trgm('王秀英')) > 0")

Facts = dict[str, Any]
REFUSALS: tuple[tuple[Callable[[Facts], bool], str], ...] = (
    (
        lambda facts: too_old(facts["version"]),
        N_("数据库版本 {version_said} 有已公开的漏洞。请升级到该大版本的最新小版本"),
    ),
    (
        lambda facts: facts["superuser"],
        N_("角色 {name} 是超级用户，行级安全管不住它。请改用 bootstrap 打印的 DATABASE_URL"),
    ),
    (
        lambda facts: facts["bypasses"],
        N_("角色 {name} 可越过行级安全，不能提供服务。请改用 bootstrap 打印的 DATABASE_URL"),
    ),
    (
        lambda facts: facts["owned"] is not None,
        N_("角色 {name} 是表 {owned} 的所有者，不能提供服务。请改用 bootstrap 打印的 DATABASE_URL"),
    ),
    (
        lambda facts: facts["synchronous_commit"] == "off",
        N_("synchronous_commit 已关闭，断电会丢失已确认的记录。请在数据库中改回 on"),
    ),
    (
        lambda facts: facts["in_recovery"],
        N_("这是只读的备用数据库，不能写入。请改用主数据库的地址"),
    ),
    (
        lambda facts: not (facts["trigrams"] and facts["gist"]),
        N_("数据库缺少扩展 btree_gist 或 pg_trgm。请先执行 python -m app bootstrap"),
    ),
    (
        lambda facts: not facts["sees_chinese"],
        N_("数据库的 LC_CTYPE 不认识汉字，姓名检索用不了。请用 C.UTF-8 重新建库"),
    ),
)


async def check_serving_role(door: AsyncEngine | AsyncConnection) -> None:
    """Refuse to serve as a role that row security spares, or from a server that may lose or leak."""
    if isinstance(door, AsyncEngine):
        async with door.connect() as connection:
            await check_serving_role(connection)
        return
    refusals = refusals_of(await serving_facts(door))
    if refusals:
        raise DatabaseTrouble("\n".join(refusals))


async def serving_facts(connection: AsyncConnection) -> Facts:
    """What the server says about itself and about who is asking."""
    facts = dict((await connection.execute(FACTS)).mappings().one())
    # The bureau's role may not enter the schema of the extension; the web role beside it is asked the same.
    asked = facts["trigrams"] and facts["enters_public"]
    facts["sees_chinese"] = await connection.scalar(SEES_CHINESE) if asked else True
    return facts


def refusals_of(facts: Facts) -> list[str]:
    """Every reason not to serve, each with the way out."""
    return [_(sentence).format(**facts) for is_true, sentence in REFUSALS if is_true(facts)]


def too_old(version: int) -> bool:
    """Whether this server_version_num lies below the floor of its major version."""
    major = version // 10_000
    return major < LOWEST_MAJOR or version < FLOOR.get(major, 0)
