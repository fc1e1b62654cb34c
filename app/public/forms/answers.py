"""The answers of an application, a form to each question; `into` puts an answer to those there are."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.beds.rules.kinds import Sex
from app.core.errors import DomainError
from app.core.i18n import N_, _
from app.public.rules.questions import Question
from app.residents.rules.id_card import OLDEST, parse_id
from app.residents.rules.kinds import BirthPrecision, NoIdReason
from app.waitlist.rules.applications import Ability, Application, ForWhom, Situation
from app.web.forms import Form

__all__ = ["FORMS", "AnswerForm"]

PHONE = r"[0-9+\-() ]{7,20}"


class AnswerForm(Form):
    """One answer."""

    def into(self, said: Application, today: date) -> Application:
        """Put the answer to those there are, or say what is wrong with it."""
        raise NotImplementedError


class ConsentForm(AnswerForm):
    """That they know what their answers are used for."""

    consent: Literal["yes"] | None = None

    def into(self, said: Application, today: date) -> Application:
        """Keep the consent; without it nothing else is asked."""
        if self.consent is None:
            raise DomainError(
                _("看过以后请勾选「同意」，才能往下填。不想在网上填的，可以到受理点申请"), field="consent"
            )
        return replace(said, consent=True)


class WhoForm(AnswerForm):
    """For whom."""

    for_whom: Annotated[ForWhom, Field(title=N_("替谁申请"))]

    def into(self, said: Application, today: date) -> Application:
        """Keep for whom."""
        return replace(said, for_whom=self.for_whom)


class NameForm(AnswerForm):
    """The elder's name."""

    name: Annotated[str, Field(title=N_("老人的姓名"), min_length=2, max_length=40)]
    sex: Annotated[Sex, Field(title=N_("性别"))]

    def into(self, said: Application, today: date) -> Application:
        """Keep name and sex."""
        return replace(said, name=self.name, sex=self.sex)


class PaperForm(AnswerForm):
    """The card, or why there is none. A number that was given before is not shown again; left blank it stays."""

    has: Annotated[Literal["yes", "no"], Field(title=N_("有没有身份证"))]
    id_number: Annotated[str, Field(title=N_("身份证号"), max_length=30)] = ""
    no_id_reason: Annotated[NoIdReason | None, Field(title=N_("没有身份证的原因"))] = None

    def into(self, said: Application, today: date) -> Application:
        """Keep a sound number with the birth it says, or the reason."""
        if self.has == "no":
            if self.no_id_reason is None:
                raise DomainError(_("请选没有身份证的原因，没有也能申请"), field="no_id_reason")
            return replace(said, id_number="", no_id_reason=self.no_id_reason, done=_without_birth(said))
        if not self.id_number and said.id_number:
            return said
        if not self.id_number:
            raise DomainError(_("请填写身份证号，18 位"), field="id_number")
        try:
            card = parse_id(self.id_number, today)
        except DomainError as refusal:
            raise DomainError(refusal.message, field="id_number") from None
        return replace(
            said, id_number=card.number, no_id_reason=None, born_on=card.born_on, sex=card.sex,
            birth_precision=BirthPrecision.DAY,
        )  # fmt: skip


def _without_birth(said: Application) -> tuple[str, ...]:
    """A birth that the card said is asked again once there is no card."""
    return tuple(one for one in said.done if not (said.id_number and one == Question.BIRTH))


class BirthForm(AnswerForm):
    """The birth, as exactly as it is known."""

    year: Annotated[int, Field(title=N_("出生的年份"))]
    month: Annotated[int | None, Field(title=N_("月"), ge=1, le=12)] = None
    day: Annotated[int | None, Field(title=N_("日"), ge=1, le=31)] = None

    def into(self, said: Application, today: date) -> Application:
        """Keep the first day of what is known."""
        if not today.year - OLDEST <= self.year <= today.year:
            raise DomainError(_("年份要写四位数，如 1942，请核对"), field="year")
        precision = (
            BirthPrecision.YEAR if self.month is None
            else BirthPrecision.MONTH if self.day is None else BirthPrecision.DAY
        )  # fmt: skip
        try:
            born = date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            raise DomainError(_("没有这一天，请核对月和日"), field="day") from None
        if born > today:
            raise DomainError(_("出生日期在今天以后，请核对"), field="year")
        return replace(said, born_on=born, birth_precision=precision)


class TownForm(AnswerForm):
    """Where the elder is registered and lives; 0 is another county."""

    town: Annotated[int, Field(title=N_("户口所在的乡镇"), ge=0)]
    address: Annotated[str, Field(title=N_("现在住的地方"), max_length=120)] = ""

    def into(self, said: Application, today: date) -> Application:
        """Keep both."""
        return replace(said, town=self.town or None, address=self.address)


class SituationForm(AnswerForm):
    """What may bring the elder forward; none is an answer too."""

    situations: Annotated[list[Situation], Field(title=N_("情况"), default_factory=list)]

    def into(self, said: Application, today: date) -> Application:
        """Keep what was ticked, each once."""
        return replace(said, situations=tuple(dict.fromkeys(self.situations)))


class AbilityForm(AnswerForm):
    """How much the elder does alone."""

    ability: Annotated[Ability, Field(title=N_("自理情况"))]
    forgetful: Literal["yes"] | None = None

    def into(self, said: Application, today: date) -> Application:
        """Keep both."""
        return replace(said, ability=self.ability, forgetful=self.forgetful is not None)


class WishesForm(AnswerForm):
    """The homes wished for."""

    first: Annotated[int, Field(title=N_("最想住的一家"))]
    second: Annotated[int, Field(title=N_("第二家"))] = 0
    any_home: Literal["yes"] | None = None

    def into(self, said: Application, today: date) -> Application:
        """Keep them in their order."""
        if self.second == self.first:
            raise DomainError(_("两家选成了同一家，第二家请换一家，或选「不选」"), field="second")
        wishes = (self.first, self.second) if self.second else (self.first,)
        return replace(said, wishes=wishes, any_home=self.any_home is not None)


class ContactForm(AnswerForm):
    """Whom to call."""

    contact_name: Annotated[str, Field(title=N_("联系人姓名"), min_length=2, max_length=40)]
    contact_phone: Annotated[str, Field(title=N_("联系电话"), pattern=f"^{PHONE}$")]

    def into(self, said: Application, today: date) -> Application:
        """Keep both."""
        return replace(said, contact_name=self.contact_name, contact_phone=self.contact_phone)


class PublishForm(AnswerForm):
    """Whether the masked name may stand on the list."""

    consent_public: Annotated[Literal["yes", "no"], Field(title=N_("名单上能不能写名字"))]

    def into(self, said: Application, today: date) -> Application:
        """Keep the answer."""
        return replace(said, consent_public=self.consent_public == "yes")


FORMS: dict[Question, type[AnswerForm]] = {
    Question.CONSENT: ConsentForm,
    Question.WHO: WhoForm,
    Question.NAME: NameForm,
    Question.PAPER: PaperForm,
    Question.BIRTH: BirthForm,
    Question.TOWN: TownForm,
    Question.SITUATION: SituationForm,
    Question.ABILITY: AbilityForm,
    Question.WISHES: WishesForm,
    Question.CONTACT: ContactForm,
    Question.PUBLISH: PublishForm,
}
