"""The questions of an application, one to a page, in their order."""

from enum import StrEnum

from app.core.i18n import N_, _
from app.waitlist.rules.applications import Application

__all__ = ["Question", "after", "asked_of", "before", "first_open"]


class Question(StrEnum):
    """One question; its word stands in the address of its page."""

    CONSENT = "consent"
    WHO = "who"
    NAME = "name"
    PAPER = "paper"
    BIRTH = "birth"
    TOWN = "town"
    SITUATION = "situation"
    ABILITY = "ability"
    WISHES = "wishes"
    CONTACT = "contact"
    PUBLISH = "publish"

    @property
    def label(self) -> str:
        """The question itself: the heading of its page."""
        return _(_QUESTIONS[self])

    @property
    def short(self) -> str:
        """What it is about, in the list of answers."""
        return _(_SHORT[self])


_QUESTIONS = {
    Question.CONSENT: N_("先看这几句"),
    Question.WHO: N_("您替谁申请"),
    Question.NAME: N_("老人叫什么名字"),
    Question.PAPER: N_("老人有身份证吗"),
    Question.BIRTH: N_("老人哪年出生"),
    Question.TOWN: N_("老人的户口在哪里"),
    Question.SITUATION: N_("老人有下面的情况吗"),
    Question.ABILITY: N_("老人平时做事怎么样"),
    Question.WISHES: N_("想住哪一家"),
    Question.CONTACT: N_("有了床位找谁"),
    Question.PUBLISH: N_("名单上能写名字吗"),
}
_SHORT = {
    Question.CONSENT: N_("同意"),
    Question.WHO: N_("替谁申请"),
    Question.NAME: N_("姓名、性别"),
    Question.PAPER: N_("身份证"),
    Question.BIRTH: N_("出生"),
    Question.TOWN: N_("户口、住址"),
    Question.SITUATION: N_("特别情况"),
    Question.ABILITY: N_("自理情况"),
    Question.WISHES: N_("想住的机构"),
    Question.CONTACT: N_("联系人"),
    Question.PUBLISH: N_("公示姓名"),
}


def asked_of(said: Application) -> list[Question]:
    """List the questions that are asked: a card says the birth by itself."""
    return [one for one in Question if not (one is Question.BIRTH and said.id_number)]


def first_open(said: Application) -> Question | None:
    """Give the first question that has no answer yet, None where all have one."""
    return next((one for one in asked_of(said) if one not in said.done), None)


def after(question: Question, said: Application) -> Question | None:
    """Give the question behind one."""
    order = list(Question)
    later = order[order.index(question) + 1 :]
    return next((one for one in asked_of(said) if one in later), None)


def before(question: Question, said: Application) -> Question | None:
    """Give the question before one."""
    order = list(Question)
    earlier = order[: order.index(question)]
    return next((one for one in reversed(asked_of(said)) if one in earlier), None)
