"""Running one piece of work in the limited child: started, fed, listened to, and ended whatever happens."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from app.core.log import log
from app.imports.errors import LedgerRefused
from app.imports.sheets.limits import Allowance
from app.imports.sheets.worker import frame, unframe

__all__ = ["run_limited"]

_ROOT = Path(__file__).resolve().parents[3]
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL}


async def run_limited(head: dict[str, Any], data: bytes, allowance: Allowance) -> tuple[dict[str, Any], bytes]:
    """Let a fresh process do the work within its allowance; a refusal of the file is raised as one.

    A new interpreter, not a fork: a fork would carry the web process's memory, sockets and keys into the child.
    """
    limits = (allowance.memory, allowance.cpu_seconds, allowance.wall_seconds, allowance.answer)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-s", "-m", "app.imports.sheets.worker", *map(str, limits),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=_ENVIRONMENT, cwd=_ROOT, start_new_session=True, limit=1 << 20,
    )  # fmt: skip
    try:
        async with asyncio.timeout(allowance.wall_seconds):
            answer = await _exchange(process, await asyncio.to_thread(frame, head, data), allowance.answer)
            code = await process.wait()
    except TimeoutError as error:
        raise LedgerRefused("too_slow") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return await asyncio.to_thread(_judge, code, answer)


async def _exchange(process: asyncio.subprocess.Process, request: bytes, most: int) -> bytes:
    feeding = asyncio.create_task(_feed(process, request))
    try:
        return await _listen(process, most)
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)


async def _feed(process: asyncio.subprocess.Process, request: bytes) -> None:
    """Write the request; a child that has already died has said so by its exit."""
    if process.stdin:
        process.stdin.write(request)
        await process.stdin.drain()
        process.stdin.close()


async def _listen(process: asyncio.subprocess.Process, most: int) -> bytes:
    """Read the answer, and no more than was allowed: the child is not trusted."""
    chunks: list[bytes] = []
    size = 0
    while process.stdout and (chunk := await process.stdout.read(1 << 20)):
        chunks.append(chunk)
        size += len(chunk)
        if size > most:
            raise LedgerRefused("too_heavy")
    return b"".join(chunks)


def _judge(code: int, answer: bytes) -> tuple[dict[str, Any], bytes]:
    if code in _OUT_OF_TIME:
        raise LedgerRefused("too_slow")
    if code or not answer:
        raise LedgerRefused("too_heavy")
    head, data = unframe(answer)
    if head.get("crash"):
        log().warning("imports.child_crashed", error=head["crash"])
    if "refused" in head:
        raise LedgerRefused(head["refused"], **head["facts"])
    return head, data
