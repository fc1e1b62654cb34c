"""One admission as its page shows it: the person, the ground, and the nine tasks as the facts stand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.models import Admission, AdmissionTask, FirstNeed
from app.admissions.queries.cases import get_admission, tasks_of
from app.admissions.queries.kept import agreement_of, check_of, needs_of, standing_consents
from app.admissions.rules.kinds import AdmissionTaskKind, ConsentScope
from app.admissions.rules.known import AIDS, word
from app.admissions.rules.needs import Part
from app.admissions.rules.tasks import Facts, Kept, TaskLine, task_lines
from app.assessments.queries import current_levels, newest_risks
from app.beds.queries import names_on
from app.beds.rules.home import Home
from app.core.clock import business_date
from app.core.i18n import _
from app.offers.models import BedOffer
from app.offers.queries.objections import holding_objections
from app.offers.queries.offers import get_offer
from app.offers.rules.kinds import OfferState
from app.placements.models import PlacementOrder
from app.placements.queries import get_order
from app.placements.rules.kinds import OrderState
from app.residents.models import Elder
from app.residents.queries import get_elder

__all__ = ["CaseFile", "case_file"]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One admission with all that stands on its page."""

    admission: Admission
    elder: Elder
    tasks: dict[AdmissionTaskKind, AdmissionTask]
    lines: list[TaskLine]
    offer: BedOffer | None
    order: PlacementOrder | None
    bed_id: int | None
    bed: str
    level: str
    today: date

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.admission.state == "open"

    def line(self, kind: AdmissionTaskKind) -> TaskLine:
        """One task."""
        return self.lines[list(AdmissionTaskKind).index(kind)]


async def case_file(session: AsyncSession, home: Home, admission_id: int) -> CaseFile:
    """Read one admission with its tasks; everything is read inside the one home."""
    scope, today = home.scope, await business_date(session)
    admission = await get_admission(session, scope, home.institution_id, admission_id)
    elder = await get_elder(session, scope, home, admission.elder_id)
    tasks = {task.kind: task for task in await tasks_of(session, scope, admission.id)}
    offer = await get_offer(session, scope, admission.offer_id) if admission.offer_id else None
    order = await get_order(session, scope, admission.placement_id) if admission.placement_id else None
    bed_id = _bed_of(admission, offer, order)
    names = await names_on(session, scope, [bed_id], today) if bed_id else {}
    bed = names.get(bed_id, "") if bed_id else ""
    objected = bool(offer and offer.state.is_live and await holding_objections(session, scope, offer.id))
    why = _("有人对这份床位通知提出异议，处理结果出来才能入住") if objected else _why_no_bed(offer, order, bed)
    facts = await _facts(session, home, admission, today, bed=bed, bed_why=why)
    kept = {
        kind: Kept(task.state, task.note, task.settled_name, task.draft is not None) for kind, task in tasks.items()
    }
    lines = task_lines(kept, facts)
    return CaseFile(admission, elder, tasks, lines, offer, order, bed_id, bed, facts.level, today)


def _bed_of(admission: Admission, offer: BedOffer | None, order: PlacementOrder | None) -> int | None:
    """The bed that is kept: by the offer, by the order, or by the admission itself."""
    if offer is not None:
        return offer.bed_id
    return admission.bed_id if order is None else order.bed_id or admission.bed_id


def _why_no_bed(offer: BedOffer | None, order: PlacementOrder | None, bed: str) -> str:
    """Why nobody can choose a bed here now; empty where one is kept or may be chosen."""
    if offer is not None and offer.state is OfferState.OPEN:
        return _("床位通知还没有答复")
    if offer is not None and not offer.state.is_live and offer.state is not OfferState.ADMITTED:
        return _("床位通知{state}，床已放开").format(state=offer.state.label)
    if order is not None and order.state is OrderState.CANCELLED:
        return _("安置通知已撤销，床已放开")
    if order is not None and not bed and order.state is OrderState.DECIDED:
        return _("安置通知还没有接收")
    return ""


async def _facts(
    session: AsyncSession, home: Home, admission: Admission, day: date, *, bed: str, bed_why: str
) -> Facts:
    scope, elder_id = home.scope, admission.elder_id
    level = (await current_levels(session, scope, home.county, [elder_id], day)).get(elder_id)
    risks = (await newest_risks(session, scope, [elder_id])).get(elder_id)
    check = await check_of(session, scope, admission)
    agreement = await agreement_of(session, scope, admission.id)
    consents = await standing_consents(session, scope, home.institution_id, elder_id)
    needs = await needs_of(session, scope, admission.id)
    health = consents.get(ConsentScope.HEALTH_DATA)
    return Facts(
        day=day, level=level.label if level else "", level_until=level.valid_to if level else None,
        risks_on=risks.assessed_on if risks else None, risks_due=risks.next_due_on if risks else None,
        check=check.conclusion if check else None, check_until=check.valid_to if check else None,
        agreement_signed_on=agreement.signed_on if agreement else None, agreement_written=agreement is not None,
        answered=frozenset(consents), health_refused=health is not None and not health.given,
        bed=bed, bed_why=bed_why, moved_in=admission.stay_id is not None, signer=admission.signs.label if admission.signs else "",
        diet=_say_diet(needs.get(Part.DIET)), care=_say_care(needs.get(Part.CARE)),
    )  # fmt: skip


def _say_diet(need: FirstNeed | None) -> str:
    if need is None or need.feeding is None:
        return ""
    said: Any = need.texture.label if need.texture else need.feeding.label
    return _("{said}，饮水 {drink} 级").format(said=said, drink=need.drink) if need.drink else str(said)


def _say_care(need: FirstNeed | None) -> str:
    if need is None:
        return ""
    return _("、").join(word(AIDS, code) for code in need.codes) or _("没有特别需要")
