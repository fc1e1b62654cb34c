"""The words of the waitlist: states of an entry, where it came from, links, checks, circumstances, notices."""

from enum import StrEnum

from app.core.i18n import N_, _
from app.waitlist.rules.answers import RefusalReason
from app.waitlist.rules.steps import EntryState, EventKind

__all__ = [
    "Channel", "CheckKind", "CheckResult", "CircumstanceKind", "EntryState", "EventKind", "LinkKind", "NoticeKind",
    "RefusalReason", "Source",
]  # fmt: skip


class Source(StrEnum):
    """How an application came in."""

    DESK = "desk"
    ONLINE = "online"
    TOWNSHIP = "township"
    PAPER = "paper"

    @property
    def label(self) -> str:
        """The way in, in words."""
        return _(_SOURCES[self])


_SOURCES = {
    Source.DESK: N_("窗口"),
    Source.ONLINE: N_("网上"),
    Source.TOWNSHIP: N_("乡镇代办"),
    Source.PAPER: N_("纸质代录"),
}


class LinkKind(StrEnum):
    """Why applications belong together: they are offered together."""

    COUPLE = "couple"
    DEPENDENT = "dependent"
    SIBLINGS = "siblings"

    @property
    def label(self) -> str:
        """The bond in words."""
        return _(_LINKS[self])


_LINKS = {
    LinkKind.COUPLE: N_("夫妻"),
    LinkKind.DEPENDENT: N_("需照顾的残疾子女"),
    LinkKind.SIBLINGS: N_("兄弟姐妹"),
}


class CircumstanceKind(StrEnum):
    """What a policy may ask for and no category on file says; each needs its evidence."""

    LIVES_ALONE = "lives_alone"
    NO_FAMILY = "no_family"
    HARDSHIP = "hardship"
    CONTRIBUTION = "contribution"
    FAMILY_PLANNING = "family_planning"
    RESIDENT = "resident"

    @property
    def label(self) -> str:
        """The circumstance's short name."""
        return _(_CIRCUMSTANCES[self])


_CIRCUMSTANCES = {
    CircumstanceKind.LIVES_ALONE: N_("独居"),
    CircumstanceKind.NO_FAMILY: N_("孤寡"),
    CircumstanceKind.HARDSHIP: N_("经济困难"),
    CircumstanceKind.CONTRIBUTION: N_("见义勇为或重大贡献"),
    CircumstanceKind.FAMILY_PLANNING: N_("计生特殊家庭"),
    CircumstanceKind.RESIDENT: N_("本地常住"),
}


class CheckKind(StrEnum):
    """What is checked before somebody is taken into the list."""

    IDENTITY = "identity"
    AGE = "age"
    HUKOU = "hukou"
    CATEGORY = "category"
    INFECTIOUS = "infectious"
    PSYCHOSIS = "psychosis"
    ASSESSMENT = "assessment"

    @property
    def label(self) -> str:
        """The check in words."""
        return _(_CHECKS[self])


_CHECKS = {
    CheckKind.IDENTITY: N_("身份"),
    CheckKind.AGE: N_("年龄"),
    CheckKind.HUKOU: N_("户籍"),
    CheckKind.CATEGORY: N_("人员类别的证明"),
    CheckKind.INFECTIOUS: N_("传染病"),
    CheckKind.PSYCHOSIS: N_("精神疾病急性期"),
    CheckKind.ASSESSMENT: N_("能力评估"),
}


class CheckResult(StrEnum):
    """What a check found."""

    PASSED = "passed"
    FAILED = "failed"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        """The result in words."""
        return _(_RESULTS[self])


_RESULTS = {
    CheckResult.PASSED: N_("符合"),
    CheckResult.FAILED: N_("不符合"),
    CheckResult.WAITING: N_("待补材料"),
}


class NoticeKind(StrEnum):
    """What a family is to be told."""

    DROPPED = "dropped"
    OFFERED = "offered"
    LAPSED = "lapsed"
    SKIPPED = "skipped"
    POLICY = "policy"
    REMOVED = "removed"
    CONFIRM = "confirm"
    BY_HOME = "by_home"

    @property
    def label(self) -> str:
        """The notice in words."""
        return _(_NOTICES[self])


_NOTICES = {
    NoticeKind.DROPPED: N_("名次后移"),
    NoticeKind.OFFERED: N_("有床位通知"),
    NoticeKind.LAPSED: N_("床位通知过期"),
    NoticeKind.SKIPPED: N_("本次被跳过"),
    NoticeKind.POLICY: N_("轮候规则变更"),
    NoticeKind.REMOVED: N_("已移出轮候"),
    NoticeKind.CONFIRM: N_("请确认是否继续轮候"),
    NoticeKind.BY_HOME: N_("登记由机构代办改动"),
}


class Channel(StrEnum):
    """How a family was told."""

    PHONE = "phone"
    SMS = "sms"
    WECHAT = "wechat"
    VISIT = "visit"
    LETTER = "letter"
    IN_PERSON = "in_person"

    @property
    def label(self) -> str:
        """The way in words."""
        return _(_CHANNELS[self])


_CHANNELS = {
    Channel.PHONE: N_("电话"),
    Channel.SMS: N_("短信"),
    Channel.WECHAT: N_("微信"),
    Channel.VISIT: N_("上门"),
    Channel.LETTER: N_("信函"),
    Channel.IN_PERSON: N_("当面"),
}
