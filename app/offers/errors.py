"""What offers refuse, and what each of their constraints says when it refuses."""

from app.core.errors import Conflict, DomainError, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = [
    "OFFER_REFUSALS", "BedHasOffer", "BedNotHere", "EntryHasOffer", "ObjectionNotFound", "OfferChanged", "OfferNotFound",
    "OfferRefused",
]  # fmt: skip


class OfferRefused(DomainError):
    """An act on an offer that the rules do not allow; the sentence says which one and what to do."""

    sentence = N_("这一步现在不能办，请看过这份通知的情况再试")


class OfferNotFound(NotFound):
    """No such offer, or not the caller's to see."""

    sentence = N_("没有找到这份床位通知，请从通知列表重新进入")


class ObjectionNotFound(NotFound):
    """No such objection, or not the caller's to see."""

    sentence = N_("没有找到这件异议，请从异议列表重新进入")


class BedNotHere(NotFound):
    """No such bed in service in this home today."""

    sentence = N_("没有找到这家机构或这张床，请从床位图重新进入")


class OfferChanged(Conflict):
    """Somebody else has acted on the offer since the page was drawn."""

    sentence = N_("这份通知刚有了新的进展，请看过最新情况再办")


class EntryHasOffer(DomainError):
    """The applicant has a live offer already, here or in another home."""

    sentence = N_("这位申请人手里已有一份等答复的床位通知，请等那一份有了结果，或选下一位")


class BedHasOffer(DomainError):
    """The bed is held by another live offer."""

    sentence = N_("这张床已经发给别人，正在等答复。请选另一张空床")


OFFER_REFUSALS = {"uq_bed_offers_live_entry": EntryHasOffer, "uq_bed_offers_live_bed": BedHasOffer}
"""What a caller hands to `refusing()` around the making of an offer."""

_NOT_SAVED = N_("通知的内容不对，系统没有保存，请刷新后再试")
_GONE = BedNotHere.sentence
_NO_ENTRY = N_("没有找到这条轮候登记，请从轮候列表重新进入")

SENTENCES = {
    "ck_working_days_name": N_("请写明这一天是什么日子，例如「国庆节」或「国庆节调休上班」"),
    "pk_working_days": N_("这一天已经在日历里，请直接修改那一行"),
    **dict.fromkeys(
        (
            "pk_bed_offers",
            "pk_offer_attempts",
            "pk_offer_skips",
            "pk_objections",
            "pk_bed_explanations",
            "pk_spot_checks",
            "uq_bed_offers_home",
        ),
        N_("编号重复，系统没有保存，请再试一次"),
    ),
    # Offers
    "uq_bed_offers_live_entry": EntryHasOffer.sentence,
    "uq_bed_offers_live_bed": BedHasOffer.sentence,
    "ck_bed_offers_state": _NOT_SAVED,
    "ck_bed_offers_ended": _NOT_SAVED,
    "ck_bed_offers_answered": N_("请先登记答复，再办下一步"),
    "ck_bed_offers_refused": N_("请选择不接受的原因"),
    "ck_bed_offers_answer_reason": N_("请从列表里选不接受的原因"),
    "ck_bed_offers_withdrawn": N_("收回通知要写明原因，请填写"),
    "ck_bed_offers_extended": N_("延长答复时间要写明原因，请填写"),
    "ck_bed_offers_rank": N_("位次不对，系统没有保存，请刷新候选名单后再试"),
    "ck_bed_offers_due": N_("答复期限要晚于发出的那一天，请核对工作日日历"),
    "fk_bed_offers_institution": _GONE,
    "fk_bed_offers_bed": _GONE,
    "fk_bed_offers_entry": _NO_ENTRY,
    "fk_bed_offers_elder": N_("没有找到这位老人的档案，请从轮候列表重新进入"),
    "fk_bed_offers_claim": N_("这张床的预留已变动，请刷新床位图后再试"),
    "fk_bed_offers_stay": N_("没有找到这次入住，请从入住办理重新进入"),
    # Attempts
    "ck_offer_attempts_channel": N_("请选择联系方式"),
    "ck_offer_attempts_result": N_("请选择联系结果"),
    "fk_offer_attempts_offer": OfferNotFound.sentence,
    # Skips
    "ck_offer_skips_reason": N_("请选择跳过的原因"),
    "ck_offer_skips_verdict": N_("请选同意或不同意"),
    "ck_offer_skips_note": N_("请写明为什么跳过这一位，院外核对的人要看"),
    "ck_offer_skips_position": _NOT_SAVED,
    "ck_offer_skips_checked": N_("核对意见没有写全，请重新填写"),
    "ck_offer_skips_outside": N_("跳过要由院外的人核对，提出的人不能自己核对。请交县级经办办理"),
    "ck_offer_skips_used": N_("院外没有同意跳过这一位，不能越过。请先发给这一位，或重新提请核对"),
    "uq_offer_skips_open": N_("这一位已经提请核对，正在等院外答复，不用再提"),
    "fk_offer_skips_institution": _GONE,
    "fk_offer_skips_bed": _GONE,
    "fk_offer_skips_entry": _NO_ENTRY,
    "fk_offer_skips_offer": OfferNotFound.sentence,
    # Objections
    "ck_objections_source": N_("请选择异议从哪里来"),
    "ck_objections_outcome": N_("请选择处理结果"),
    "ck_objections_decided": N_("请写明处理结果和理由，公布时要用"),
    "ck_objections_other_person": N_("发出通知的人不能处理针对这份通知的异议，请换一位经办人办理"),
    "ck_objections_published": N_("异议还没有处理，不能公布。请先登记处理结果"),
    "ck_objections_home_of_offer": _NOT_SAVED,
    "uq_objections_code": N_("回执号重复，系统没有保存，请再试一次"),
    "fk_objections_institution": _GONE,
    "fk_objections_entry": _NO_ENTRY,
    "fk_objections_offer": OfferNotFound.sentence,
    # Explanations
    "ck_bed_explanations_reason": N_("请选择没有发出的原因"),
    "ck_bed_explanations_note": N_("选「其他」时请写明原因"),
    "fk_bed_explanations_institution": _GONE,
    "fk_bed_explanations_bed": _GONE,
    # Spot checks
    "ck_spot_checks_outcome": N_("请选择复评结果"),
    "ck_spot_checks_share": N_("抽查比例要在 1 到 100 之间，请核对规则"),
    "ck_spot_checks_done": N_("请写全复评的等级和结果"),
    "uq_spot_checks_assessment": N_("这次评估已经抽查过，不用再抽，请看抽查结果"),
    "fk_spot_checks_institution": _GONE,
    "fk_spot_checks_entry": _NO_ENTRY,
    "fk_spot_checks_elder": N_("没有找到这位老人的档案，请从轮候列表重新进入"),
}
add_sentences(SENTENCES)
