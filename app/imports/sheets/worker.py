"""The limited child: `python -m app.imports.sheets.worker MEMORY CPU WALL FILE`, a request in, an answer out.

It reads one frame from its standard input and writes one to its standard output (length, JSON, raw bytes), holds
no secret (its environment is empty), opens no network, and dies alone if a file is worse than it looks.
"""

import contextlib
import resource
import signal
import struct
import sys
from importlib import import_module
from typing import Any

import orjson

from app.imports.sheets.limits import MAX_BYTES, Refusal

__all__ = ["frame", "unframe"]

Answer = tuple[dict[str, Any], bytes]


def frame(head: dict[str, Any], data: bytes = b"") -> bytes:
    """Put a JSON head and raw bytes into one frame."""
    packed = orjson.dumps(head)
    return struct.pack("<I", len(packed)) + packed + data


def unframe(framed: bytes) -> Answer:
    """Take a frame apart."""
    size = struct.unpack_from("<I", framed)[0]
    return orjson.loads(framed[4 : 4 + size]), framed[4 + size :]


def _limit(memory: int, cpu_seconds: int, wall_seconds: int, file_size: int) -> None:
    # macOS knows no limit of address space and says so by ValueError; time and files are limited there all the same.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(wall_seconds)


# Each piece of work is imported only when asked for: the reader need not carry the writer's memory.
_WORK = {"read": "app.imports.sheets.reader", "annotate": "app.imports.sheets.writer"}


def _answer(framed: bytes) -> bytes:
    try:
        head, data = unframe(framed)
        return frame(*import_module(_WORK[head["work"]]).work(head, data))
    except Refusal as refusal:
        return frame({"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        return frame({"refused": "too_heavy", "facts": {}})
    except BaseException as error:  # a panic of the reader is none of Exception; the parent says and logs it
        return frame({"refused": "damaged", "facts": {}, "crash": type(error).__name__})


def main() -> None:
    """Limit this process first, then read, work and answer."""
    _limit(*map(int, sys.argv[1:5]))
    framed = sys.stdin.buffer.read(2 * MAX_BYTES + (64 << 20))
    sys.stdout.buffer.write(_answer(framed))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
