"""From what the database says of a token to an actor with permissions from the one table."""

from datetime import datetime
from typing import Any

from app.accounts.rules import Profile, Role, is_due_for_change, permissions_of
from app.core.actor import Actor, Grant
from app.core.settings import settings

__all__ = ["actor_from", "profile"]


def profile() -> Profile:
    """Give the password profile this system runs under."""
    return Profile(settings().password_profile)


def actor_from(facts: dict[str, Any], at: datetime) -> Actor:
    """Build the actor; a role that this version does not know gives no permission."""
    changed = facts.get("password_changed_at")
    changed_at = datetime.fromisoformat(changed) if changed else None
    return Actor(
        user_id=facts["user_id"],
        sign_in_id=facts["sign_in_id"],
        name=facts["name"],
        username=facts["username"],
        purpose=facts["purpose"],
        text_size=facts["text_size"],
        locale=facts["locale"],
        must_change_password=facts["must_change_password"] or is_due_for_change(changed_at, at, profile()),
        grants=tuple(_grant(each) for each in facts["grants"]),
    )


def _grant(each: dict[str, Any]) -> Grant:
    known = each["role"] in Role._value2member_map_
    permissions = permissions_of(each["role"]) if known else frozenset[str]()
    return Grant(each["role"], permissions, each["region"], each["institution_id"])
