"""Beds kept for 特困 persons 兜底: what was needed last year and is not in residence now (成都, standards 5.6)."""

__all__ = ["reserve"]


def reserve(last_year_total: int, in_residence_now: int) -> int:
    """Give how many free beds are kept: last year's 特困 total less those in residence now, never less than none."""
    return max(0, last_year_total - in_residence_now)
