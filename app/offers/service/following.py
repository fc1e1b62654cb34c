"""What followed an offer that came to nothing, as the offer keeps it."""

from typing import Any

from app.waitlist.rules.refusals import Consequence

__all__ = ["consequence_json"]


def consequence_json(follows: Consequence) -> dict[str, Any]:
    """Freeze what the rules made of a refusal or a lapse, with the numbers it rests on."""
    until = follows.banned_until
    return {
        "outcome": follows.outcome.value, "kept_before": follows.kept_before, "exits": follows.exits,
        "banned_until": until.isoformat() if until else None,
    }  # fmt: skip
