"""Whether a policy holds together: each fault is said with the key it stands under, so that a person finds it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.waitlist.rules.answers import RefusalReason
from app.waitlist.rules.conditions import condition_faults
from app.waitlist.rules.policy import LAST_KEYS, Key, Policy

__all__ = ["policy_faults"]


def policy_faults(policy: Policy) -> list[str]:
    """List what does not hold together, each with the key it stands under; empty for a policy that may be used."""
    return [
        *_faults_of_tiers(policy),
        *condition_faults("outside", policy.outside),
        *_faults_of_keys(policy),
        *_faults_of_numbers(policy),
    ]


def _faults_of_tiers(policy: Policy) -> Iterator[str]:
    numbers = [tier.number for tier in policy.tiers]
    yield from (f"tiers.{number}: stands twice" for number, times in Counter(numbers).items() if times > 1)
    if numbers != sorted(numbers):
        yield "tiers: not in the order of their numbers"
    for tier in policy.tiers:
        if not tier.title.strip():
            yield f"tiers.{tier.number}.title: is empty"
        if not 0 < tier.number < MANY:
            yield f"tiers.{tier.number}.number: not from 1 to {MANY - 1}"
        yield from condition_faults(f"tiers.{tier.number}.when", tier.when)
    yield from _faults_of_the_last(policy)


def _faults_of_the_last(policy: Policy) -> Iterator[str]:
    if not policy.tiers:
        yield "tiers: no tiers"
        return
    *before, last = policy.tiers
    if last.when != "anyone":
        yield f"tiers.{last.number}.when: the last tier must take anyone, or somebody would have no place"
    for tier in before:
        if tier.when == "anyone":
            yield f"tiers.{tier.number}.when: takes anyone, so the tiers behind it would stay empty"


def _faults_of_keys(policy: Policy) -> Iterator[str]:
    if policy.keys[-2:] != LAST_KEYS:
        yield "keys: must end with accepted_at, receipt_no"
    for key in Key:
        if policy.keys.count(key) > 1:
            yield f"keys.{key}: stands twice"


MANY = 100
_RANGES: dict[str, tuple[int, int]] = {
    "disabled_from_level": (1, 4), "nursing_from_level": (1, 4), "min_age": (0, 120), "max_wishes": (1, 3),
    "check_working_days": (1, 60), "confirm_months": (1, 36), "defer_max_months": (1, 36), "recheck_share": (0, 100),
    "sex_change_days": (0, 365), "explain_working_days": (1, 60), "offer.working_days": (1, 60),
    "offer.attempts": (1, 10), "offer.admission_working_days": (1, 60), "refusal.free": (0, 9),
    "refusal.exits": (0, 9), "refusal.window_months": (1, 60), "refusal.ban_months": (0, 60),
    "objection.working_days": (1, 60),
}  # fmt: skip


def _faults_of_numbers(policy: Policy) -> Iterator[str]:
    for key, (least, most) in _RANGES.items():
        value: Any = policy
        for step in key.split("."):
            value = getattr(value, step)
        if not least <= value <= most:
            yield f"{key}: {value}, but it must be from {least} to {most}"
    if RefusalReason.NOT_REACHED in policy.refusal.justified:
        yield "refusal.justified: not_reached is a lapse and never a justified refusal"
    if not policy.source.strip():
        yield "source: is empty"
