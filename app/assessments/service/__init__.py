"""Every change of assessments, reminders, rulings and the nine risks; the storeys above call what stands here."""

from app.assessments.rules.actions import ACTIONS as ACTIONS
from app.assessments.service.answering import save_answers
from app.assessments.service.deciding import decide_selfcare
from app.assessments.service.disputing import dispute
from app.assessments.service.risks import assess_risks, tell_risks, void_risks
from app.assessments.service.ruling import rule_scale, void_scale_ruling
from app.assessments.service.scoring import reopen, score_assessment
from app.assessments.service.signing import sign
from app.assessments.service.starting import start
from app.assessments.service.triggering import dismiss_trigger, raise_trigger, take_trigger_back, trigger
from app.assessments.service.voiding import void

__all__ = [
    "assess_risks", "decide_selfcare", "dismiss_trigger", "dispute", "raise_trigger", "reopen", "rule_scale",
    "save_answers", "score_assessment", "sign", "start", "take_trigger_back", "tell_risks", "trigger", "void", "void_risks",
    "void_scale_ruling",
]  # fmt: skip
