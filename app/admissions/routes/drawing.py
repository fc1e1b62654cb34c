"""The page of one task, drawn from what stands, what was typed before, or what was refused just now."""

from typing import Any

import orjson
from fastapi import Response

from app.admissions.models import HealthCheck
from app.admissions.queries import (
    CaseFile,
    agreement_of,
    case_file,
    check_of,
    consents_of,
    draft_of,
    needs_of,
    open_agreement,
)
from app.admissions.routes.asking import Asked, facts, look, status_of
from app.admissions.routes.prefilling import first_agreement
from app.admissions.rules.contents import CONTENTS
from app.admissions.rules.kinds import AdmissionTaskKind, Basis, Conclusion, ConsentChannel, ConsentScope, PayCycle
from app.admissions.rules.known import AIDS, RESTRICTIONS, RESULTS, SCREENED, TEXT_VERSION, choices
from app.admissions.rules.needs import Feeding, Part, Texture
from app.core.errors import DomainError
from app.core.keys import sealer
from app.residents.queries.file import file_of
from app.residents.rules.kinds import HealthKind
from app.stays.routes.bed_choosing import choices_for
from app.web.forms import Bound
from app.web.templates import render

__all__ = ["draw_task"]


async def draw_task(
    asked: Asked,
    admission_id: int,
    task: AdmissionTaskKind,
    bound: Bound[Any],
    refusal: DomainError | None = None,
    *,
    aside: str = "",
) -> Response:
    """One task. `aside` says that it was another form of its page that was refused: the signing, or the waiver."""
    file = await case_file(asked.session, asked.home, admission_id)
    await look(asked, file, task.value)
    said = await _FACTS[task](asked, file)
    typed = {} if bound.raw and not aside else await draft_of(asked.session, file.tasks.get(task))
    standing: dict[str, Any] = said.pop("standing", {})
    raw = standing | typed if aside or not bound.raw else bound.raw
    return await render(
        asked.request, "admissions/tasks/show.html", status=status_of(bound, refusal), task=task,
        line=file.line(task), form=f"admissions/tasks/_{task.value}.html", errors={} if aside else bound.errors,
        raw=raw, saved=bool(typed), aside=aside, aside_errors=bound.errors if aside else {},
        aside_raw=bound.raw if aside else {}, today=file.today, **facts(asked, file), **said,
    )  # fmt: skip


async def _identity(asked: Asked, file: CaseFile) -> dict[str, Any]:
    opened = await file_of(asked.session, asked.home.scope, file.elder, parts=("contacts",))
    signs = file.admission.signs
    return {
        "opened": opened, "bases": [(one.value, one.label) for one in Basis],
        "standing": {"signs": signs.value} if signs else {},
    }  # fmt: skip


async def _health(asked: Asked, file: CaseFile) -> dict[str, Any]:
    check = await check_of(asked.session, asked.home.scope, file.admission)
    return {
        "check": check, "standing": await _opened(asked, check) if check else {},
        "conclusions": [(one.value, one.label) for one in Conclusion], "screened": choices(SCREENED),
        "results": choices(RESULTS),
    }  # fmt: skip


async def _opened(asked: Asked, check: HealthCheck) -> dict[str, Any]:
    keys = await sealer(asked.session, asked.home.county)
    results: dict[str, Any] = orjson.loads(keys.open_bytes("health_checks", "screening", check.seal, check.screening))
    words = keys.open("health_checks", "findings", check.seal, check.findings) if check.findings else ""
    return results | {
        "checked_on": check.checked_on, "hospital": check.hospital, "valid_to": check.valid_to,
        "conclusion": check.conclusion.value, "findings": words,
    }  # fmt: skip


async def _agreement(asked: Asked, file: CaseFile) -> dict[str, Any]:
    row = await agreement_of(asked.session, asked.home.scope, file.admission.id)
    view = await open_agreement(asked.session, row) if row else None
    standing = view.contents | _money(row) if view else await first_agreement(asked, file)
    return {
        "agreement": view, "standing": standing, "contents": CONTENTS,
        "cycles": [(one.value, one.label) for one in PayCycle], "bases": [(one.value, one.label) for one in Basis],
    }  # fmt: skip


def _money(row: Any) -> dict[str, Any]:
    names = (
        "term_from_on", "term_to_on", "bed_fee", "care_fee", "meal_fee", "other_fee", "deposit", "member_fee",
        "prepaid_months", "pay_cycle",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}


async def _consents(asked: Asked, file: CaseFile) -> dict[str, Any]:
    ledger = await consents_of(asked.session, asked.home.scope, asked.home.institution_id, file.elder.id)
    standing = {line.row.scope.value: "yes" if line.row.given else "no" for line in ledger if not line.row.withdrawn_at}
    signs = file.admission.signs
    signer = file.elder.name if signs is not Basis.GUARDIAN else ""
    return {
        "ledger": ledger, "scopes": list(ConsentScope), "bases": [(one.value, one.label) for one in Basis],
        "channels": [(one.value, one.label) for one in ConsentChannel], "text_version": TEXT_VERSION,
        "standing": standing | {"basis": signs.value if signs else "", "channel": "paper", "signer": signer},
    }  # fmt: skip


async def _bed(asked: Asked, file: CaseFile) -> dict[str, Any]:
    chosen = {"bed_id": file.bed_id or "", "shares_room": "yes" if file.admission.shares_room else ""}
    if not file.is_open or file.offer is not None:
        return {"groups": [], "married": False, "standing": chosen}
    found, spouses = await choices_for(asked, file.elder.id, file.today)
    groups = [(title, [(one.id, f"{one.name}　{one.about}".strip()) for one in beds]) for title, beds in found.groups]
    return {"groups": groups, "married": bool(spouses), "standing": chosen}


async def _diet(asked: Asked, file: CaseFile) -> dict[str, Any]:
    need = (await needs_of(asked.session, asked.home.scope, file.admission.id)).get(Part.DIET)
    opened = await file_of(asked.session, asked.home.scope, file.elder)
    standing: dict[str, Any] = {}
    if need is not None and need.feeding is not None:
        texture = need.texture.value if need.texture else ""
        standing = {
            "feeding": need.feeding.value, "texture": texture, "drink": need.drink, "codes": need.codes,
            "notes": await _words(asked, need),
        }  # fmt: skip
    return {
        "allergies": opened.of_kind(HealthKind.ALLERGY, file.today), "diets": opened.of_kind(HealthKind.DIET, file.today),
        "feedings": [(one.value, one.label) for one in Feeding], "textures": [(one.value, one.label) for one in Texture],
        "restrictions": choices(RESTRICTIONS), "standing": standing,
    }  # fmt: skip


async def _care(asked: Asked, file: CaseFile) -> dict[str, Any]:
    need = (await needs_of(asked.session, asked.home.scope, file.admission.id)).get(Part.CARE)
    standing = {"codes": need.codes, "notes": await _words(asked, need)} if need else {}
    return {"aids": choices(AIDS), "standing": standing}


async def _words(asked: Asked, need: Any) -> str:
    if need.notes is None:
        return ""
    keys = await sealer(asked.session, asked.home.county)
    return keys.open("first_needs", "notes", need.seal, need.notes)


async def _elsewhere(_asked: Asked, _file: CaseFile) -> dict[str, Any]:
    """Assessments and the nine risks are made on pages of their own."""
    return {}


_FACTS = {
    AdmissionTaskKind.IDENTITY: _identity,
    AdmissionTaskKind.ASSESSMENT: _elsewhere,
    AdmissionTaskKind.HEALTH_CHECK: _health,
    AdmissionTaskKind.RISKS: _elsewhere,
    AdmissionTaskKind.AGREEMENT: _agreement,
    AdmissionTaskKind.CONSENTS: _consents,
    AdmissionTaskKind.BED: _bed,
    AdmissionTaskKind.DIET: _diet,
    AdmissionTaskKind.CARE: _care,
}
