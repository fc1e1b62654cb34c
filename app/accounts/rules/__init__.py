"""Roles and what they may do, passwords, one-time codes, sign-ins and the throttle: pure rules of plain values."""

from app.accounts.rules.actions import ACTIONS
from app.accounts.rules.codes import CODE_HOURS, code_from, looks_like_code, plain_code, shown_code
from app.accounts.rules.devices import device_label
from app.accounts.rules.passwords import Profile, is_due_for_change, password_fault
from app.accounts.rules.roles import (
    BUREAU_ROLES,
    PERMISSIONS,
    Reach,
    Role,
    grant_fault,
    permissions_of,
    reaches,
    roles_with_reach,
)
from app.accounts.rules.sign_ins import (
    ABSOLUTE_HOURS,
    MAX_LIVE_SIGN_INS,
    EndedWhy,
    Language,
    Outcome,
    TextSize,
    idle_minutes,
    name_fault,
    plain_name,
    plain_username,
    username_fault,
)
from app.accounts.rules.throttle import Tally, Verdict, throttle, tries_left

__all__ = [
    "ABSOLUTE_HOURS",
    "ACTIONS",
    "BUREAU_ROLES",
    "CODE_HOURS",
    "MAX_LIVE_SIGN_INS",
    "PERMISSIONS",
    "EndedWhy",
    "Language",
    "Outcome",
    "Profile",
    "Reach",
    "Role",
    "Tally",
    "TextSize",
    "Verdict",
    "code_from",
    "device_label",
    "grant_fault",
    "idle_minutes",
    "is_due_for_change",
    "looks_like_code",
    "name_fault",
    "password_fault",
    "permissions_of",
    "plain_code",
    "plain_name",
    "plain_username",
    "reaches",
    "roles_with_reach",
    "shown_code",
    "throttle",
    "tries_left",
    "username_fault",
]
