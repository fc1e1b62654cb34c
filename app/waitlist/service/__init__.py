"""Every change of the waitlist; the storeys above call what stands here."""

from app.waitlist.rules.actions import ACTIONS as ACTIONS
from app.waitlist.service.answering import (
    accept_offer,
    answer_no,
    finish_admission,
    note_offer,
    take_offer_back,
)
from app.waitlist.service.evidence import add_circumstance, verify_circumstance, void_circumstance
from app.waitlist.service.gating import refuse_without_ground as refuse_without_ground
from app.waitlist.service.intakes import HandedIn, read_intake, refuse_intake, take_intake
from app.waitlist.service.keeping import reread_changed, reread_entries
from app.waitlist.service.linking import link_entries, merge_entries, unlink_entry
from app.waitlist.service.overriding import approve_override, ask_override, end_override
from app.waitlist.service.policies import publish_policy, sound_policy, void_policy
from app.waitlist.service.publishing import enqueue_publishing
from app.waitlist.service.registering import Registered, register, renew_pin
from app.waitlist.service.reviewing import accept_into_list, backdate, refuse_entry, take_up, verify_check
from app.waitlist.service.saying import say
from app.waitlist.service.switching import switch_off, switch_on, void_switch
from app.waitlist.service.telling import note_policy, tell_family
from app.waitlist.service.waiting import (
    change_consent,
    change_contact,
    change_wishes,
    confirm_intention,
    defer,
    lift_ban,
    reinstate,
    remove,
    resume,
    withdraw,
)

__all__ = [
    "HandedIn", "Registered", "accept_into_list", "accept_offer", "add_circumstance", "answer_no", "approve_override",
    "ask_override", "backdate", "change_consent", "change_contact", "change_wishes", "confirm_intention",
    "defer", "end_override", "enqueue_publishing", "finish_admission", "lift_ban", "link_entries", "merge_entries",
    "note_offer", "note_policy", "publish_policy", "read_intake", "refuse_entry", "refuse_intake", "register",
    "reinstate", "remove", "renew_pin", "reread_changed", "reread_entries", "resume", "say", "sound_policy",
    "switch_off", "switch_on", "take_intake", "take_offer_back", "take_up", "tell_family", "unlink_entry",
    "verify_check", "verify_circumstance", "void_circumstance", "void_policy", "void_switch", "withdraw",
]  # fmt: skip
