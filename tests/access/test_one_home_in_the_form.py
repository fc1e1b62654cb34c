"""A form sent in one home that names a person, an offer, an order, a bed or a home of elsewhere: nothing is done."""

from typing import Any
from uuid import uuid4

import pytest

from tests.access.knocking import Homes, say_why
from tests.support.people import ClientAs
from tests.support.tenants import COUNTY

HERE = "/institutions/{institution_id}"
PLAN = {"planned_on": "2026-11-22", "stay_kind": "long", "payer": "self"}
SWITCH = {"from_on": "2026-11-22", "document_no": "8 号"}
FORMS: dict[str, list[tuple[str, dict[str, str], dict[str, str], int]]] = {
    "director": [
        (f"{HERE}/admission-cases", PLAN | {"ground": "emergency", "ground_note": "急"}, {"elder_id": "elder_id"}, 404),
        (f"{HERE}/admission-cases", PLAN | {"ground": "offer", "elder_id": "1"}, {"offer_id": "offer_id"}, 404),
        (f"{HERE}/admission-cases", PLAN | {"ground": "placement", "elder_id": "1"}, {"placement_id": "order_id"}, 404),
        (f"{HERE}/objections", {"source": "desk", "words": "次序不对吗"}, {"offer_id": "offer_id"}, 404),
        (f"{HERE}/beds/{{bed_id}}/offers", {"reverified": "true"}, {"entry_id": "entry_id"}, 404),
        (f"{HERE}/beds/{{bed_id}}/skips", {"reason": "hospital", "note": "在住院治疗"}, {"entry_id": "entry_id"}, 422),
        (f"{HERE}/waitlist", {"contact_phone": "13800001111"}, {"elder_id": "elder_id", "wish_1": "institution_id"}, 403),
        (f"{HERE}/placements/{{order_id}}/receipt", {}, {"bed_id": "bed_id"}, 422),
        (f"{HERE}/placements/{{order_id}}/hold", {}, {"bed_id": "bed_id"}, 422),
    ],
    "case_officer": [
        ("/placements", {"township": "510302001", "applied_on": "2026-11-22", "elder_id": "1"}, {"home_id": "institution_id"}, 404),
        ("/waitlist/switches", SWITCH, {"county": "county", "home": "institution_id"}, 404),
        ("/waitlist/switches", SWITCH | {"county": str(COUNTY)}, {"home": "institution_id"}, 404),
    ],
}  # fmt: skip
"""Address in the caller's own home, what else is typed, which field names what of elsewhere, and the answer."""


@pytest.mark.parametrize("role", FORMS)
async def test_a_form_that_names_a_thing_of_elsewhere_does_nothing(
    role: str, app: Any, homes: Homes, sign_in: ClientAs
) -> None:
    browser = await sign_in(role, homes.own.home, region=COUNTY if role == "case_officer" else None)
    if role == "case_officer":
        await say_why(browser, homes.own)
    for elsewhere in [homes.foreign] if role == "case_officer" else [homes.sibling, homes.foreign]:
        for path, typed, named, status in FORMS[role]:
            other = {field: str(elsewhere.ids[name]) for field, name in named.items()}
            form = {"tap_id": str(uuid4()), **typed, **other}
            answer = await browser.post(path.format(**homes.own.ids), data=form)
            assert answer.status_code == status, (path, other, answer.status_code)
