"""The words of an admission 入院办理: its tasks and their states, consents and agreements, with labels."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = [
    "AdmissionState",
    "AdmissionTaskKind",
    "AdmissionTaskState",
    "AgreementState",
    "Basis",
    "Conclusion",
    "ConsentChannel",
    "ConsentScope",
    "PayCycle",
]  # fmt: skip


class AdmissionState(StrEnum):
    """Whether an admission goes on, has become a stay, or was given up."""

    OPEN = "open"
    ADMITTED = "admitted"
    GIVEN_UP = "given_up"

    @property
    def label(self) -> str:
        """办理中, 已入住 or 已放弃."""
        return _(_ADMISSIONS[self])


_ADMISSIONS = {
    AdmissionState.OPEN: N_("办理中"),
    AdmissionState.ADMITTED: N_("已入住"),
    AdmissionState.GIVEN_UP: N_("不办了"),
}


class AdmissionTaskKind(StrEnum):
    """What an admission consists of, in the order it is usually done; any order is right."""

    IDENTITY = "identity"
    ASSESSMENT = "assessment"
    HEALTH_CHECK = "health_check"
    RISKS = "risks"
    AGREEMENT = "agreement"
    CONSENTS = "consents"
    BED = "bed"
    DIET = "diet"
    CARE = "care"

    @property
    def label(self) -> str:
        """The task in words."""
        return _(_TASKS[self])


_TASKS = {
    AdmissionTaskKind.IDENTITY: N_("身份与监护"),
    AdmissionTaskKind.ASSESSMENT: N_("能力评估"),
    AdmissionTaskKind.HEALTH_CHECK: N_("体检与传染病筛查"),
    AdmissionTaskKind.RISKS: N_("安全风险评估"),
    AdmissionTaskKind.AGREEMENT: N_("合同与收费"),
    AdmissionTaskKind.CONSENTS: N_("知情同意"),
    AdmissionTaskKind.BED: N_("床位"),
    AdmissionTaskKind.DIET: N_("膳食"),
    AdmissionTaskKind.CARE: N_("照护"),
}


class AdmissionTaskState(StrEnum):
    """How far a task has come."""

    NOT_STARTED = "todo"
    DOING = "doing"
    DONE = "done"
    WAIVED = "waived"
    BLOCKED = "blocked"

    @property
    def label(self) -> str:
        """The state in words; what blocks it stands beside."""
        return _(_TASK_STATES[self])


_TASK_STATES = {
    AdmissionTaskState.NOT_STARTED: N_("未开始"),
    AdmissionTaskState.DOING: N_("进行中"),
    AdmissionTaskState.DONE: N_("已完成"),
    AdmissionTaskState.WAIVED: N_("已豁免"),
    AdmissionTaskState.BLOCKED: N_("无法开始"),
}


class Basis(StrEnum):
    """On whose signature something stands: the person's own, or the guardian's with the paper that makes them one."""

    SELF = "self"
    GUARDIAN = "guardian"

    @property
    def label(self) -> str:
        """本人 or 监护人."""
        return _("本人") if self is Basis.SELF else _("监护人")


class Conclusion(StrEnum):
    """What a health check says about living in a home."""

    FIT = "fit"
    WATCH = "watch"
    UNFIT = "unfit"

    @property
    def label(self) -> str:
        """The conclusion in words."""
        return _(_CONCLUSIONS[self])


_CONCLUSIONS = {
    Conclusion.FIT: N_("可以入住"),
    Conclusion.WATCH: N_("可以入住，先观察隔离"),
    Conclusion.UNFIT: N_("现在不宜入住"),
}


class AgreementState(StrEnum):
    """A service agreement is written, then signed; one that is not to be is voided."""

    DRAFT = "draft"
    SIGNED = "signed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The state in words."""
        return _(_AGREEMENTS[self])


_AGREEMENTS = {
    AgreementState.DRAFT: N_("待签字"),
    AgreementState.SIGNED: N_("已签字"),
    AgreementState.ENDED: N_("已终止"),
}


class PayCycle(StrEnum):
    """How often the charges are paid; a month at a time is what the rules prefer."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        """按月, 按季 or 按年."""
        return {PayCycle.MONTH: _("按月"), PayCycle.QUARTER: _("按季"), PayCycle.YEAR: _("按年")}[self]


class ConsentScope(StrEnum):
    """For what a separate consent 单独同意 is asked."""

    HEALTH_DATA = "health_data"
    BUREAU_DATA = "bureau_data"
    CAMERA = "camera"
    PHOTO = "photo"
    FAMILY_APP = "family_app"
    LOCATION = "location"
    WAITLIST_PUBLIC = "waitlist_public"

    @property
    def label(self) -> str:
        """What is consented to."""
        return _(_SCOPES[self])

    @property
    def words(self) -> str:
        """What the person is told before they answer: what is done with it, and what follows from a no."""
        return _(_SCOPE_WORDS[self])


_SCOPES = {
    ConsentScope.HEALTH_DATA: N_("使用健康信息"),
    ConsentScope.BUREAU_DATA: N_("向民政部门报送"),
    ConsentScope.CAMERA: N_("公共区域监控"),
    ConsentScope.PHOTO: N_("照片和肖像"),
    ConsentScope.FAMILY_APP: N_("家属查看近况"),
    ConsentScope.LOCATION: N_("定位设备"),
    ConsentScope.WAITLIST_PUBLIC: N_("公示姓名"),
}
_SCOPE_WORDS = {
    ConsentScope.HEALTH_DATA: N_(
        "评估、体检、用药和护理记录用于照护和急救，只给照护您的人看。不同意的，本院无法判断照护级别"
    ),
    ConsentScope.BUREAU_DATA: N_("姓名、身份证号和补贴类别报送县民政局，用于核发补贴和统计。不同意的，不影响入住"),
    ConsentScope.CAMERA: N_("走廊、餐厅等公共区域有摄像头，居室没有。录像用于安全，到期自动覆盖"),
    ConsentScope.PHOTO: N_("入档照片用于认人；活动照片用于院内展示。不同意的，只用文字记录"),
    ConsentScope.FAMILY_APP: N_("登记的家属能看到日常照护和活动记录。不同意的，家属仍可来院了解"),
    ConsentScope.LOCATION: N_("佩戴定位手环，走失时查找位置。不同意的，外出由工作人员陪同"),
    ConsentScope.WAITLIST_PUBLIC: N_("入住结果公示时写姓和类别。不同意的，只公示编号"),
}


class ConsentChannel(StrEnum):
    """How a consent was given or taken back."""

    PAPER = "paper"
    SCREEN = "screen"
    PHONE = "phone"

    @property
    def label(self) -> str:
        """The channel in words."""
        return {
            ConsentChannel.PAPER: _("纸上签字"),
            ConsentChannel.SCREEN: _("屏幕签字"),
            ConsentChannel.PHONE: _("电话录音"),
        }[self]
