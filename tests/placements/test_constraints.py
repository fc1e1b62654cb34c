"""Every named constraint of placements has a sentence, and refuses with it what must not be."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import refusing
from app.core.errors import Refused
from app.placements.errors import SENTENCES
from app.placements.models import DispersedSupport, PlacementNumber, PlacementOrder, SupportWish
from tests.placements.house import DAY, NOBODY, TODAY, County
from tests.support.constraints import county_comes_first, named

TABLES = tuple(model.__table__ for model in (PlacementOrder, PlacementNumber, DispersedSupport, SupportWish))
NAMES = named(TABLES)
AT = datetime(2026, 3, 20, 4, tzinfo=UTC)


def test_every_named_constraint_has_a_sentence() -> None:
    assert SENTENCES.keys() == NAMES
    county_comes_first(TABLES)


BREACHES: dict[str, Callable[[County], list[Any]]] = {
    "uq_placement_orders_number": lambda c: [c.an_order(number="一", state="cancelled", cancelled_at=AT,
                                                        cancel_reason="重复"), c.an_order(number="一")],
    "uq_placement_orders_live": lambda c: [c.an_order(), c.decided()],
    "fk_placement_orders_elder": lambda c: [c.an_order(elder_id=NOBODY)],
    "fk_placement_orders_stay": lambda c: [c.decided(state="admitted", stay_id=NOBODY, received_at=AT,
                                                     agreement_on=DAY, agreement_by="self", agreement_signer=b"x")],
    "fk_placement_orders_bed": lambda c: [c.an_order(bed_id=NOBODY, claim_id=NOBODY)],
    "fk_placement_orders_claim": lambda c: [c.an_order(bed_id=c.house.beds["301-1"], claim_id=NOBODY)],
    "fk_placement_orders_evidence": lambda c: [c.an_order(evidence_id=NOBODY)],
    "fk_placement_orders_agreement": lambda c: [c.an_order(agreement_id=NOBODY)],
    "fk_placement_orders_guardian": lambda c: [c.an_order(guardian_id=NOBODY)],
    "ck_placement_orders_township": lambda c: [c.an_order(township=510302)],
    "ck_placement_orders_days": lambda c: [c.an_order(township_signed_on=date(2026, 3, 1))],
    "ck_placement_orders_decided": lambda c: [c.decided(decision_no=" ")],
    "ck_placement_orders_received": lambda c: [c.decided(state="received")],
    "ck_placement_orders_agreement": lambda c: [c.decided(state="admitted", stay_id=NOBODY, received_at=AT)],
    "ck_placement_orders_guardian": lambda c: [c.an_order(agreement_by="guardian")],
    "ck_placement_orders_admitted": lambda c: [c.an_order(stay_id=NOBODY)],
    "ck_placement_orders_hold": lambda c: [c.an_order(claim_id=NOBODY)],
    "ck_placement_orders_cancelled": lambda c: [c.an_order(state="cancelled", cancelled_at=AT)],
    "ck_placement_numbers_last_no": lambda c: [PlacementNumber(county=c.keys["county"], year=2026, last_no=0)],
    "fk_dispersed_supports_elder": lambda c: [c.a_support(elder_id=NOBODY)],
    "ck_dispersed_supports_span": lambda c: [c.a_support(to_on=date(2026, 3, 1), end_reason="进机构")],
    "ck_dispersed_supports_township": lambda c: [c.a_support(township=510302)],
    "ck_dispersed_supports_end": lambda c: [c.a_support(to_on=TODAY)],
    "ck_dispersed_supports_void": lambda c: [c.a_support(void_reason="登错")],
    "ex_dispersed_supports_once": lambda c: [c.a_support(), c.a_support(from_on=TODAY)],
    "fk_support_wishes_elder": lambda c: [c.a_wish(elder_id=NOBODY)],
    "fk_support_wishes_evidence": lambda c: [c.a_wish(evidence_id=NOBODY)],
    "ck_support_wishes_void": lambda c: [c.a_wish(void_reason="记错")],
    "uq_support_wishes_day": lambda c: [c.a_wish(), c.a_wish()],
}  # fmt: skip
NEVER_MET = {
    "pk_placement_orders", "pk_placement_numbers", "pk_dispersed_supports", "pk_support_wishes",
    "uq_placement_orders_home",
    # Row security refuses another home's rows before a key can.
    "fk_placement_orders_institution", "fk_dispersed_supports_institution", "fk_support_wishes_institution",
    # Words that EnumText refuses before they are sent.
    "ck_placement_orders_state", "ck_placement_orders_agreement_by", "ck_dispersed_supports_level",
    "ck_support_wishes_wish", "ck_support_wishes_said_by",
}  # fmt: skip


def test_every_constraint_is_broken_here_or_cannot_be() -> None:
    assert NAMES - BREACHES.keys() - NEVER_MET == set()
    assert NAMES >= NEVER_MET


async def test_every_breach_is_refused_by_name(session: AsyncSession, county: County) -> None:
    for name, bend in BREACHES.items():
        with pytest.raises(Refused) as refusal:
            await write(session, bend(county))
        assert (name, refusal.value.constraint, refusal.value.message) == (name, name, SENTENCES[name])


async def write(session: AsyncSession, rows: list[Any]) -> None:
    """Write the rows one by one as they are, so that a key twice is the database's to refuse."""
    async with refusing(session):
        for row in rows:
            said = {key: value for key, value in vars(row).items() if key != "_sa_instance_state"}
            await session.execute(insert(type(row)).values(**said))
