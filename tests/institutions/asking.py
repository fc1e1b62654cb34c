"""What the tests of pages post, and where."""

from app.core.uuid7 import uuid7
from app.institutions.models import Institution

__all__ = ["PDF", "show", "tapped"]

PDF = b"%PDF-1.7 scan"


def tapped(**other: object) -> dict[str, str]:
    return {"tap_id": str(uuid7())} | {name: str(value) for name, value in other.items()}


def show(home: Institution, rest: str = "") -> str:
    return f"/institutions/{home.id}{rest}"
