"""The scales there are, read and checked when the program starts: a faulty file is named with its key and stops it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from app.assessments.errors import NoScaleInForce, ScaleNotFound
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.scale import Scale
from app.assessments.scales.reading import read_scales

__all__ = ["SCALES", "scale_for", "scale_named", "scales_in_force"]

SCALES: Mapping[str, Scale] = read_scales(Path(__file__).parent)


def scale_named(code: str) -> Scale:
    """Give the scale of that code, or say ScaleNotFound."""
    try:
        return SCALES[code]
    except KeyError:
        raise ScaleNotFound from None


def scales_in_force(kind: ScaleKind, day: date) -> list[Scale]:
    """List the scales of a kind that an assessment of that day may use, the newest first; those shipped off are not."""
    standing = [scale for scale in SCALES.values() if scale.kind is kind and scale.is_on and scale.is_in_force(day)]
    return sorted(standing, key=lambda scale: scale.valid_from, reverse=True)


def scale_for(kind: ScaleKind, day: date) -> Scale:
    """Choose the scale for the day of an assessment: of those in force the newest, or NoScaleInForce.

    Where a plan names an older one that is still in force, such as MZ/T 039-2013, it is chosen by its code.
    """
    standing = scales_in_force(kind, day)
    if not standing:
        raise NoScaleInForce
    return standing[0]
