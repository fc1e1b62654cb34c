"""Admissions as rows for the acts and lines for the list, and who could begin one: accepted offers, received orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import AdmissionNotFound
from app.admissions.models import Admission, AdmissionTask
from app.admissions.rules.kinds import AdmissionState, AdmissionTaskKind
from app.beds.queries import names_on
from app.core.clock import business_date
from app.core.scope import Scope, within
from app.offers.models import BedOffer
from app.offers.rules.kinds import OfferState
from app.placements.models import PlacementOrder
from app.placements.rules.kinds import OrderState
from app.residents.models import Elder
from app.stays.rules.kinds import Ground

__all__ = [
    "AdmissionLine", "admission_lines", "get_admission", "open_admission_of", "tasks_of", "waiting_offers",
    "waiting_orders",
]  # fmt: skip

FRESH = {"populate_existing": True}
MOST = 100


@dataclass(frozen=True, slots=True)
class AdmissionLine:
    """One admission in the list."""

    id: int
    elder_id: int
    name: str
    state: AdmissionState
    ground: Ground
    planned_on: date
    bed: str
    stay_id: int | None
    today: date

    @property
    def is_late(self) -> bool:
        """Whether the planned day has passed and nobody has moved in."""
        return self.state is AdmissionState.OPEN and self.planned_on < self.today


async def get_admission(
    session: AsyncSession, scope: Scope, institution_id: int, admission_id: int, *, lock: bool = False
) -> Admission:
    """The admission, if it is this home's."""
    wanted = select(Admission).where(
        within(Admission, scope), Admission.institution_id == institution_id, Admission.id == admission_id
    )
    wanted = wanted.with_for_update(key_share=True) if lock else wanted
    found = await session.scalar(wanted.execution_options(**FRESH))
    if found is None:
        raise AdmissionNotFound
    return found


async def open_admission_of(
    session: AsyncSession, scope: Scope, institution_id: int, elder_id: int
) -> Admission | None:
    """The admission of a person in this home that goes on, if there is one."""
    one = Admission
    wanted = select(one).where(within(one, scope), one.institution_id == institution_id, one.elder_id == elder_id)
    return await session.scalar(wanted.where(one.state == AdmissionState.OPEN))


async def tasks_of(session: AsyncSession, scope: Scope, admission_id: int) -> list[AdmissionTask]:
    """What is kept of the tasks, in their usual order."""
    one = AdmissionTask
    rows = select(one).where(within(one, scope), one.admission_id == admission_id)
    found = await session.scalars(rows.execution_options(**FRESH))
    return sorted(found, key=lambda task: list(AdmissionTaskKind).index(task.kind))


async def admission_lines(
    session: AsyncSession, scope: Scope, institution_id: int, *, open_ones: bool
) -> list[AdmissionLine]:
    """The admissions of a home that go on, the next day first; or those that are over, the newest first."""
    one, today = Admission, await business_date(session)
    state = one.state == AdmissionState.OPEN if open_ones else one.state != AdmissionState.OPEN
    order = (one.planned_on, one.id) if open_ones else (one.closed_at.desc(), one.id.desc())
    rows = (
        select(one.id, one.elder_id, Elder.name, one.state, one.ground, one.planned_on,
               func.coalesce(one.bed_id, BedOffer.bed_id, PlacementOrder.bed_id).label("bed_id"), one.stay_id)
        .join(Elder, and_(Elder.county == one.county, Elder.id == one.elder_id))
        .outerjoin(BedOffer, and_(BedOffer.county == one.county, BedOffer.id == one.offer_id))
        .outerjoin(PlacementOrder, and_(PlacementOrder.county == one.county, PlacementOrder.id == one.placement_id))
        .where(within(one, scope), one.institution_id == institution_id, state)
        .order_by(*order)
        .limit(MOST)
    )  # fmt: skip
    found = (await session.execute(rows)).all()
    ids = [row.bed_id for row in found if row.bed_id]
    beds = await names_on(session, scope, ids, today) if ids else {}
    return [_line(row, beds, today) for row in found]


def _line(row: Any, beds: dict[int, str], today: date) -> AdmissionLine:
    return AdmissionLine(
        id=row.id, elder_id=row.elder_id, name=row.name, state=row.state, ground=row.ground,
        planned_on=row.planned_on, bed=beds.get(row.bed_id, ""), stay_id=row.stay_id, today=today,
    )  # fmt: skip


async def waiting_offers(session: AsyncSession, scope: Scope, institution_id: int) -> Sequence[Any]:
    """Accepted offers of the home for which no admission has been opened: (id, elder_id, name, bed_id)."""
    offer = BedOffer
    begun = select(Admission.id).where(
        Admission.county == offer.county, Admission.offer_id == offer.id, Admission.state != AdmissionState.GIVEN_UP
    )
    rows = (
        select(offer.id, offer.elder_id, Elder.name, offer.bed_id)
        .join(Elder, and_(Elder.county == offer.county, Elder.id == offer.elder_id))
        .where(within(offer, scope), offer.institution_id == institution_id, offer.state == OfferState.ACCEPTED)
        .where(~begun.exists())
        .order_by(offer.answered_at, offer.id)
    )
    return (await session.execute(rows)).all()


async def waiting_orders(session: AsyncSession, scope: Scope, institution_id: int) -> Sequence[Any]:
    """Received placement orders of the home for which no admission has been opened: (id, elder_id, name, bed_id)."""
    order = PlacementOrder
    begun = select(Admission.id).where(
        Admission.county == order.county, Admission.placement_id == order.id,
        Admission.state != AdmissionState.GIVEN_UP,
    )  # fmt: skip
    rows = (
        select(order.id, order.elder_id, Elder.name, order.bed_id)
        .join(Elder, and_(Elder.county == order.county, Elder.id == order.elder_id))
        .where(within(order, scope), order.institution_id == institution_id, order.state == OrderState.RECEIVED)
        .where(~begun.exists())
        .order_by(order.received_at, order.id)
    )
    return (await session.execute(rows)).all()
