"""The fair door to knock at: applications, offers, orders, admissions of a home, and the rules of a county."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.rules.roles import Role
from app.admissions.models import Consent
from app.admissions.rules.contents import clauses
from app.admissions.rules.drafts import AgreementDraft, OpenDraft
from app.admissions.rules.kinds import Basis, ConsentChannel, ConsentScope
from app.admissions.rules.known import TEXT_VERSION
from app.admissions.service import open_admission, write_agreement
from app.assessments.models import Assessment, AssessmentSignature
from app.assessments.rules.drafts import RulingDraft
from app.assessments.scales import SCALES
from app.assessments.service import rule_scale
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.offers.models import BedExplanation, BedOffer, Objection, OfferAttempt, OfferSkip, SpotCheck
from app.offers.rules.kinds import AttemptResult, Channel, ExplainReason, ObjectionSource, OfferState, SkipReason
from app.placements.models import DispersedSupport, PlacementOrder, SupportWish
from app.placements.rules.kinds import OrderState, Wish, WishBy
from app.placements.service import hold_bed
from app.public.queries.drafts import HandedIn, hand_in_application, start_draft
from app.public.service.secrets import process_secret
from app.residents.models import Elder
from app.stays.rules.kinds import Ground, Payer
from app.waitlist.models import WaitlistCheck, WaitlistIntake, WaitlistNotice, WaitlistSwitch
from app.waitlist.presets import DEFAULT
from app.waitlist.rules.applications import Application
from app.waitlist.rules.drafts import CircumstanceDraft, PolicyDraft
from app.waitlist.rules.kinds import CheckKind, CheckResult, CircumstanceKind, NoticeKind
from app.waitlist.rules.policy import policy_to_json
from app.waitlist.rules.steps import EntryState
from app.waitlist.service import add_circumstance, ask_override, publish_policy
from app.waitlist.service.publishing import publish_county
from app.waitlist.service.sealing import keyed, seal_payload
from tests.assessments.visits import Ward, assessed, somebody_of
from tests.factories.beds import HouseOfBeds, more_rooms
from tests.factories.residents import an_elder
from tests.factories.waitlist import an_entry, an_officer

__all__ = ["HIDDEN", "WORDS", "plant_door", "plant_rules"]

HIDDEN = ("诸葛木兰", "诸葛明", "13890012345")
"""Who waits without having agreed to be named, and how they are reached: nobody outside ever reads it."""

WORDS: dict[str, dict[str, Any]] = {
    "admissions.": {"kind": "diet"},
    "waitlist.acts.": {"act": "defer"},
    "waitlist.reviews.": {"act": "remove"},
    "waitlist.approvals.": {"act": "approve"},
    "waitlist.switch_ends.": {"how": "end"},
    "public.drafts.": {"question": "consent"},
}
"""What stands in an address besides ids, by the beginning of the route's name."""
TOWNS = {510302: 510302001, 510304: 510304001}


async def plant_rules(session: AsyncSession, actor: Actor, county: int, day: date) -> dict[str, Any]:
    """The rules of a county, the order and how a scale is read; and the order as outsiders read it."""
    policy = await publish_policy(
        session, actor, county,
        PolicyDraft(title="轮候规则", source="富民发〔2026〕8 号", rules=policy_to_json(DEFAULT), from_on=day),
    )  # fmt: skip
    scale = SCALES["gbt42195-2022"]
    setting = scale.settings[0]
    value = next(one for one in setting.allowed if one != setting.default)
    ruling = await rule_scale(
        session, actor, county,
        RulingDraft(scale=scale.code, code=setting.code, value=value, from_on=day, basis="1 号"),
    )  # fmt: skip
    await publish_county(session, county)
    return {"county": county, "no": policy.no, "policy_id": policy.id, "scale_ruling_id": ruling.id}


async def plant_door(
    session: AsyncSession, actor: Actor, house: HouseOfBeds, elder_id: int, day: date
) -> dict[str, Any]:
    """One of everything between wanting a bed and sleeping in it."""
    await more_rooms(session, house, rooms="501–502")
    elder = (await session.scalars(select(Elder).where(Elder.id == elder_id))).one()
    home, at = house.home, datetime.combine(day, time(1), UTC)
    signed = await _signed(session, home, elder, day)
    found = {"signed_id": signed.id, "signature_id": await _signature(session, signed)}
    found |= await _waiting(session, actor, home, day, at)
    found |= await _offered(session, house, found["entry_id"], day, at)
    found["check_id"] = await _looked_again(session, home, found["entry_id"], signed)
    found |= await _placed(session, home, elder, day)
    found |= await _coming_in(session, actor, home, elder, day)
    return found | await _handed_in(session, home)


async def _signed(session: AsyncSession, home: Home, elder: Elder, day: date) -> Assessment:
    nurse, other = (somebody_of(Role.NURSE, home, 900_000 + number) for number in (1, 2))
    ward = Ward(home, elder, nurse, other, somebody_of(Role.CASE_OFFICER, home, 900_003))
    return await assessed(session, ward, assessed_on=day)


async def _signature(session: AsyncSession, signed: Assessment) -> int:
    of_it = select(AssessmentSignature.id).where(AssessmentSignature.assessment_id == signed.id)
    return (await session.scalars(of_it.order_by(AssessmentSignature.id))).first() or 0


async def _waiting(session: AsyncSession, actor: Actor, home: Home, day: date, at: datetime) -> dict[str, int]:
    """Somebody who waits, with a claim, a check, something to tell, and a tier asked for by hand."""
    entry = await an_entry(session, home, elder=await an_elder(session, home, name=HIDDEN[0]), level=2)
    draft = CircumstanceDraft(kind=CircumstanceKind.LIVES_ALONE, from_on=day)
    await add_circumstance(session, actor, entry.id, draft)
    await ask_override(
        session,
        an_officer(900_004, "经办丙", home.county),
        entry.id,
        tier=DEFAULT.tiers[0].number,
        reason="县里会议定的",
    )
    session.add_all([
        WaitlistCheck(county=home.county, entry_id=entry.id, kind=CheckKind.AGE, result=CheckResult.PASSED, by_name="经办"),
        WaitlistNotice(county=home.county, entry_id=entry.id, kind=NoticeKind.DROPPED, data={"from": 1, "to": 2}),
    ])  # fmt: skip
    switch = WaitlistSwitch(**home.keys, document_no="轮候 1 号", from_on=day)
    session.add(switch)
    await session.flush()
    return {"entry_id": entry.id, "switch_id": switch.id}


async def _offered(session: AsyncSession, house: HouseOfBeds, waiting: int, day: date, at: datetime) -> dict[str, int]:
    """An offer that somebody has, a call, somebody passed over for it, a bed that is explained, an objection."""
    home = house.home
    elder = await an_elder(session, home)
    entry = await an_entry(session, home, elder=elder, state=EntryState.OFFERED)
    claim = await hold_bed(session, home, elder, house.beds["501-1"], on=day)
    offer = BedOffer(
        **home.keys, entry_id=entry.id, elder_id=elder.id, bed_id=claim.bed_id, claim_id=claim.id, state=OfferState.OPEN,
        sent_at=at, on_day=day, working_days=5, attempts_needed=3, due_on=day + timedelta(days=7),
        due_at=at + timedelta(days=7), rank=2, out_of=2, ladder={}, policy_no=0, offered_by=900_005,
    )  # fmt: skip
    session.add(offer)
    await session.flush()
    keys, seal = await sealer(session, home.county), uuid7()
    bed = {**home.keys, "bed_id": house.beds["501-2"]}
    skip = OfferSkip(**bed, entry_id=waiting, position=1, reason=SkipReason.HOSPITAL, note="住院", offered_by=900_005)
    objection = Objection(
        **home.keys, entry_id=entry.id, offer_id=offer.id, code=f"D{offer.id:07d}", received_on=day,
        source=ObjectionSource.DESK, seal=seal, words=keys.seal("objections", "words", seal, "次序不对"),
        due_on=day + timedelta(days=7), holds_bed=True, offered_by=900_005,
    )  # fmt: skip
    session.add_all([
        skip, objection, BedExplanation(**bed, on_day=day, reason=ExplainReason.WORKS),
        OfferAttempt(
            **home.keys, offer_id=offer.id, at=at, on_day=day, channel=next(iter(Channel)),
            result=AttemptResult.NO_ANSWER, seal=uuid7(),
        ),
    ])  # fmt: skip
    await session.flush()
    return {"offer_id": offer.id, "skip_id": skip.id, "objection_id": objection.id}


async def _looked_again(session: AsyncSession, home: Home, entry_id: int, signed: Assessment) -> int:
    drawn = SpotCheck(
        **home.keys, entry_id=entry_id, elder_id=signed.elder_id, assessment_id=signed.id,
        assessed_on=signed.assessed_on, share=10, lot="1", level_before=1,
    )  # fmt: skip
    session.add(drawn)
    await session.flush()
    return drawn.id


async def _placed(session: AsyncSession, home: Home, elder: Elder, day: date) -> dict[str, int]:
    """An order of the county for this home; somebody supported at home, and what they want."""
    town = TOWNS[home.county]
    order = PlacementOrder(
        **home.keys, elder_id=(await an_elder(session, home)).id, seal=uuid7(), number=uuid7().hex[:20], township=town,
        applied_on=day, township_signed_on=day, township_signed_by="李主任", decided_on=day, decision_no="1 号",
        state=OrderState.DECIDED,
    )  # fmt: skip
    support = DispersedSupport(**home.keys, elder_id=elder.id, seal=uuid7(), township=town, from_on=day)
    wish = SupportWish(
        **home.keys, elder_id=elder.id, wish=Wish.HOME, said_by=WishBy.SELF, asked_on=day, asked_by="李主任"
    )
    session.add_all([order, support, wish])
    await session.flush()
    return {"order_id": order.id, "support_id": support.id, "wish_id": wish.id}


async def _coming_in(session: AsyncSession, actor: Actor, home: Home, elder: Elder, day: date) -> dict[str, int]:
    """Somebody on the way in, with the tasks, and an answer in the ledger of consents."""
    draft = OpenDraft(
        elder_id=(await an_elder(session, home)).id, ground=Ground.EMERGENCY, ground_note="独居无人照看", planned_on=day,
        payer=Payer.FAMILY,
    )  # fmt: skip
    admission = await open_admission(session, actor, home, draft)
    agreed = AgreementDraft(
        contents={clause.name: clause.name for clause in clauses()}, term_from_on=day,
        term_to_on=day + timedelta(days=300), bed_fee=Decimal(800),
    )  # fmt: skip
    await write_agreement(session, actor, home, admission.id, agreed)
    keys, seal = await sealer(session, home.county), uuid7()
    consent = Consent(
        **home.keys, elder_id=elder.id, seal=seal, scope=ConsentScope.PHOTO, given=True, text_version=TEXT_VERSION,
        signer=keys.seal("consents", "signer", seal, "王秀英"), basis=Basis.SELF, channel=ConsentChannel.PAPER,
    )  # fmt: skip
    session.add(consent)
    await session.flush()
    return {"admission_id": admission.id, "consent_id": consent.id}


async def _handed_in(session: AsyncSession, home: Home) -> dict[str, Any]:
    """An application that a family has handed in from outside, and one that somebody is still filling in."""
    said = Application(name=HIDDEN[0], contact_name=HIDDEN[1], contact_phone=HIDDEN[2], wishes=(home.institution_id,))
    number = f"{home.county}-W-{home.institution_id:08d}"
    for ticket in (number, f"open-{number}"):
        seal = uuid7()
        sealed = seal, seal_payload(home.county, seal, said.to_json())
        await start_draft(session, process_secret(), home.county, sealed, keyed("ticket", ticket))
        if ticket == number:
            given = HandedIn(home=home.institution_id, number=number, pin_hash=b"-" * 32, pin_salt=b"-" * 16)
            await hand_in_application(session, process_secret(), keyed("ticket", ticket), sealed[1], given)
    intake = (await session.scalars(select(WaitlistIntake.id).where(WaitlistIntake.number == number))).one()
    return {"intake_id": intake, "ticket": f"open-{number}"}
