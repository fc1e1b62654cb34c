"""What every page of an admission needs: the home, one tap once, a refusal beside its field, and what may be done."""

from typing import Any

from app.admissions.queries import CaseFile
from app.audit import service as audit
from app.core.i18n import _
from app.stays.routes.asking import Asked, first_time, refused, status_of, the_home

__all__ = [
    "PREFIX", "RUN", "SEE", "Asked", "facts", "first_time", "look", "may", "names_whole", "refused", "rights",
    "status_of", "the_home",
]  # fmt: skip

PREFIX = "/institutions/{institution_id}/admission-cases"
SEE, RUN = "admissions.see", "admissions.run"


def may(asked: Asked, permission: str) -> bool:
    """Whether the caller holds a permission in this very home."""
    return asked.actor.scope(permission).covers(asked.home.county, asked.home.institution_id)


def names_whole(asked: Asked) -> bool:
    """Whether a list shows whole names: to whoever works in the home."""
    return may(asked, RUN)


def rights(asked: Asked, file: CaseFile) -> dict[str, bool]:
    """What the caller may do with an admission as it stands."""
    return {
        "run": file.is_open and may(asked, RUN),
        "waive": file.is_open and may(asked, "admissions.waive"),
        "admit": file.is_open and may(asked, "stays.admit"),
        "file": may(asked, "residents.see"),
        "hold": may(asked, "placements.receive"),
        "assess": may(asked, "assessments.see"),
    }


async def look(asked: Asked, file: CaseFile, *fields: str) -> None:
    """Leave a line that these parts of a person's admission were looked at."""
    await audit.record_view(
        asked.actor, county=asked.home.county, institution_id=asked.home.institution_id, kind="admissions",
        subjects=[file.admission.id], fields=fields, purpose=_("入院办理"),
    )  # fmt: skip


def facts(asked: Asked, file: CaseFile) -> dict[str, Any]:
    """What every template of an admission draws."""
    return {"institution": asked.institution, "file": file, "may": rights(asked, file)}
