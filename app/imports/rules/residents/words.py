"""What people write for sexes, categories, payers, relations and ends of stays in a ledger of residents."""

from app.beds.rules.kinds import Sex
from app.imports.rules.words import known_form, word_table
from app.residents.rules.kinds import (
    Category,
    GuardianBasis,
    HukouKind,
    NoIdReason,
    PaperKind,
    Relation,
)
from app.stays.rules.kinds import EndReason, Payer, StayKind

__all__ = [
    "NOTHING", "STATUS_ENDED", "STATUS_HERE", "basis_word", "category_word", "end_word", "hukou_word",
    "kind_word", "no_id_word", "paper_word", "payer_word", "relation_word", "sex_word",
]  # fmt: skip

_SEXES = word_table({Sex.MALE: "男 男性 先生 m male man", Sex.FEMALE: "女 女性 女士 f female woman"})
_CATEGORIES = word_table({
    Category.EXTREME_POVERTY: "特困 特困人员 特困供养 特困供养人员 五保 五保户 五保老人 三无 三无老人 城市三无 集中供养",
    Category.MINIMUM_LIVING: "低保 低保户 低保对象 最低生活保障 城市低保 农村低保 城乡低保",
    Category.NEAR_MINIMUM: "低保边缘 低边 低收入 低收入家庭 低保边缘家庭 低保边缘户 低保临界",
    Category.VETERAN: "优抚 优抚对象 退役军人 退伍军人 复员军人 残疾军人 军属 烈属 复退军人",
    Category.BEREAVED: "计生特扶 计划生育特殊家庭 计生特殊家庭 失独 失独家庭 失独老人 特扶",
    Category.SEVERE_DISABILITY: "重残 重度残疾 重度残疾人 一级残疾 二级残疾",
    Category.CENTENARIAN: "百岁 百岁老人",
    Category.MODEL_WORKER: "劳模 劳动模范",
    Category.SOCIAL: "社会 社会老人 社会代养 代养 自费 自费老人 自费代养 普通 社会寄养 寄养 一般",
})  # fmt: skip
_KINDS = word_table({
    StayKind.LONG: "长住 长期 长期入住 长期托养 长期照护 正式入住 全托 长托 long permanent",
    StayKind.TRIAL: "试住 试入住 试住期 体验 体验入住 trial",
    StayKind.RESPITE: "短期托养 短托 短住 短期 短期入住 喘息 喘息服务 临时托养 临时 respite",
    StayKind.TRAVEL: "旅居 旅居养老 候鸟 候鸟式 travel",
})  # fmt: skip
_PAYERS = word_table({
    Payer.SELF: "本人 自费 自付 自理 自己 个人 退休金 养老金 self",
    Payer.FAMILY: "家属 子女 亲属 家庭 子女付费 家属付费 儿子 女儿 family",
    Payer.GOVERNMENT: "政府 政府供养 财政 特困供养 特困 集中供养 政府购买 公费 五保 民政 government",
    Payer.INSURANCE: "长护险 长期护理保险 保险 insurance",
    Payer.MIXED: "多方共担 多方 共同 部分补贴 政府补贴 补贴 混合 mixed",
})  # fmt: skip
_ENDS = word_table({
    EndReason.HOME: "回家 回家休养 家属接回 接回 接回家 家庭 自愿退住 本人要求 home",
    EndReason.HOSPITAL: "转医院长期治疗 转医院 住院治疗 转院治疗 医院 hospital",
    EndReason.OTHER_HOME: "转到其他机构 转其他机构 转其他养老院 转养老院 转院 换机构",
    EndReason.TRANSFER: "调院 调到其他敬老院",
    EndReason.DEATH: "去世 死亡 病故 病逝 离世 过世 亡故 已故 身故 逝世 death died dead",
    EndReason.TERM_OVER: "协议期满 到期 期满 合同到期 托养到期 试住期满 试住结束",
    EndReason.BREACH: "违约解除 违约 解除协议 欠费",
    EndReason.CLOSING: "机构停业 停业 关闭 撤并",
    EndReason.OTHER: "其他 其它 不详 other",
})  # fmt: skip
_RELATIONS = word_table({
    Relation.SPOUSE: "配偶 老伴 丈夫 妻子 夫 妻 爱人 夫妻 spouse husband wife",
    Relation.SON: "儿子 儿 子 长子 次子 三子 幺儿 大儿子 二儿子 三儿子 小儿子 养子 继子 父子 母子 子女 son",
    Relation.DAUGHTER: "女儿 女 长女 次女 三女 大女儿 二女儿 三女儿 小女儿 养女 继女 父女 母女 daughter",
    Relation.SON_IN_LAW: "女婿 婿",
    Relation.DAUGHTER_IN_LAW: "儿媳 媳妇 儿媳妇 媳",
    Relation.GRANDCHILD: "孙辈 孙 孙子 孙女 外孙 外孙女 孙儿 重孙 grandchild",
    Relation.SIBLING: "兄弟姐妹 兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄妹 姐弟 哥 sibling brother sister",
    Relation.NEPHEW: "侄甥 侄 侄子 侄女 侄儿 外甥 外甥女 甥 nephew niece",
    Relation.PARENT: "父母 父亲 母亲 父 母 parent",
    Relation.KIN: "其他亲属 亲属 亲戚 家属 家人 堂兄弟 表兄弟 kin relative",
    Relation.FRIEND: "朋友邻居 朋友 邻居 同事 战友 老乡 friend",
    Relation.VILLAGE: "村委 居委 村委会 居委会 村居 社区 村干部 村支书 村主任 网格员 民政办 民政所 乡镇政府 村社",
    Relation.EMPLOYER: "原单位 单位 工作单位",
    Relation.OTHER: "其他 其它 本人 other",
})  # fmt: skip
_RELATIONS |= {known_form(word): Relation.VILLAGE for word in ("村（居）委会", "村(居)委会", "村居委会")}
_BASES = word_table({
    GuardianBasis.LEGAL: "法定监护 法定 法定监护人 亲属 家属",
    GuardianBasis.AGREED: "意定监护 意定 协议监护 委托监护 委托",
    GuardianBasis.APPOINTED: "指定 指定监护 法院指定 村委会指定 居委会指定",
    GuardianBasis.ORGANISATION: "组织监护 民政部门 村委会担任 居委会担任 民政局 机构 村委会 居委会",
})  # fmt: skip
_PAPERS = word_table({
    PaperKind.ID_CARD: "身份证 居民身份证 二代身份证 id idcard",
    PaperKind.RESIDENCE_PERMIT: "港澳台居民居住证 居住证 港澳台居住证",
    PaperKind.HOME_RETURN: "港澳台通行证 回乡证 台胞证 通行证",
    PaperKind.PASSPORT: "护照 passport",
    PaperKind.MILITARY: "军官证 士兵证 军人证 军队证件",
    PaperKind.SUPPORT: "特困供养证 五保证 五保供养证 供养证",
    PaperKind.DISABILITY: "残疾人证 残疾证",
    PaperKind.TEMPORARY: "临时编号 临时 无证编号",
})  # fmt: skip
_NO_IDS = word_table({
    NoIdReason.UNREGISTERED: "没有户口 无户口 黑户 未上户 无户籍 未落户",
    NoIdReason.LOST: "遗失正在补办 遗失 丢失 补办中 正在补办 证件遗失 身份证遗失 身份证丢失",
    NoIdReason.RESCUED: "救助送来身份待查 救助送来 救助 流浪 流浪乞讨 身份待查 身份不明 无名氏",
    NoIdReason.PENDING: "证件还没带来 没带来 未带 未提供 待补 待提供 证件未到 未交",
    NoIdReason.OTHER: "其他 其它 无身份证 无证 没有身份证",
})  # fmt: skip
_HUKOU = word_table({
    HukouKind.URBAN: "城镇 城市 非农 非农业 非农户口 居民 城镇户口 urban",
    HukouKind.RURAL: "农村 农业 农业户口 农户 农民 农村户口 rural",
})  # fmt: skip

NOTHING = frozenset(
    known_form(word)
    for word in [
        "无",
        "没有",
        "无特殊",
        "否认",
        "否认过敏",
        "无过敏",
        "无过敏史",
        "不详",
        "未知",
        "正常",
        "健康",
        "/",
        "-",
        "--",
        "—",
        "无疾病",
        "无病史",
        "普食",
        "普通",
        "普通饮食",
    ]
) | {""}
"""What says that there is nothing to say: of allergies, illnesses and diets alike."""

STATUS_HERE = frozenset(known_form(word) for word in ["在住", "在院", "入住", "已入住", "正常", "在"])
STATUS_ENDED = frozenset(
    known_form(word) for word in ["退住", "已退住", "离院", "已离院", "出院", "退院", "已退院", "已离开", "离开"]
)


def sex_word(text: str) -> Sex | None:
    """Read a sex."""
    return _SEXES.get(known_form(text))


def category_word(text: str) -> Category | None:
    """Read a policy category."""
    return _CATEGORIES.get(known_form(text))


def kind_word(text: str) -> StayKind | None:
    """Read what a stay is meant to be."""
    return _KINDS.get(known_form(text))


def payer_word(text: str) -> Payer | None:
    """Read who pays."""
    return _PAYERS.get(known_form(text))


def end_word(text: str) -> EndReason | None:
    """Read why a stay ended."""
    return _ENDS.get(known_form(text))


def relation_word(text: str) -> Relation | None:
    """Read what a contact is to the elder."""
    return _RELATIONS.get(known_form(text))


def basis_word(text: str) -> GuardianBasis | None:
    """Read on what somebody is a guardian."""
    return _BASES.get(known_form(text))


def paper_word(text: str) -> PaperKind | None:
    """Read the name of a paper."""
    return _PAPERS.get(known_form(text))


def no_id_word(text: str) -> NoIdReason | None:
    """Read why there is no identity card."""
    return _NO_IDS.get(known_form(text))


def hukou_word(text: str) -> HukouKind | None:
    """Read the kind of a household's registration."""
    return _HUKOU.get(known_form(text))
