"""Passwords that no person chooses: made once, kept in files that only their user can read."""

import os
import secrets
from pathlib import Path


def kept_password(folder: Path, name: str) -> str:
    """The password of this name; made at the first call and the same ever after."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / name
    if not file.exists():
        _keep(file, secrets.token_urlsafe(24))
    return file.read_text().strip()


def private_file(file: Path, content: str) -> None:
    """Write a new file that only this user can read; an existing one, or a link, is refused."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(content)


def _keep(file: Path, password: str) -> None:
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    private_file(unfinished, password)
    try:
        # A link appears whole or not at all, and of two processes only the first one's word stays.
        os.link(unfinished, file)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
