"""Every look at admissions; the scope is the first argument after the session."""

from app.admissions.models import Admission, Consent, FirstNeed, HealthCheck, ServiceAgreement
from app.admissions.queries.cases import (
    AdmissionLine,
    admission_lines,
    get_admission,
    open_admission_of,
    tasks_of,
    waiting_offers,
    waiting_orders,
)
from app.admissions.queries.file import CaseFile, case_file
from app.admissions.queries.kept import (
    AgreementView,
    ConsentLine,
    agreement_of,
    check_of,
    consents_of,
    draft_of,
    get_agreement,
    get_consent,
    last_words,
    needs_of,
    open_agreement,
    standing_consents,
)
from app.residents.queries.looks import proves
from app.stays.queries.merging import moves_with_file

__all__ = [
    "AdmissionLine", "AgreementView", "CaseFile", "ConsentLine", "admission_lines", "agreement_of",
    "case_file", "check_of", "consents_of", "draft_of", "get_admission", "get_agreement", "get_consent", "last_words",
    "needs_of", "open_admission_of", "open_agreement", "standing_consents", "tasks_of", "waiting_offers",
    "waiting_orders",
]  # fmt: skip

proves(HealthCheck, ServiceAgreement, Consent)
moves_with_file(Admission, HealthCheck, ServiceAgreement, Consent, FirstNeed)
