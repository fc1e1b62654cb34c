"""Tables of legal units, homes, dated facts, registered beds and prices."""

from app.institutions.models.facts import InstitutionFact
from app.institutions.models.figures import PriceItem, RegisteredBeds
from app.institutions.models.homes import Institution, LegalUnit

__all__ = ["Institution", "InstitutionFact", "LegalUnit", "PriceItem", "RegisteredBeds"]
