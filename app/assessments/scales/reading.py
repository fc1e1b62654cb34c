"""Reading scale files: what does not fit is said with the file and the key, and nothing starts."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.assessments.rules.scale import Scale
from app.assessments.scales.checking import faults_of

__all__ = ["FaultyScale", "read_scale", "read_scales"]

_SCALE = TypeAdapter(Scale)


class FaultyScale(ValueError):
    """A scale file that cannot be used; each fault names the file and the key."""

    def __init__(self, file: str, faults: Iterable[str]) -> None:
        """Put the faults together, one a line."""
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{file}: {fault}" for fault in self.faults))


def read_scales(folder: Path) -> Mapping[str, Scale]:
    """Read every scale of a folder, by its code; the file has the code for its name."""
    found = {path.stem: read_scale(path.name, path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}
    if not found:
        raise FaultyScale(str(folder), ["no scale files"])
    return found


def read_scale(file: str, text: str) -> Scale:
    """Read and check one scale from the text of its file."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise FaultyScale(file, [str(wrong)]) from wrong
    if "rulings" in told:
        raise FaultyScale(file, ["rulings: a file has settings with defaults, rulings are made elsewhere"])
    try:
        scale = _SCALE.validate_python(told)
    except ValidationError as wrong:
        raise FaultyScale(file, [f"{_key(told, error['loc'])}: {error['msg']}" for error in wrong.errors()]) from wrong
    faults = faults_of(scale)
    if scale.code != file.removesuffix(".toml"):
        faults.insert(0, f"code: {scale.code}, but the file is {file}")
    if faults:
        raise FaultyScale(file, faults)
    return scale


def _key(told: Mapping[str, Any], place: tuple[int | str, ...]) -> str:
    """Write a place as a person finds it: tables that have a code are named by it, others by their number from 1."""
    here: Any = told
    words: list[str] = []
    for step in place:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            code = here.get("code") if isinstance(here, dict) else None
            words.append(str(code or step + 1))
        else:
            words.append(step)
    return ".".join(words)
