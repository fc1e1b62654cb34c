"""The list of checks behind `check`: one function each, added by decorating it with `@check("…")`."""

import os
import shutil
import stat
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.i18n import N_, _
from app.core.postgres.guard import refusals_of, serving_facts
from app.core.postgres.migrate import newest_revision, present_revision
from app.core.postgres.questions import (
    audit_tables_it_can_rewrite,
    hour_in_a_shanghai_summer,
    seconds_since_1970,
    tables_left_open,
)
from app.core.postgres.urls import Urls
from app.core.settings import Settings

State = Literal["good", "warning", "bad"]
SKEW_WARNS, SKEW_FAILS = 2.0, 60.0
DISK_WARNS, DISK_FAILS = 0.90, 0.97


@dataclass(frozen=True)
class Ground:
    """What a check may look at."""

    settings: Settings
    urls: Urls
    app: AsyncConnection


@dataclass(frozen=True)
class Finding:
    """What a check found, in a sentence; anything but good says what to do."""

    state: State
    said: str


Check = Callable[[Ground], Awaitable[Finding]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Put a check on the list under this marked name."""

    def put(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return put


def good(said: str) -> Finding:
    """All is well."""
    return Finding("good", said)


@check(N_("数据库服务器与角色"))
async def check_server(ground: Ground) -> Finding:
    """Refuse what the web process itself would refuse."""
    facts = await serving_facts(ground.app)
    refusals = refusals_of(facts)
    if refusals:
        return Finding("bad", _("；").join(refusals))
    return good(_("PostgreSQL {version}，角色 {name}").format(version=facts["version_said"], name=facts["name"]))


@check(N_("数据库版本"))
async def check_migrations(ground: Ground) -> Finding:
    """Compare the revision of the database with the program's own."""
    present, newest = await present_revision(ground.app), newest_revision()
    if present == newest:
        return good(str(newest))
    sentence = _("数据库在 {present}，程序需要 {newest}。请执行 python -m app migrate")
    return Finding("bad", sentence.format(present=present, newest=newest))


@check(N_("行级安全"))
async def check_row_security(ground: Ground) -> Finding:
    """Every table with a county that the web role may touch is closed to whoever shows no session."""
    open_tables = await tables_left_open(ground.app)
    if open_tables:
        tables = _("、").join(open_tables)
        return Finding("bad", _("以下表没有强制行级安全：{tables}。请执行 python -m app migrate").format(tables=tables))
    return good(_("各县的表都已强制"))


@check(N_("操作记录只增不改"))
async def check_audit(ground: Ground) -> Finding:
    """The web role may add to the audit, and change or erase nothing in it."""
    loose = await audit_tables_it_can_rewrite(ground.app)
    if loose:
        tables = _("、").join(loose)
        return Finding("bad", _("网页角色能改动 {tables}，操作记录不再可信。请收回这些权限").format(tables=tables))
    return good(_("网页角色不能修改或删除"))


@check(N_("密钥文件"))
async def check_key_file(ground: Ground) -> Finding:
    """The key is there and only its user can read it."""
    file = ground.settings.key_file
    if not file.exists():
        return Finding("bad", _("找不到 {file}。请从保管处取回，或用 KEY_FILE= 指明位置").format(file=file))
    if _is_open(file):
        return Finding("bad", _("{file} 其他用户也能读。请执行 chmod 600 {file}").format(file=file))
    return good(_("{file}，请另存一份在别处：备份里没有它").format(file=file))


@check(N_("磁盘空间"))
async def check_disk(ground: Ground) -> Finding:
    """The disk of the data folder has room left."""
    folder = next(place for place in (ground.settings.data_dir, *ground.settings.data_dir.parents) if place.exists())
    usage = shutil.disk_usage(folder)
    used = 1 - usage.free / usage.total
    said = _("已用 {used:.0%}，剩 {free:.1f} GB").format(used=used, free=usage.free / 1e9)
    if used < DISK_WARNS:
        return good(said)
    return Finding("bad" if used >= DISK_FAILS else "warning", _("{said}。请清理或扩容").format(said=said))


@check(N_("时钟"))
async def check_clock(ground: Ground) -> Finding:
    """The machine and the database agree on the time; dates come from the database alone."""
    skew = abs(time.time() - await seconds_since_1970(ground.app))
    said = _("本机与数据库相差 {skew:.1f} 秒").format(skew=skew)
    if skew < SKEW_WARNS:
        return good(said)
    return Finding("bad" if skew >= SKEW_FAILS else "warning", _("{said}。请打开时间同步（NTP）").format(said=said))


@check(N_("时区资料"))
async def check_time_zones(ground: Ground) -> Finding:
    """Both sides know that Shanghai had summer time; staff are born in those years."""
    theirs = await hour_in_a_shanghai_summer(ground.app)
    ours = datetime(1988, 7, 1, tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Asia/Shanghai")).hour
    if (ours, theirs) == (9, 9):
        return good("Asia/Shanghai")
    return Finding("bad", _("时区资料不完整，历史日期会算错。请安装 tzdata"))


@check(N_("网页地址"))
async def check_address(ground: Ground) -> Finding:
    """What others can reach is reached over https."""
    chosen = ground.settings
    if chosen.host in {"127.0.0.1", "::1", "localhost"} or (chosen.public_url or "").startswith("https://"):
        return good(chosen.public_url or f"http://{chosen.host}:{chosen.port}")
    return Finding(
        "warning", _("{host} 对外开放但没有 https。请配置反向代理并设置 PUBLIC_URL=").format(host=chosen.host)
    )


@check(N_("备份"))
async def check_backups(ground: Ground) -> Finding:
    """The last backup is not older than a day; without an archive that is all one can go back to."""
    backups = sorted((ground.settings.data_dir / "backups").glob("*.dump"), key=lambda file: file.stat().st_mtime)
    if not backups:
        return Finding("warning", _("还没有备份。请执行 make backup，并把文件存到别的机器"))
    hours = (time.time() - backups[-1].stat().st_mtime) / 3600
    said = _("最近一次在 {hours:.0f} 小时前：{file}").format(hours=hours, file=backups[-1])
    return good(said) if hours < 24 else Finding("warning", _("{said}。请再备份一次").format(said=said))


def _is_open(file: Path) -> bool:
    state = file.stat()
    return bool(state.st_mode & (stat.S_IRWXG | stat.S_IRWXO)) or state.st_uid not in {0, os.geteuid()}
