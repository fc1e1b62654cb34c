"""A person as asked for, checked and completed from their card: what is to be kept, or what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.beds.rules.kinds import Sex
from app.core.i18n import _
from app.residents.errors import BirthRefused, IdDiffers, NoPaperNoReason, PaperRefused, SexMissing
from app.residents.rules.birthdays import lunar_of, rounded
from app.residents.rules.drafts import ElderDraft
from app.residents.rules.id_card import OLDEST, IdCard
from app.residents.rules.kinds import BirthPrecision, Calendar, PaperKind
from app.residents.rules.papers import SoundPaper, sound_paper
from app.residents.rules.readings import name_sort, plain_name, readings

__all__ = ["SoundElder", "refuse_differing", "sound_elder"]


@dataclass(frozen=True, slots=True)
class SoundElder:
    """The columns of a file, and the papers that go with it."""

    columns: dict[str, Any]
    papers: tuple[SoundPaper, ...]


def sound_elder(draft: ElderDraft, today: date, *, card: IdCard | None = None, opening: bool = True) -> SoundElder:
    """Check a draft and complete it; `card` is the one already on file when a file is changed."""
    papers = _papers(draft, today) if opening else ()
    card = next((paper.card for paper in papers if paper.card), card)
    known_by = [paper for paper in papers if paper.kind is not PaperKind.TEMPORARY]
    if opening and not known_by and draft.no_id_reason is None:
        raise NoPaperNoReason
    sex = draft.sex or (card.sex if card else None)
    if sex is None:
        raise SexMissing
    born_on, precision = _birth(draft, card, today)
    if card is not None and not draft.id_differs:
        refuse_differing(card, sex, born_on, precision)
    name = plain_name(draft.name)
    columns = {
        "name": name,
        "name_sort": name_sort(name),
        "readings": readings(name),
        "name_note": draft.name_note.strip(),
        "sex": sex,
        "born_on": born_on,
        "birth_precision": precision,
        "ethnicity": draft.ethnicity.strip(),
        "hukou_region": draft.hukou_region,
        "hukou_kind": draft.hukou_kind,
        "no_id_reason": None if card else draft.no_id_reason,
    }
    return SoundElder(columns | _birthday(draft, born_on, precision), papers)


def _papers(draft: ElderDraft, today: date) -> tuple[SoundPaper, ...]:
    papers = tuple(sound_paper(paper, today) for paper in draft.papers)
    if len({paper.kind for paper in papers}) < len(papers):
        raise PaperRefused(_("同一种证件只能填一件，请去掉重复的"))
    return papers


def _birth(draft: ElderDraft, card: IdCard | None, today: date) -> tuple[date | None, BirthPrecision]:
    precision = draft.birth_precision
    if draft.born_on is None and card and precision in (None, BirthPrecision.DAY):
        return card.born_on, BirthPrecision.DAY
    if precision is BirthPrecision.UNKNOWN:
        return None, precision
    if draft.born_on is None:
        raise BirthRefused(_("请填写出生日期；只知道大概的，请选择知道到哪一步，完全不知道的请选「不详」"))
    if draft.born_on > today:
        raise BirthRefused(_("出生日期还没到，请核对"))
    if draft.born_on.year < today.year - OLDEST:
        raise BirthRefused(_("按出生日期已超过 125 岁，请核对年份"))
    precision = precision or BirthPrecision.DAY
    return rounded(draft.born_on, precision), precision


def refuse_differing(card: IdCard, sex: Sex, born_on: date | None, precision: BirthPrecision) -> None:
    """A card and a person that say different things: one of them was mistyped, or the card is wrong."""
    told: Sequence[tuple[bool, str]] = (
        (sex is not card.sex, _("性别是{sex}").format(sex=card.sex.label)),
        (
            precision is not BirthPrecision.DAY or born_on != card.born_on,
            _("出生日期是 {day}").format(day=card.born_on.isoformat()),
        ),
    )
    if said := [sentence for differs, sentence in told if differs]:
        raise IdDiffers(
            _("按身份证号，{said}，与填写的不同。请改成一致；证件本身有误的，请勾选「已与证件核实」").format(
                said=_("、").join(said)
            )
        )


def _birthday(draft: ElderDraft, born_on: date | None, precision: BirthPrecision) -> dict[str, Any]:
    """The day on which the birthday is kept; one by the old calendar follows from the birth date where none is said."""
    if draft.birthday_calendar is Calendar.SOLAR:
        return {"birthday_calendar": Calendar.SOLAR, "lunar_month": None, "lunar_day": None, "lunar_leap": False}
    month, day, leap = draft.lunar_month, draft.lunar_day, draft.lunar_leap
    if month is None and day is None and born_on is not None and precision is BirthPrecision.DAY:
        found = lunar_of(born_on)
        month, day, leap = found.month, found.day, found.leap
    if month is None or day is None:
        raise BirthRefused(_("按农历过生日的，请填农历几月几日"), field="lunar_month")
    return {"birthday_calendar": Calendar.LUNAR, "lunar_month": month, "lunar_day": day, "lunar_leap": leap}
