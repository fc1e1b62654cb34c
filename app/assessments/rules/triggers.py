"""What calls for an 即时评估: a long stay in hospital does, two nights there do not."""

from datetime import date

__all__ = ["HOSPITAL_NIGHTS", "calls_for_assessment"]

HOSPITAL_NIGHTS = 3
"""From so many nights in hospital on, whoever comes back is looked at again."""


def calls_for_assessment(left_on: date, back_on: date) -> bool:
    """Tell whether a time in hospital was long enough to have changed somebody."""
    return (back_on - left_on).days >= HOSPITAL_NIGHTS
