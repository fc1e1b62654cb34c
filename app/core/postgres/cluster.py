"""The files of the embedded server: how a cluster is made, with which settings it runs, what its pid file says."""

import os
import re
import shlex
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.core.i18n import N_
from app.core.postgres.account import Account
from app.core.postgres.passwords import private_file
from app.core.postgres.trouble import DatabaseTrouble

SUPERUSER = "postgres"
SOCKET_PATH_LIMIT = 100
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    # An ID number must not reach the log by way of an error: neither the row, nor the statement, nor its parameters.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
    "log_checkpoints": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_connections": "60",
}
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "max_connections": "120"}


@dataclass(frozen=True)
class Postmaster:
    """A server as its pid file describes it; the process may be long gone."""

    pid: int
    started: str
    socket_folder: Path

    @property
    def name(self) -> str:
        """Tells this run of the server from any other, also when a pid is used again."""
        return f"{self.pid}@{self.started}"


def read_postmaster(cluster: Path) -> Postmaster | None:
    """What stands in the pid file, if it is there and whole."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), lines[2], Path(lines[4]))
    except (OSError, IndexError, ValueError):
        return None


def create_cluster(cluster: Path, programs: Path, account: Account, sockets: Path, password: str) -> None:
    """Make a new cluster beside its place and move it there when it is whole."""
    unfinished = cluster.with_name(f"{cluster.name}.new")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    password_file = sockets / "password"
    password_file.unlink(missing_ok=True)
    private_file(password_file, password)
    for path in (unfinished, password_file):
        os.chown(path, account.uid, account.gid)
    try:
        # Code-point order and Unicode letters: pg_trgm sees no Chinese under LC_CTYPE=C.
        locale = "--lc-ctype=en_US.UTF-8" if sys.platform == "darwin" else "--lc-ctype=C.UTF-8"
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        done = account.run(
            programs / "initdb", "-D", unfinished, f"--username={SUPERUSER}", "--auth=scram-sha-256",
            f"--pwfile={password_file}", "--encoding=UTF8", "--locale=C.UTF-8", locale, "--data-checksums",
            "--no-instructions", *settings,
        )  # fmt: skip
    finally:
        password_file.unlink()
    if done.returncode != 0:
        raise DatabaseTrouble(N_("没能建立数据库：{reason}"), reason=(done.stderr or done.stdout).strip()[-800:])
    unfinished.rename(cluster)


def start_options(sockets: Path, *, durable: bool) -> str:
    """The settings as words for pg_ctl, said at every start so that an old cluster follows the present code."""
    settings = SETTINGS | ({} if durable else THROW_AWAY) | {"unix_socket_directories": str(sockets)}
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())


def socket_folder(earlier: Path | None, account: Account) -> Path:
    """A private folder with a short path: the one of the server's last run if it is still ours, else a new one."""
    if earlier is not None and _is_private(earlier, account):
        return earlier
    for base in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):  # noqa: S108  (mkdtemp makes it private)
        longest = Path(base) / "yiyang-12345678" / ".s.PGSQL.5432.lock"
        usable = os.access(base, os.W_OK | os.X_OK) and account.can_enter(Path(base))
        if usable and len(os.fsencode(longest)) < SOCKET_PATH_LIMIT:
            folder = Path(tempfile.mkdtemp(prefix="yiyang-", dir=base))
            os.chown(folder, account.uid, account.gid)
            return folder
    raise DatabaseTrouble(N_("没有可用的临时目录。请用 TMPDIR= 指定一个路径较短、普通用户可以进入的目录"))


def check_major_version(cluster: Path, programs: Path, account: Account) -> None:
    """Refuse a cluster of another major version before the server does so in its log."""
    ours = re.search(r"(\d+)", account.run(programs / "postgres", "--version").stdout)
    theirs = (cluster / "PG_VERSION").read_text().strip()
    if ours is None or ours[1] != theirs:
        raise DatabaseTrouble(
            N_("数据由 PostgreSQL {theirs} 建立，本版自带 {ours}。请用原来的版本 make backup，再到新目录 make restore"),
            theirs=theirs,
            ours=ours[1] if ours else "?",
        )


def _is_private(folder: Path, account: Account) -> bool:
    try:
        state = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and state.st_uid == account.uid and state.st_mode & 0o077 == 0
