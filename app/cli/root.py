"""What all commands share: where they are listed, how they run, how they say that something went wrong.

Exit codes: 0 done, 1 refused or failed, 2 wrong usage (the parser's own), 3 a ledger has rows in error.
"""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from socket import gaierror
from typing import Any, TypeVar

import typer
from asyncpg import PostgresError
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from app.core.crypto import KeyFileMissing
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.postgres.trouble import DatabaseTrouble

FAILED, ROW_ERRORS = 1, 3

root = typer.Typer(
    name="app",
    help="颐养 Yiyang：养老机构运营管理系统",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
command = root.command

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T], *, loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None) -> T:
    """Do a command's work; a refusal is one sentence on stderr and exit code 1, never a traceback."""
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            return runner.run(_ending_well(work))
    except (DatabaseTrouble, DomainError) as refusal:
        complain(str(refusal))
    except KeyFileMissing as missing:
        complain(
            _("找不到密钥文件 {path}，没有它就打不开已加密的资料。请从保管处取回，或用 KEY_FILE= 指明位置").format(
                path=missing
            )
        )
    except ValidationError as wrong:
        complain(_settings_sentence(wrong))
    except (DBAPIError, PostgresError) as refusal:
        complain(_("数据库没有接受这一步：{reason}").format(reason=_kind_of(refusal)))
    except (ConnectionError, gaierror, TimeoutError) as refusal:
        complain(_("连不上数据库：{reason}。请核对地址，并确认数据库在运行").format(reason=refusal))
    except (KeyboardInterrupt, asyncio.CancelledError):
        complain(_("已中断"))
    raise typer.Exit(FAILED)


def complain(sentence: str) -> None:
    """Say on stderr what is wrong."""
    sys.stdout.flush()
    typer.echo(sentence, err=True)


async def _ending_well(work: Coroutine[Any, Any, T]) -> T:
    """Let SIGTERM end the work as Ctrl-C does: contexts are left in order, so a server we started is stopped."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await work


def _kind_of(refusal: BaseException) -> str:
    """The name of what the database said; its text may hold a person's data and stays out of sight."""
    inner = getattr(refusal, "orig", None) or refusal
    return type(inner.__cause__ or inner).__name__


def _settings_sentence(wrong: ValidationError) -> str:
    names = _("、").join(str(error["loc"][0]).upper() for error in wrong.errors() if error["loc"])
    return _("设置有误：{names}。{reason}").format(names=names, reason=wrong.errors()[0]["msg"])
