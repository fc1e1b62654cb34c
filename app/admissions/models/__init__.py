"""Tables of admissions and of what is kept of a person while they come in."""

from app.admissions.models.admissions import Admission, AdmissionTask
from app.admissions.models.agreements import ServiceAgreement
from app.admissions.models.consents import Consent
from app.admissions.models.health import FirstNeed, HealthCheck

__all__ = ["Admission", "AdmissionTask", "Consent", "FirstNeed", "HealthCheck", "ServiceAgreement"]
