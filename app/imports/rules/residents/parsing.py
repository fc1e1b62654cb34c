"""How a row of the residents' ledger is read, and how it is written back."""

from enum import StrEnum

from app.imports.rules.beds.words import place_key
from app.imports.rules.kinds import Reading
from app.imports.rules.problems import Fix
from app.imports.rules.residents import faults
from app.imports.rules.residents.around import around_said
from app.imports.rules.residents.identity import who_is
from app.imports.rules.residents.rows import ContactSaid, ResidentContext, ResidentRow
from app.imports.rules.residents.staying import stay_said
from app.residents.rules.health_codes import CODES
from app.residents.rules.kinds import BirthPrecision, Category, GuardianBasis, HealthKind, HukouKind, PaperKind
from app.residents.rules.readings import plain_name
from app.stays.rules.kinds import Payer, StayKind

__all__ = ["parse_row", "write_row"]


def parse_row(reading: Reading, context: ResidentContext) -> ResidentRow | None:
    """Read one row; None when it cannot be told who it speaks of, which its problems say."""
    home = reading.sound("institution")
    if home and place_key(home) not in {place_key(name) for name in (context.institution, *context.names)}:
        reading.spoil(faults.OTHER_HOME, "institution", fix=Fix(skip=True), home=context.institution)
    who = who_is(reading, context)
    stay = stay_said(reading, who, context)
    around = around_said(reading, context)
    name = plain_name(reading.sound("name"))
    if who is None or not name:
        return None
    return ResidentRow(
        reading.row.number,
        reading.row.id,
        name,
        who.sex,
        number=who.number,
        paper=who.paper,
        no_id_reason=who.no_id_reason,
        born_on=who.born_on,
        precision=who.precision,
        **stay,
        **around,
    )


# What is written back is read back, so it is 中文 in every language.
_CATEGORIES = dict(
    zip(Category, ["特困", "低保", "低保边缘", "优抚", "计生特扶", "重残", "百岁老人", "劳模", "社会"], strict=True)
)
_KINDS = dict(zip(StayKind, ["长住", "试住", "短期托养", "旅居"], strict=True))
_PAYERS = dict(zip(Payer, ["本人", "家属", "政府供养", "长护险", "多方共担"], strict=True))
_ENDS = ["回家", "转医院", "转到其他机构", "调院", "去世", "协议期满", "违约", "停业", "其他"]
_RELATIONS = [
    "配偶",
    "儿子",
    "女儿",
    "女婿",
    "儿媳",
    "孙辈",
    "兄弟姐妹",
    "侄甥",
    "父母",
    "其他亲属",
    "朋友邻居",
    "村委会",
    "原单位",
    "其他",
]
_PAPERS = ["居民身份证", "港澳台居民居住证", "港澳台通行证", "护照", "军官证", "特困供养证", "残疾人证", "临时编号"]
_REASONS = ["没有户口", "遗失", "救助送来", "证件还没带来", "其他"]
_BASES = dict(zip(GuardianBasis, ["法定监护", "意定监护", "指定", "民政部门"], strict=True))


def write_row(row: ResidentRow) -> dict[str, str]:
    """Turn a row back into texts by field, as the template would have them."""
    texts = {
        name: getattr(row, name)
        for name in (
            "name",
            "ethnicity",
            "category_no",
            "phone",
            "address",
            "building",
            "room",
            "bed",
            "spouse",
            "notes",
        )
    }
    texts |= {
        "id_no": row.number,
        "paper_kind": _word(row.paper, _PAPERS) if row.paper is not PaperKind.ID_CARD else "",
        "no_id_reason": _word(row.no_id_reason, _REASONS),
        "sex": "男" if row.sex.value == "male" else "女",
        "born": _born(row),
        "hukou": str(row.hukou_region or ""),
        "hukou_kind": {None: "", HukouKind.URBAN: "城镇", HukouKind.RURAL: "农村"}[row.hukou_kind],
        "category": "、".join(_CATEGORIES[each] for each in row.categories),
        "from_on": row.from_on.isoformat() if row.from_on else "",
        "to_on": row.to_on.isoformat() if row.to_on else "",
        "planned_end": row.planned_end.isoformat() if row.planned_end else "",
        "stay_kind": _KINDS[row.stay_kind] if row.stay_kind else "",
        "payer": _PAYERS[row.payer] if row.payer else "",
        "end_reason": _word(row.end_reason, _ENDS),
        "couple": {None: "", True: "是", False: "否"}[row.couple],
    }
    return {name: text for name, text in (texts | _people(row.contacts) | _health(row)).items() if text}


def _word(member: StrEnum | None, words: list[str]) -> str:
    return words[list(type(member)).index(member)] if member is not None else ""


def _born(row: ResidentRow) -> str:
    if row.born_on is None:
        return ""
    shapes = {
        BirthPrecision.MONTH: "%Y年%-m月", BirthPrecision.YEAR: "%Y年", BirthPrecision.ESTIMATED: "约%Y年",
    }  # fmt: skip
    return row.born_on.strftime(shapes.get(row.precision, "%Y-%m-%d"))


def _people(contacts: tuple[ContactSaid, ...]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for one in contacts:
        who = "guardian" if one.guardian else "contact"
        relation = "guardian_relation" if one.guardian else "relation"
        texts |= {who: one.name, relation: _word(one.relation, _RELATIONS), f"{who}_phone": one.phone}
        if one.guardian and one.basis:
            texts["guardian_basis"] = _BASES[one.basis]
        elif one.address:
            texts["contact_address"] = one.address
    return texts


def _health(row: ResidentRow) -> dict[str, str]:
    def said(kind: HealthKind) -> str:
        known = CODES.get(kind, {})
        return "、".join(known.get(note.code) or note.words for note in row.health if note.kind is kind)

    level = next((note.words.split("：", 1)[1] for note in row.health if note.kind is HealthKind.NOTE), "")
    return {
        "disease": said(HealthKind.DIAGNOSIS), "allergy": said(HealthKind.ALLERGY), "diet": said(HealthKind.DIET),
        "level": level,
    }  # fmt: skip
