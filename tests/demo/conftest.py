"""One made-up county, told once for all tests that only look at it."""

from datetime import date

import pytest

from app.demo.rules.chance import Chance
from app.demo.rules.finishing import finish
from app.demo.rules.people import Places
from app.demo.rules.town import Town
from app.regions.data import rows_for_seed

__all__ = ["TODAY", "a_town"]

TODAY = date(2026, 11, 23)


def a_town(seed: int = 1, county: int = 510322) -> Town:
    """Tell a county from a seed."""
    chance = Chance(f"{seed}/{county}")
    names = {row[0]: row[3] for row in rows_for_seed() if str(row[0]).startswith("5103")}
    told = Town(chance, county, TODAY, Places(names))
    told.tell()
    finish(chance.child("finish"), told)
    return told


@pytest.fixture(scope="session")
def town() -> Town:
    """Give 富顺 as the first seed tells it."""
    return a_town()
