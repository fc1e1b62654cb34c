"""What an offer must satisfy beyond what the database refuses by itself."""

from app.core.i18n import _
from app.offers.errors import OfferRefused
from app.offers.rules.around import Around
from app.offers.rules.candidates import Candidate
from app.offers.rules.drafts import OfferDraft
from app.offers.rules.hurdles import Hurdle
from app.waitlist.rules.matching import Mismatch

__all__ = ["refuse_unfit"]

BY_THE_DATABASE = (Mismatch.OFFERED,)
"""Not asked for here: one live offer for an applicant is the database's own rule, and it speaks by name."""


def refuse_unfit(around: Around, chosen: Candidate, draft: OfferDraft) -> None:
    """Refuse an offer that the list, the bed, the reserve or the papers do not bear out, and say the way out."""
    for one in (chosen, chosen.partner):
        if one is not None:
            _refuse_person(around, one)
    _refuse_pair(chosen, draft)
    _refuse_skipping(around, chosen)
    if around.evidence(chosen) and not draft.reverified:
        raise OfferRefused(_("请先核对这一位的类别证明今天是否仍有效，再发通知"), field="reverified")
    if around.movers and not draft.internal_reason.strip():
        raise OfferRefused(
            _("现行规则先安排院内需要护理型床位的老人。请先为他们移床，或写明为什么不移"), field="internal_reason"
        )


def _refuse_person(around: Around, one: Candidate) -> None:
    if Hurdle.RESERVE in one.hurdles:
        raise OfferRefused(
            _("{arithmetic}，不能再发给其他类别").format(arithmetic=around.reserve.said), field="entry_id"
        )
    if not one.match.ok:
        raise OfferRefused(
            _("这张床不合这一位：{why}。请选别的床，或看下一位").format(why=one.own_words), field="entry_id"
        )
    ways: list[Mismatch | Hurdle] = [*(fault for fault in one.faults if fault not in BY_THE_DATABASE), *one.hurdles]
    if ways:
        said = _("；").join(way.label for way in ways)
        raise OfferRefused(_("还不能发给这一位：{why}。请先办好，或看下一位").format(why=said), field="entry_id")


def _refuse_pair(chosen: Candidate, draft: OfferDraft) -> None:
    if chosen.partner is not None and draft.pair_bed_id is None:
        raise OfferRefused(_("这一位有关联申请，要连同室的另一张床一起发"), field="entry_id")
    if chosen.partner is None and draft.pair_bed_id is not None:
        raise OfferRefused(_("这一位没有关联申请，只发一张床"), field="entry_id")


def _refuse_skipping(around: Around, chosen: Candidate) -> None:
    if waiting := around.unchecked(chosen):
        places = _("、").join(str(one.position) for one in waiting)
        raise OfferRefused(
            _("第 {places} 位排在前面，这张床也合适。要先发给他们；确需跳过，请写明原因并由院外核对").format(
                places=places
            ),
            field="entry_id",
        )
