"""What a row says around a person: contacts and guardian, health, category, household."""

import re
from typing import Any

from app.imports.rules.cells import one_of
from app.imports.rules.kinds import Reading
from app.imports.rules.problems import Fix
from app.imports.rules.residents import around_faults, faults
from app.imports.rules.residents.identity import CHOICES
from app.imports.rules.residents.peoples import ethnicity_word
from app.imports.rules.residents.rows import ContactSaid, NoteSaid, ResidentContext
from app.imports.rules.residents.words import (
    NOTHING,
    basis_word,
    category_word,
    hukou_word,
    relation_word,
)
from app.imports.rules.words import known_form
from app.residents.rules.health_codes import CODES
from app.residents.rules.kinds import Category, GuardianBasis, HealthKind, Relation
from app.residents.rules.readings import plain_name

__all__ = ["around_said"]

_APART = re.compile(r"[、,，;；/／\n]+|\s{2,}")
_PHONE = re.compile(r"\+?[\d\-()（） 转]{5,24}")
_DIET_CODES = {known_form(word): code for code, word in CODES[HealthKind.DIET].items()} | {
    known_form(word): code
    for code, words in {
        "soft": "软饭 软食饮食", "minced": "碎食 切碎", "puree": "糊食 糊状食物 打糊", "semi_liquid": "半流质 半流",
        "liquid": "流质", "tube": "鼻饲饮食", "low_salt": "低盐饮食", "low_fat": "低脂饮食 低油",
        "diabetic": "糖尿病餐 糖尿病膳食 低糖 无糖 控糖", "halal": "清真饮食 清真餐", "vegetarian": "吃素 素餐",
    }.items()
    for word in words.split()
}  # fmt: skip


def around_said(reading: Reading, context: ResidentContext) -> dict[str, Any]:
    """Read what stands around a person."""
    hukou, region = reading.sound("hukou"), None
    notes = [reading.sound("notes")]
    if hukou and known_form(hukou) not in NOTHING:
        region = context.counties.find(hukou, context.county)
        if region is None:
            reading.flag(faults.HUKOU_UNKNOWN, "hukou")
            notes.append(f"户籍：{hukou}")
    return {
        "ethnicity": _ethnicity(reading),
        "hukou_region": region,
        "hukou_kind": one_of(reading, "hukou_kind", hukou_word, faults.HUKOU_KIND_UNKNOWN, CHOICES["hukou_kind"]),
        "categories": _categories(reading),
        "category_no": reading.sound("category_no"),
        "phone": _phone(reading, "phone"),
        "address": reading.sound("address"),
        "spouse": plain_name(reading.sound("spouse")),
        "contacts": _contacts(reading),
        "health": tuple(_health(reading)),
        "notes": "；".join(filter(None, notes)),
    }


def _ethnicity(reading: Reading) -> str:
    text = reading.sound("ethnicity")
    word = ethnicity_word(text) if text else ""
    if word is None:
        reading.flag(faults.ETHNICITY_UNKNOWN, "ethnicity")
    return word or ""


def _categories(reading: Reading) -> tuple[Category, ...]:
    """A person may be in several; a word nobody knows is asked for."""
    text = reading.sound("category")
    if known_form(text) in NOTHING:
        return ()
    whole = category_word(text)
    words = [whole] if whole else [category_word(word) for word in _APART.split(text) if word]
    if None in words:
        reading.spoil(faults.CATEGORY_UNKNOWN, "category", fix=Fix(choices=CHOICES["category"]))
        return ()
    return tuple(dict.fromkeys(word for word in words if word))


def _phone(reading: Reading, name: str) -> str:
    text = reading.sound(name)
    if text and not all(_PHONE.fullmatch(part) for part in _APART.split(text) if part):
        reading.flag(around_faults.PHONE, name)
    return text


def _contacts(reading: Reading) -> tuple[ContactSaid, ...]:
    """The contact and the guardian; the same name in both places is one person."""
    contact = _contact(reading)
    guardian = _guardian(reading)
    if contact and guardian and contact.name == guardian.name:
        one = ContactSaid(
            contact.name,
            guardian.relation or contact.relation,
            contact.phone or guardian.phone,
            contact.address,
            guardian=True,
            basis=guardian.basis,
        )
        return (one,)
    return tuple(each for each in (contact, guardian) if each)


def _contact(reading: Reading) -> ContactSaid | None:
    name, relation = _named(reading, "contact"), _relation(reading, "relation")
    phone, address = _phone(reading, "contact_phone"), reading.sound("contact_address")
    if not name and phone:
        reading.flag(around_faults.CONTACT_NAMELESS, "contact_phone")
        name = "家属"
    return ContactSaid(name, relation, phone, address) if name else None


def _guardian(reading: Reading) -> ContactSaid | None:
    name = _named(reading, "guardian")
    relation, phone = _relation(reading, "guardian_relation"), _phone(reading, "guardian_phone")
    basis = one_of(reading, "guardian_basis", basis_word, around_faults.BASIS_UNKNOWN, CHOICES["guardian_basis"])
    if not name:
        return None
    body = relation is Relation.VILLAGE or re.search(r"委会|委员会|社区|民政|政府$", name)
    assumed = GuardianBasis.ORGANISATION if body else GuardianBasis.LEGAL
    if body and relation is None:
        relation = Relation.VILLAGE
    return ContactSaid(name, relation, phone, guardian=True, basis=basis or assumed)


def _named(reading: Reading, name: str) -> str:
    text = reading.sound(name)
    return "" if known_form(text) in NOTHING else plain_name(text)


def _relation(reading: Reading, name: str) -> Relation | None:
    text = reading.sound(name)
    if not text or known_form(text) in NOTHING:
        return None
    word = relation_word(text)
    if word is None:
        reading.flag(around_faults.RELATION_UNKNOWN, name)
    return word or Relation.OTHER


def _health(reading: Reading) -> list[NoteSaid]:
    """One note for each thing said; what says that there is nothing is no note."""
    said = []
    for name, kind in (("disease", HealthKind.DIAGNOSIS), ("allergy", HealthKind.ALLERGY), ("diet", HealthKind.DIET)):
        text = reading.sound(name)
        words = [] if known_form(text) in NOTHING else _APART.split(text)
        for word in (each.strip() for each in words):
            if known_form(word) in NOTHING:
                continue
            code = _DIET_CODES.get(known_form(word), "") if kind is HealthKind.DIET else ""
            said.append(NoteSaid(kind, code, "" if code else word))
    if level := reading.sound("level"):
        # The words of an old ledger are no assessment by any scale, so they stay words.
        said.append(NoteSaid(HealthKind.NOTE, "", f"自理能力（台账原话，未评估）：{level}"))
    return list(dict.fromkeys(said))
