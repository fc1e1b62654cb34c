"""Tables of the waitlist."""

from app.waitlist.models.entries import WaitlistEntry, WaitlistEvent, WaitlistReceipt
from app.waitlist.models.evidence import WaitlistCheck, WaitlistCircumstance
from app.waitlist.models.intakes import WaitlistIntake
from app.waitlist.models.notices import WaitlistNotice
from app.waitlist.models.policies import WaitlistPolicy, WaitlistSwitch
from app.waitlist.models.published import PublishedList, WaitlistCount

__all__ = [
    "PublishedList", "WaitlistCheck", "WaitlistCircumstance", "WaitlistCount", "WaitlistEntry", "WaitlistEvent",
    "WaitlistIntake", "WaitlistNotice", "WaitlistPolicy", "WaitlistReceipt", "WaitlistSwitch",
]  # fmt: skip
