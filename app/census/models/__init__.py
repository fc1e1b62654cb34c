"""Rulings, the days of homes and counties, and figures that homes without rows report."""

from app.census.models.days import CensusHome, CensusOpening, census_counties, census_days
from app.census.models.reported import ReportedFigure
from app.census.models.rulings import Ruling

__all__ = ["CensusHome", "CensusOpening", "ReportedFigure", "Ruling", "census_counties", "census_days"]
