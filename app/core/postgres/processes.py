"""Whether a process is still there."""

import os
import time
from contextlib import suppress
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether this process runs; one that has ended and only waits to be buried does not."""
    with suppress(ChildProcessError):
        # In a container without init the orphans are ours to bury.
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def wait_until_gone(pid: int, *, seconds: float) -> bool:
    """Wait for a process to end, and tell whether it did in time."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
