"""What a person can be told about the waitlist."""

from app.waitlist.errors.refusals import (
    AlreadyLinked,
    AskedTwice,
    Banned,
    CountyNotFound,
    EntryNotFound,
    EntryRefused,
    FaultyPolicy,
    NoGround,
    NotByThisStep,
    PlacementInstead,
    PolicyNotFound,
    SamePerson,
    SwitchNotFound,
)
from app.waitlist.errors.sentences import SENTENCES

__all__ = [
    "SENTENCES", "AlreadyLinked", "AskedTwice", "Banned", "CountyNotFound", "EntryNotFound", "EntryRefused",
    "FaultyPolicy", "NoGround", "NotByThisStep", "PlacementInstead", "PolicyNotFound", "SamePerson", "SwitchNotFound",
]  # fmt: skip
