"""Tables of offers: working days, offers with their attempts and skips, explanations, objections, spot checks."""

from app.offers.models.calendar import WorkingDay
from app.offers.models.objections import Objection
from app.offers.models.offers import BedOffer, OfferAttempt, OfferSkip
from app.offers.models.watching import BedExplanation, SpotCheck

__all__ = ["BedExplanation", "BedOffer", "Objection", "OfferAttempt", "OfferSkip", "SpotCheck", "WorkingDay"]
