"""The figure `beds`: how many beds were in service on a day, which they are, and what was left out and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedService
from app.beds.rules.figures import Excluded
from app.core.figures import Figure, FigureRow
from app.core.i18n import _
from app.core.scope import Scope, within
from app.institutions.models import Institution

__all__ = ["beds_figure"]
