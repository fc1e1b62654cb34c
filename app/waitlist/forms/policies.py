"""What is posted to make rules, to switch the list on, and to take either back."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field, model_validator

from app.core.i18n import N_, _
from app.waitlist.rules.answers import RefusalReason
from app.waitlist.rules.policy import LAST_KEYS, Key, Policy, policy_to_json
from app.waitlist.rules.saying import UnreadCondition, read_condition, say_condition
from app.web.forms import Form

__all__ = ["NESTED", "PolicyForm", "SwitchEndForm", "SwitchForm", "VoidForm", "raw_of"]

PLAIN = (
    "disabled_from_level", "nursing_from_level", "expired_level_counts", "unverified_counts", "min_age",
    "level_required", "max_wishes", "check_working_days", "confirm_months", "defer_max_months", "recheck_share",
    "sex_change_days", "explain_working_days", "internal_moves_first",
)  # fmt: skip
NESTED = {
    "offer_working_days": ("offer", "working_days"), "offer_attempts": ("offer", "attempts"),
    "offer_admission_working_days": ("offer", "admission_working_days"), "refusal_free": ("refusal", "free"),
    "refusal_justified": ("refusal", "justified"), "refusal_exits": ("refusal", "exits"),
    "refusal_window_months": ("refusal", "window_months"), "refusal_ban_months": ("refusal", "ban_months"),
    "lapse_is_exit": ("refusal", "lapse_is_exit"), "reserve_on": ("reserve", "on"),
    "objection_working_days": ("objection", "working_days"), "holds_bed": ("objection", "holds_bed"),
}  # fmt: skip
BOOLEANS = ("expired_level_counts", "unverified_counts", "level_required", "internal_moves_first", "lapse_is_exit",
            "reserve_on", "holds_bed")  # fmt: skip
SPARE_TIERS = 2


class PolicyForm(Form):
    """Rules as they are written: tiers from the first to the last, and the switches around them."""

    tap_id: UUID
    county: int = Field(title=N_("区县"))
    base: str = Field(default="", title=N_("从哪份规则改"), max_length=40)
    title: str = Field(title=N_("规则名称"), min_length=2, max_length=80)
    source: str = Field(title=N_("来源"), min_length=2, max_length=200)
    document_no: str = Field(default="", title=N_("文号"), max_length=60)
    unverified: bool = Field(default=False, title=N_("来源待核"))
    from_on: date = Field(title=N_("起用日期"))
    tier_titles: list[str] = Field(default=[], title=N_("类别名称"))
    tier_words: list[str] = Field(default=[], title=N_("哪些人"))
    first_number: int = Field(default=2, title=N_("从第几类数起"), ge=1, le=9)
    keys: list[Key] = Field(default=[], title=N_("同类之内先比"))
    disabled_from_level: int = Field(title=N_("失能从几级算起"), ge=1, le=4)
    nursing_from_level: int = Field(title=N_("几级起要护理型床位"), ge=1, le=4)
    expired_level_counts: bool = Field(default=False, title=N_("过期的等级照算"))
    unverified_counts: bool = Field(default=False, title=N_("待核的类别也算"))
    min_age: int = Field(title=N_("最小年龄"), ge=0, le=120)
    hukou: bool = Field(default=False, title=N_("只收本县户籍"))
    level_required: bool = Field(default=False, title=N_("先评估再列入"))
    max_wishes: int = Field(title=N_("志愿最多几家"), ge=1, le=3)
    check_working_days: int = Field(title=N_("核验几个工作日"), ge=1, le=60)
    confirm_months: int = Field(title=N_("几个月确认一次意愿"), ge=1, le=36)
    defer_max_months: int = Field(title=N_("最长暂缓几个月"), ge=1, le=36)
    recheck_share: int = Field(title=N_("抽查百分之几"), ge=0, le=100)
    sex_change_days: int = Field(title=N_("发通知前改房间性别的，几天内要查"), ge=0, le=365)
    explain_working_days: int = Field(title=N_("空床几个工作日内要发或说明"), ge=1, le=60)
    internal_moves_first: bool = Field(default=False, title=N_("先满足院内调床"))
    offer_working_days: int = Field(title=N_("通知几个工作日内答复"), ge=1, le=60)
    offer_attempts: int = Field(title=N_("至少联系几次才算过期"), ge=1, le=10)
    offer_admission_working_days: int = Field(title=N_("接受后几个工作日内入住"), ge=1, le=60)
    refusal_free: int = Field(title=N_("有正当理由拒绝，保留次序几次"), ge=0, le=9)
    refusal_justified: list[RefusalReason] = Field(default=[], title=N_("哪些算正当理由"))
    refusal_exits: int = Field(title=N_("退出几次限制登记"), ge=0, le=9)
    refusal_window_months: int = Field(title=N_("几个月内累计"), ge=1, le=60)
    refusal_ban_months: int = Field(title=N_("限制登记几个月"), ge=0, le=60)
    lapse_is_exit: bool = Field(default=False, title=N_("过期算一次退出"))
    reserve_on: bool = Field(default=False, title=N_("为特困人员预留床位"))
    objection_working_days: int = Field(title=N_("异议期几个工作日"), ge=1, le=60)
    holds_bed: bool = Field(default=False, title=N_("异议期间保留床位"))

    @model_validator(mode="after")
    def _tiers_can_be_read(self) -> "PolicyForm":
        """Say at once what of the conditions cannot be read."""
        self.tiers()
        return self

    def tiers(self) -> list[dict[str, Any]]:
        """The tiers in the order of the lines; a line left blank is none."""
        lines = [pair for pair in zip(self.tier_titles, self.tier_words, strict=False) if any(pair)]
        return [
            {"number": number, "title": title or words, "when": _read(number, words)}
            for number, (title, words) in enumerate(lines, self.first_number)
        ]

    def rules(self, base: Policy) -> dict[str, Any]:
        """The rules as they are kept: those of the base with what the form says."""
        told = policy_to_json(base) | {name: getattr(self, name) for name in PLAIN}
        for name, (part, inner) in NESTED.items():
            told[part] = told[part] | {inner: getattr(self, name)}
        chosen = [key for key in Key if key in self.keys and key not in LAST_KEYS]
        marks = [mark for mark in told["unverified"] if self.unverified]
        return told | {
            "title": self.title, "source": self.source, "tiers": self.tiers(), "keys": [*chosen, *LAST_KEYS],
            "hukou": "county" if self.hukou else "anywhere", "unverified": _standing(marks, self.tiers()),
        }  # fmt: skip


def _read(number: int, words: str) -> Any:
    try:
        return read_condition(words)
    except UnreadCondition as fault:
        raise ValueError(_("第 {number} 类：{fault}").format(number=number, fault=fault)) from None


def _standing(marks: list[dict[str, str]], tiers: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Keep the marks 来源待核 of what is still there."""
    there = {f"tiers.{tier['number']}" for tier in tiers}
    return [mark for mark in marks if not mark["key"].startswith("tiers.") or mark["key"] in there]


def raw_of(policy: Policy) -> dict[str, Any]:
    """Write rules as the form takes them, to be changed."""
    raw: dict[str, Any] = {name: getattr(policy, name) for name in PLAIN}
    raw |= {name: getattr(getattr(policy, part), inner) for name, (part, inner) in NESTED.items()}
    raw |= {name: "yes" if raw[name] else "" for name in BOOLEANS}
    tiers = sorted(policy.tiers, key=lambda tier: tier.number)
    return raw | {
        "title": policy.label, "source": policy.said_source, "document_no": policy.document_no,
        "unverified": "yes" if policy.source_unverified or policy.unverified else "",
        "hukou": "yes" if policy.hukou == "county" else "", "first_number": tiers[0].number,
        "tier_titles": [tier.label for tier in tiers] + [""] * SPARE_TIERS,
        "tier_words": [say_condition(tier.when) for tier in tiers] + [""] * SPARE_TIERS,
        "keys": [str(key) for key in policy.keys], "refusal_justified": [str(one) for one in policy.refusal.justified],
    }  # fmt: skip


class SwitchForm(Form):
    """The decision that a home, or every home, gives its beds out by the list."""

    tap_id: UUID
    county: int = Field(title=N_("区县"))
    home: int | None = Field(default=None, title=N_("机构"))
    from_on: date = Field(title=N_("从哪天起"))
    document_no: str = Field(title=N_("文号"), min_length=2, max_length=60)
    note: str = Field(default="", title=N_("说明"), max_length=200)


class SwitchEndForm(Form):
    """From which day on the decision no longer holds."""

    tap_id: UUID
    on: date = Field(title=N_("停用日期"))
    reason: str = Field(title=N_("原因"), min_length=2, max_length=200)


class VoidForm(Form):
    """Why it was never right."""

    tap_id: UUID
    reason: str = Field(title=N_("作废原因"), min_length=2, max_length=200)
