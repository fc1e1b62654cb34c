"""Reading preset files: what does not fit is said with the file and the key, and nothing starts."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.waitlist.rules.policy import Policy, policy_from
from app.waitlist.rules.policy_faults import policy_faults

__all__ = ["FaultyPreset", "read_policy", "read_preset", "read_presets"]


class FaultyPreset(ValueError):
    """A preset that cannot be used; each fault names the file and the key."""

    def __init__(self, file: str, faults: Iterable[str]) -> None:
        """Put the faults together, one a line."""
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{file}: {fault}" for fault in self.faults))


def read_presets(folder: Path) -> Mapping[str, Policy]:
    """Read every preset of a folder, by its code; the file has the code for its name."""
    found = {path.stem: read_preset(path.name, path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}
    if "default" not in found:
        raise FaultyPreset(str(folder), ["no default.toml"])
    return found


def read_preset(file: str, text: str) -> Policy:
    """Read and check one preset from the text of its file."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise FaultyPreset(file, [str(wrong)]) from wrong
    policy, faults = read_policy(told)
    if policy is not None and policy.code != file.removesuffix(".toml"):
        faults.insert(0, f"code: {policy.code}, but the file is {file}")
    if policy is None or faults:
        raise FaultyPreset(file, faults)
    return policy


def read_policy(told: Mapping[str, Any]) -> tuple[Policy | None, list[str]]:
    """Read rules from data and list their faults by key; None where they are no policy at all."""
    try:
        policy = policy_from(told)
    except ValidationError as wrong:
        return None, [f"{_key(told, error['loc'])}: {error['msg']}" for error in wrong.errors()]
    faults = policy_faults(policy)
    keys = {mark.key for mark in policy.unverified}
    return policy, faults + [f"unverified.{key}: the policy has no such key" for key in keys if not _has(policy, key)]


def _has(policy: Policy, key: str) -> bool:
    """Whether a mark 来源待核 stands on something: `tiers.4` is the tier of that number, else fields by name."""
    head, _dot, rest = key.partition(".")
    if head == "tiers" and rest:
        return any(str(tier.number) == rest for tier in policy.tiers)
    here: Any = getattr(policy, head, None)
    return here is not None and (not rest or hasattr(here, rest))


def _key(told: Mapping[str, Any], place: tuple[int | str, ...]) -> str:
    """Write a place as a person finds it: a tier by its number, anything else in a list by its place from 1."""
    here: Any = told
    words: list[str] = []
    for each in place:
        try:
            here = here[each]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(each, int):
            number = here.get("number") if isinstance(here, dict) else None
            words.append(str(number or each + 1))
        else:
            words.append(each)
    return ".".join(words)
