"""The file of one order, as the county and the home see it; each finds the acts that are theirs."""

from typing import Any

from fastapi import Response

from app.audit import service as audit
from app.beds.queries import names_on
from app.core.clock import business_date
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.keys import sealer
from app.core.scope import Scope
from app.placements.models import PlacementOrder
from app.placements.queries import get_order
from app.placements.rules.kinds import LIVE, OrderState, Signer
from app.placements.rules.steps import steps_of
from app.regions.queries import names_of
from app.residents.queries import elders_of
from app.residents.queries.around import categories_of
from app.residents.rules.birthdays import say_age
from app.stays.routes.asking import Asked, status_of
from app.stays.routes.bed_choosing import choices_for
from app.web.forms import Bound
from app.web.templates import render

__all__ = ["draw_order", "may", "order_facts"]

SEE = "placements.see"


def may(asked: Asked, permission: str) -> bool:
    """Whether the caller holds a permission in this very home."""
    return asked.actor.scope(permission).covers(asked.home.county, asked.home.institution_id)


async def draw_order(
    asked: Asked, order_id: int, bound: Bound[Any], refusal: DomainError | None = None, *, act: str = ""
) -> Response:
    """One order with its steps; `act` names the form whose refusal is shown."""
    facts = await order_facts(asked, order_id)
    order: PlacementOrder = facts["order"]
    ordering, receiving = may(asked, "placements.order"), may(asked, "placements.receive")
    wants_bed = receiving and order.state in (OrderState.DECIDED, OrderState.RECEIVED)
    return await render(
        asked.request,
        "placements/orders/show.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        act=act,
        errors=bound.errors,
        raw=bound.raw,
        may={
            "change": ordering and order.state is OrderState.DRAFTED,
            "decide": ordering and order.state is OrderState.DRAFTED,
            "cancel": ordering and order.state in LIVE,
            "receive": receiving and order.state is OrderState.DECIDED,
            "agree": receiving and order.state is OrderState.RECEIVED and order.agreement_on is None,
            "hold": receiving and order.state is OrderState.RECEIVED,
            "admit": may(asked, "admissions.run") and order.state is OrderState.RECEIVED,
            "file": may(asked, "residents.see"),
        },
        beds=await _beds(asked, order) if wants_bed else [],
        signers=[(one.value, one.label) for one in Signer],
        **facts,
    )


async def order_facts(asked: Asked, order_id: int) -> dict[str, Any]:
    """What the file and its paper show of an order; the look leaves a line."""
    home, session = asked.home, asked.session
    order = await get_order(session, home.scope, order_id, institution_id=home.institution_id)
    if order.state is OrderState.DRAFTED and not may(asked, "placements.order"):
        # What the county has not decided is not the home's to read.
        raise NotFound
    county = Scope(regions=frozenset({home.county}))
    elder = (await elders_of(session, county, [order.elder_id])).get(order.elder_id)
    if elder is None:
        raise NotFound
    today = await business_date(session)
    await audit.record_view(
        asked.actor, county=home.county, institution_id=home.institution_id, kind="placement_orders",
        subjects=[order.id], fields=["name"], purpose=_("安置"),
    )  # fmt: skip
    towns = await names_of(session, [order.township])
    beds = await names_on(session, home.scope, [order.bed_id], today) if order.bed_id else {}
    categories = await categories_of(session, county, elder.id)
    shared = order.state is not OrderState.DRAFTED
    return {
        "order": order, "elder": elder, "age": say_age(elder.born_on, elder.birth_precision, today, elder.died_on),
        "town": towns.get(order.township, str(order.township)), "steps": steps_of(order),
        "signer": await _signer(asked, order), "bed": beds.get(order.bed_id or 0, ""),
        "categories": [row for row in categories if row.from_on <= today < row.to_on],
        "file_home": home.institution_id if shared else elder.institution_id,
    }  # fmt: skip


async def _signer(asked: Asked, order: PlacementOrder) -> str:
    if order.agreement_signer is None:
        return ""
    keys = await sealer(asked.session, asked.home.county)
    return keys.open("placement_orders", "agreement_signer", order.seal, order.agreement_signer)


async def _beds(asked: Asked, order: PlacementOrder) -> list[Any]:
    """The free beds of today that suit the person, by where they are."""
    choices, _spouses = await choices_for(asked, order.elder_id, await business_date(asked.session))
    return [
        (title, [(one.id, f"{one.name}　{one.about}".strip()) for one in beds]) for title, beds in choices.groups
    ]  # fmt: skip
