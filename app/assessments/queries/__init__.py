"""Every look at assessments; the scope is the first argument after the session. Whoever sees the file sees them."""

from app.assessments.queries.assessments import (
    answers_of,
    assessment_of,
    by_visit,
    drafts_of,
    history_of,
    newest_signed,
)
from app.assessments.queries.comparing import comparison
from app.assessments.queries.due import due, open_triggers, tell_residents
from app.assessments.queries.levels import current_levels, selfcare_of
from app.assessments.queries.opened import SignatureLine, image_of, note_of, particulars_of, signatures_of, told_to_of
from app.assessments.queries.risks import newest_risks, risk_of, risks_of
from app.assessments.queries.rulings import RulingLine, get_ruling, rulings_of, rulings_on, scale_under

__all__ = [
    "RulingLine", "SignatureLine", "answers_of", "assessment_of", "by_visit", "comparison", "current_levels", "drafts_of",
    "due", "get_ruling", "history_of", "image_of", "newest_risks", "newest_signed", "note_of", "open_triggers",
    "particulars_of", "risk_of", "risks_of", "rulings_of", "rulings_on", "scale_under", "selfcare_of", "signatures_of",
    "tell_residents", "told_to_of",
]  # fmt: skip
