"""Every change of stays, leaves, discharges and transfers; the storeys above call what stands here."""

from app.stays.rules.leave_actions import LEAVE_ACTIONS as LEAVE_ACTIONS
from app.stays.rules.stay_actions import STAY_ACTIONS as STAY_ACTIONS
from app.stays.service.admitting import admit, admit_by_name, begin_stay, record_past_stay
from app.stays.service.answering import (
    accept_transfer,
    approve_transfer,
    decline_transfer,
    may_complete,
    refuse_transfer,
)
from app.stays.service.consenting import settle_couples as settle_couples
from app.stays.service.correcting import correct_stay, void_stay
from app.stays.service.discharging import discharge, plan_discharge
from app.stays.service.ending import end_stay, reopen_stay
from app.stays.service.handing_over import approve_and_complete, complete_transfer
from app.stays.service.leaving import start_leave
from app.stays.service.merging import merge_elders, unmerge_elders
from app.stays.service.moving import exchange_beds, move_to_bed
from app.stays.service.privates import give_up_private_beds, take_private_beds
from app.stays.service.returning import change_leave, record_return, turn_into_hospital, undo_return, void_leave
from app.stays.service.settling import settle_task, undo_discharge
from app.stays.service.terms import change_terms, void_terms
from app.stays.service.transferring import ask_transfer, needs_of, withdraw_transfer

__all__ = [
    "accept_transfer",
    "admit",
    "admit_by_name",
    "approve_and_complete",
    "approve_transfer",
    "ask_transfer",
    "begin_stay",
    "change_leave",
    "change_terms",
    "complete_transfer",
    "correct_stay",
    "decline_transfer",
    "discharge",
    "end_stay",
    "exchange_beds",
    "give_up_private_beds",
    "may_complete",
    "merge_elders",
    "move_to_bed",
    "needs_of",
    "plan_discharge",
    "record_past_stay",
    "record_return",
    "refuse_transfer",
    "reopen_stay",
    "settle_task",
    "start_leave",
    "take_private_beds",
    "turn_into_hospital",
    "undo_discharge",
    "undo_return",
    "unmerge_elders",
    "void_leave",
    "void_stay",
    "void_terms",
    "withdraw_transfer",
]
