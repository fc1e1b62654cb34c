"""Every change of admissions; the storeys above call what stands here."""

from app.admissions.rules.actions import ACTIONS as ACTIONS
from app.admissions.service.agreements import sign_agreement, write_agreement
from app.admissions.service.beds import choose_bed
from app.admissions.service.consents import answer_consents, withdraw_consent
from app.admissions.service.keeping import keep_care, keep_diet, keep_health_check, settle_identity
from app.admissions.service.moving_in import admit
from app.admissions.service.opening import change_terms, give_up_admission, open_admission
from app.admissions.service.tasks import block_task, complete_task, keep_draft, reopen_task, waive_task

__all__ = [
    "admit",
    "answer_consents",
    "block_task",
    "change_terms",
    "choose_bed",
    "complete_task",
    "give_up_admission",
    "keep_care",
    "keep_diet",
    "keep_draft",
    "keep_health_check",
    "open_admission",
    "reopen_task",
    "settle_identity",
    "sign_agreement",
    "waive_task",
    "withdraw_consent",
    "write_agreement",
]
