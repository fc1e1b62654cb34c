"""Tables of assessments."""

from app.assessments.models.around import AssessmentTrigger, RiskAssessment, ScaleRuling
from app.assessments.models.assessments import Assessment, AssessmentAnswer, AssessmentSignature

__all__ = [
    "Assessment", "AssessmentAnswer", "AssessmentSignature", "AssessmentTrigger", "RiskAssessment", "ScaleRuling",
]  # fmt: skip
