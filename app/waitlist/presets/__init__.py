"""The presets there are, read and checked when the program starts: a faulty file is named with its key and stops it."""

from collections.abc import Mapping
from pathlib import Path

from app.core.scope import region_covers
from app.waitlist.errors import PolicyNotFound
from app.waitlist.presets.reading import read_presets
from app.waitlist.rules.policy import Policy

__all__ = ["DEFAULT", "PRESETS", "preset_named", "presets_for"]

PRESETS: Mapping[str, Policy] = read_presets(Path(__file__).parent)
DEFAULT = PRESETS["default"]
"""What holds in a county that has published nothing."""


def preset_named(code: str) -> Policy:
    """Give the preset of that code, or say PolicyNotFound."""
    try:
        return PRESETS[code]
    except KeyError:
        raise PolicyNotFound from None


def presets_for(county: int) -> list[Policy]:
    """List the presets a county may begin from: the default, and those of its own city. No other plan is shown."""
    mine = [one for one in PRESETS.values() if any(region_covers(region, county) for region in one.regions)]
    return [DEFAULT, *mine]
