"""A home at noon of 20 March 2026 and a person on the way in: files, evidence and tasks in few words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions import service
from app.admissions.models import Admission, AdmissionTask
from app.admissions.rules.contents import clauses
from app.admissions.rules.drafts import (
    AgreementDraft,
    BedDraft,
    CareDraft,
    ConsentsDraft,
    DietDraft,
    HealthDraft,
    IdentityDraft,
    MoveInDraft,
    OpenDraft,
    SigningDraft,
)
from app.admissions.rules.kinds import AdmissionTaskKind, Basis, Conclusion, ConsentChannel, ConsentScope
from app.admissions.rules.known import TEXT_VERSION
from app.admissions.rules.needs import Feeding, Texture
from app.assessments.models import Assessment, RiskAssessment
from app.assessments.rules.states import Reason, State
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind
from app.offers.models import BedOffer
from app.offers.rules.kinds import OfferState
from app.placements.service import hold_bed
from app.residents.models import Elder
from app.residents.rules.around import ContactDraft
from app.residents.rules.kinds import GuardianBasis, NoIdReason, Relation
from app.residents.service import add_contact
from app.stays.rules.kinds import Ground, Payer
from app.waitlist.models import WaitlistEntry
from app.waitlist.rules.steps import EntryState
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.factories.waitlist import an_entry

__all__ = ["NOON", "TODAY", "Ward", "a_scan", "a_ward"]

TODAY = date(2026, 3, 20)
NOON = "2026-03-20 12:00"
AT = datetime(2026, 3, 20, 4, tzinfo=UTC)


class Scan:
    """A file as a form hands it over."""

    filename = "证明.pdf"

    async def read(self, size: int = -1) -> bytes:
        return b"%PDF-1.4 paper"


def a_scan() -> Any:
    return Scan()


@dataclass
class Ward:
    """What every test of admissions begins with."""

    session: AsyncSession
    house: HouseOfBeds

    @property
    def args(self) -> tuple[Any, ...]:
        return self.session, self.house.actor, self.house.home

    @property
    def keys(self) -> dict[str, int]:
        return self.house.home.keys

    async def person(self, name: str = "王秀英", **other: Any) -> Elder:
        """A file that says why there is no paper, and whom to call."""
        said = {"no_id_reason": NoIdReason.PENDING} | other
        elder = await an_elder(self.session, self.house.home, name=name, **said)
        draft = ContactDraft(relation=Relation.SON, name="王建国", phone="13900000000", emergency=True)
        await add_contact(*self.args, elder.id, draft)
        return elder

    async def guardian(self, elder: Elder) -> None:
        draft = ContactDraft(relation=Relation.SON, name="王建军", guardian_basis=next(iter(GuardianBasis)))
        await add_contact(*self.args, elder.id, draft, upload=a_scan())

    async def assessed(self, elder: Elder, *, risks: bool = True, valid_to: date = date(2026, 9, 1)) -> None:
        """A signed ability assessment of level 2, and the nine risks."""
        self.session.add(Assessment(
            county=elder.county, elder_id=elder.id, kind="ability", scale_code="gbt42195-2022", scale_version="2022",
            reason=Reason.FIRST, assessed_on=date(2026, 3, 1), state=State.SIGNED, visit_key=uuid4(), seal=uuid4(),
            total="48", preliminary=2, final=2, clauses="", ladder={"final_name": "中度失能"}, valid_from=date(2026, 3, 1),
            valid_to=valid_to, signed_at=AT,
        ))  # fmt: skip
        if risks:
            self.session.add(RiskAssessment(
                county=elder.county, elder_id=elder.id, institution_id=self.house.home.institution_id,
                assessed_on=date(2026, 3, 1), reason=Reason.FIRST, grades={}, seal=uuid4(),
                next_due_on=date(2027, 3, 1),
            ))  # fmt: skip
        await self.session.flush()

    async def opened(self, elder: Elder | None = None, **changes: Any) -> Admission:
        elder_id = (elder or await self.person()).id
        said = {"elder_id": elder_id, "ground": Ground.DIRECT, "planned_on": TODAY, "payer": Payer.FAMILY} | changes
        return await service.open_admission(*self.args, OpenDraft(**said))

    async def identity(self, admission_id: int, signs: Basis = Basis.SELF) -> None:
        await service.settle_identity(*self.args, admission_id, IdentityDraft(signs=signs))

    async def checked(self, admission_id: int, conclusion: Conclusion = Conclusion.FIT) -> None:
        draft = HealthDraft(checked_on=date(2026, 3, 15), hospital="县人民医院", conclusion=conclusion,
                            valid_to=date(2026, 9, 15), findings="血压偏高", screening={"hiv": "negative"})  # fmt: skip
        await service.keep_health_check(*self.args, admission_id, draft)

    def agreement(self, **changes: Any) -> AgreementDraft:
        said: dict[str, Any] = {
            "contents": {clause.name: f"{clause.name}的内容" for clause in clauses()},
            "term_from_on": TODAY, "term_to_on": date(2027, 3, 20), "bed_fee": Decimal(800), "care_fee": Decimal(600),
            "meal_fee": Decimal(500), "deposit": Decimal(2000), "prepaid_months": 1,
        }  # fmt: skip
        return AgreementDraft(**(said | changes))

    async def agreed(self, admission_id: int, basis: Basis = Basis.SELF) -> None:
        await service.write_agreement(*self.args, admission_id, self.agreement())
        draft = SigningDraft(signed_on=TODAY, basis=basis, signer="王秀英", home_signer="王院长")
        await service.sign_agreement(*self.args, admission_id, draft)

    def answers(self, basis: Basis = Basis.SELF, **other: bool) -> ConsentsDraft:
        answers = {scope: other.get(scope.value, True) for scope in ConsentScope}
        return ConsentsDraft(answers=answers, signer="王秀英", basis=basis, channel=ConsentChannel.PAPER,
                             text_version=TEXT_VERSION)  # fmt: skip

    async def finish(self, admission: Admission, *, without: tuple[AdmissionTaskKind, ...] = ()) -> None:
        """Do what must be done here, in an order of its own; the bed first where the admission chooses one."""
        one = admission.id
        acts = {
            AdmissionTaskKind.CARE: lambda: service.keep_care(*self.args, one, CareDraft(codes=("walker",))),
            AdmissionTaskKind.DIET: lambda: service.keep_diet(
                *self.args, one, DietDraft(feeding=Feeding.SELF, texture=Texture.L6)
            ),
            AdmissionTaskKind.IDENTITY: lambda: self.identity(one),
            AdmissionTaskKind.CONSENTS: lambda: service.answer_consents(*self.args, one, self.answers()),
            AdmissionTaskKind.AGREEMENT: lambda: self.agreed(one),
            AdmissionTaskKind.HEALTH_CHECK: lambda: self.checked(one),
        }
        if admission.ground in (Ground.DIRECT, Ground.EMERGENCY):
            acts[AdmissionTaskKind.BED] = lambda: service.choose_bed(
                *self.args, one, BedDraft(bed_id=self.house.beds["301-1"])
            )
        for kind, act in acts.items():
            if kind not in without:
                await act()

    async def admit(self, admission_id: int, **changes: Any) -> Any:
        return await service.admit(*self.args, admission_id, MoveInDraft(**({"from_on": TODAY} | changes)))

    async def offered(self, bed: str = "301-1") -> tuple[WaitlistEntry, BedOffer, Elder]:
        """An accepted offer that holds a bed, with its entry."""
        elder = await self.person()
        entry = await an_entry(self.session, self.house.home, elder=elder, state=EntryState.OFFERED)
        claim = await hold_bed(self.session, self.house.home, elder, self.house.beds[bed], on=date(2026, 3, 18))
        offer = BedOffer(
            **self.keys, entry_id=entry.id, elder_id=elder.id, bed_id=claim.bed_id, claim_id=claim.id,
            state=OfferState.ACCEPTED, sent_at=AT, on_day=date(2026, 3, 18), working_days=5, attempts_needed=3,
            due_on=date(2026, 3, 25), due_at=AT, rank=1, out_of=1, ladder={}, policy_no=0, answered_at=AT,
        )  # fmt: skip
        self.session.add(offer)
        await self.session.flush()
        return entry, offer, elder

    async def open_offer(self, offer: BedOffer, elder: Elder) -> Admission:
        return await self.opened(elder, ground=Ground.OFFER, offer_id=offer.id)

    async def tasks(self, admission_id: int) -> dict[AdmissionTaskKind, str]:
        rows = await self.session.scalars(select(AdmissionTask).where(AdmissionTask.admission_id == admission_id))
        return {task.kind: task.state.value for task in rows}

    async def holds(self) -> int:
        """How many beds are held for somebody without an end."""
        claim = BedClaim
        rows = select(claim.id).where(claim.kind == ClaimKind.HOLD, claim.voided_at.is_(None), claim.to_on == date.max)
        return len(list(await self.session.scalars(rows)))


async def a_ward(session: AsyncSession) -> Ward:
    """Build the home."""
    return Ward(session, await a_house(session))
