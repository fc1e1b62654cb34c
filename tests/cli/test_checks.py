"""What `check` finds: each check once well and once with its fault planted."""

from collections import namedtuple
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from app.cli import checks
from app.cli.checks import Ground
from app.core.postgres.urls import Urls
from app.core.settings import Settings

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
async def ground(urls: Urls, tmp_path: Path) -> AsyncIterator[Ground]:
    """Give the settings of an empty folder and a connection of the web role."""
    engine = create_async_engine(urls.app, poolclass=NullPool)
    async with engine.connect() as connection:
        yield Ground(Settings(data_dir=tmp_path), urls, connection)


@pytest.fixture
async def owner(urls: Urls) -> AsyncIterator[AsyncConnection]:
    """Give a connection of the owner whose changes are undone."""
    assert urls.owner is not None
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with engine.connect() as connection:
        yield connection
        await connection.rollback()


def resettled(ground: Ground, **changes: object) -> Ground:
    return Ground(ground.settings.model_copy(update=changes), ground.urls, ground.app)


@pytest.mark.parametrize(
    "name", ["check_server", "check_migrations", "check_row_security", "check_audit", "check_clock", "check_time_zones"]
)
async def test_a_fresh_database_passes(ground: Ground, name: str) -> None:
    finding = await getattr(checks, name)(ground)
    assert (finding.state, finding.said) == ("good", finding.said)


async def test_a_role_that_is_too_strong_is_bad(ground: Ground, owner: AsyncConnection) -> None:
    assert (await checks.check_server(Ground(ground.settings, ground.urls, owner))).state == "bad"


async def test_an_older_revision_is_bad(ground: Ground, owner: AsyncConnection) -> None:
    await owner.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    finding = await checks.check_migrations(Ground(ground.settings, ground.urls, owner))
    assert finding.state == "bad"
    assert "0000" in finding.said


async def test_a_table_without_row_security_is_named(ground: Ground, owner: AsyncConnection) -> None:
    await owner.execute(text("CREATE TABLE left_open (county int)"))
    finding = await checks.check_row_security(Ground(ground.settings, ground.urls, owner))
    assert finding.state == "bad"
    assert "left_open" in finding.said


async def test_an_audit_that_can_be_rewritten_is_bad(ground: Ground, owner: AsyncConnection) -> None:
    finding = await checks.check_audit(Ground(ground.settings, ground.urls, owner))
    assert finding.state == "bad"
    assert "audit_entries" in finding.said


async def test_the_key_file_must_be_there_and_private(ground: Ground) -> None:
    key = ground.settings.key_file
    assert (await checks.check_key_file(ground)).state == "bad"
    key.parent.mkdir()
    key.touch(mode=0o600)
    assert (await checks.check_key_file(ground)).state == "good"
    key.chmod(0o644)
    assert "chmod 600" in (await checks.check_key_file(ground)).said


@pytest.mark.parametrize(("used", "state"), [(10, "good"), (91, "warning"), (98, "bad")])
async def test_a_disk_that_fills_up_is_told(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, used: int, state: str
) -> None:
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _folder: Usage(100, used, 100 - used))
    assert (await checks.check_disk(ground)).state == state


@pytest.mark.parametrize(("ahead", "state"), [(0, "good"), (5, "warning"), (3600, "bad")])
async def test_a_clock_that_is_off_is_told(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, ahead: int, state: str
) -> None:
    present = checks.time.time
    monkeypatch.setattr(checks.time, "time", lambda: present() + ahead)
    assert (await checks.check_clock(ground)).state == state


@pytest.mark.parametrize(
    ("host", "address", "state"),
    [
        ("127.0.0.1", None, "good"),
        ("0.0.0.0", None, "warning"),
        ("0.0.0.0", "http://y.example", "warning"),
        ("0.0.0.0", "https://y.example", "good"),
    ],
)
async def test_what_others_reach_wants_https(ground: Ground, host: str, address: str | None, state: str) -> None:
    assert (await checks.check_address(resettled(ground, host=host, public_url=address))).state == state


async def test_no_backup_is_a_warning(ground: Ground) -> None:
    assert (await checks.check_backups(ground)).state == "warning"
    folder = ground.settings.data_dir / "backups"
    folder.mkdir()
    (folder / "yiyang.dump").touch()
    assert (await checks.check_backups(ground)).state == "good"


def test_every_check_is_on_the_list() -> None:
    assert len(checks.CHECKS) == len([name for name in vars(checks) if name.startswith("check_")])
