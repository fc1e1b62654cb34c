"""Which user of the machine runs the server: ourselves, or an unprivileged one when we are root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.i18n import N_
from app.core.postgres.trouble import DatabaseTrouble

# A user of our own if the operator made one, else one that a machine with PostgreSQL or none at all has anyway.
CANDIDATES = ("yiyang", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the machine, and how to become it for one command."""

    uid: int
    gid: int

    @property
    def is_another(self) -> bool:
        """Whether commands must change their user first."""
        return self.uid != os.geteuid()

    def run(self, *command: str | Path, **options: Any) -> "subprocess.CompletedProcess[str]":
        """Run a command as this user, in a session of its own so that Ctrl-C does not reach it."""
        becoming: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_another else {}
        return subprocess.run(  # noqa: S603  (our own binaries, no shell)
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            check=False,
            **becoming,
            **options,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may go through every folder down to this one."""
        if not self.is_another:
            return os.access(folder, os.X_OK)
        return self.run("/bin/sh", "-c", 'test -x "$1"', "sh", folder).returncode == 0


def clean_environment() -> dict[str, str]:
    """The environment without what would steer PostgreSQL's programs, with time enough for a long recovery."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"PGCTLTIMEOUT": "600", "LANG": "C", "LC_ALL": "C"}


def server_account(cluster: Path) -> Account:
    """The owner of the cluster that is there already, else ourselves, else the first unprivileged user known here."""
    if cluster.exists():
        owner = cluster.stat()
        _must_be_ours(cluster, owner.st_uid)
        return Account(owner.st_uid, owner.st_gid)
    if os.geteuid() != 0:
        _must_have_a_name(os.geteuid())
        return Account(os.geteuid(), os.getegid())
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise DatabaseTrouble(N_("root 不能直接运行数据库，本机又没有普通用户可用。请先执行 useradd --system yiyang"))


def _must_be_ours(cluster: Path, uid: int) -> None:
    if uid == 0:
        raise DatabaseTrouble(N_("{folder} 属于 root，数据库不能以 root 运行。请用 chown 交给普通用户"), folder=cluster)
    if os.geteuid() not in (0, uid):
        raise DatabaseTrouble(
            N_("{folder} 属于另一个用户。请用原来的用户运行，或用 DATA_DIR= 换一个目录"), folder=cluster
        )


def _must_have_a_name(uid: int) -> None:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseTrouble(
            N_("用户编号 {uid} 在本机没有名字，数据库不能以它运行。请换一个用户，或用 DATABASE_URL= 指定数据库"),
            uid=uid,
        ) from None
