"""Numbers of papers as they are kept and compared, and what is wrong with one."""

import re
from dataclasses import dataclass
from datetime import date

from app.core.i18n import _
from app.residents.errors import PaperRefused
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.id_card import IdCard, clean_number, parse_id
from app.residents.rules.kinds import PaperKind

__all__ = ["CARDS", "SoundPaper", "comparable", "sound_paper", "temporary_number"]

CARDS = frozenset({PaperKind.ID_CARD, PaperKind.RESIDENCE_PERMIT})
"""Papers whose number says sex and birth date. Where the other one's number is typed, the number decides."""

_ANY = re.compile(r"[0-9A-Z\u4e00-\u9fff()字第号]{4,30}")
_SHAPES = {
    PaperKind.HOME_RETURN: re.compile(r"[HMC]?\d{8,10}(\d{2})?"),
    PaperKind.PASSPORT: re.compile(r"[A-Z0-9]{5,12}"),
    PaperKind.DISABILITY: re.compile(r"\d{17}[\dX]\d{2}(B\d)?"),
}


@dataclass(frozen=True, slots=True)
class SoundPaper:
    """A paper whose number can be that paper's; `card` is what a card's number says."""

    kind: PaperKind
    number: str
    expires_on: date | None = None
    card: IdCard | None = None


def comparable(raw: str) -> str:
    """Write a number as it is kept and compared, whatever the paper."""
    return clean_number(raw)


def sound_paper(draft: PaperDraft, today: date) -> SoundPaper:
    """Read one paper, or say what is wrong with its number; a blank temporary number is drawn later."""
    if draft.kind in CARDS:
        card = parse_id(draft.number, today)
        return SoundPaper(card.kind, card.number, draft.expires_on, card)
    number = comparable(draft.number)
    if not number and draft.kind is PaperKind.TEMPORARY:
        return SoundPaper(draft.kind, "", draft.expires_on)
    if not _SHAPES.get(draft.kind, _ANY).fullmatch(number):
        raise PaperRefused(_refusal(draft.kind))
    return SoundPaper(draft.kind, number, draft.expires_on)


def temporary_number(county: int, elder_id: int) -> str:
    """The number of somebody who has none yet: unlike any card's, and one of a kind."""
    return f"LS{county}{elder_id:06d}"


def _refusal(kind: PaperKind) -> str | None:
    if kind is PaperKind.DISABILITY:
        return _("残疾人证号应是 20 位：18 位身份证号加 2 位类别和等级，请照证件填写")
    if kind is PaperKind.HOME_RETURN:
        return _("通行证号应是 H、M 或 C 加 8 位数字，台湾居民是 8 位数字，请照证件填写")
    if kind is PaperKind.PASSPORT:
        return _("护照号应是 5–12 位字母和数字，请照护照填写")
    return None
