"""Every change of offers; admissions above call `hold_to_stay` and `stay_began`."""

from app.offers.service.holding import HeldBed, hold_to_stay, stay_began

__all__ = ["HeldBed", "hold_to_stay", "stay_began"]
