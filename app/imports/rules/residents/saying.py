"""A plan for residents in words; phones and numbers are masked, whoever reads it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from app.core.i18n import N_, _
from app.core.identity import mask_id, mask_name, mask_phone
from app.imports.rules.plans import Creation
from app.imports.rules.residents.differing import CATEGORY, CONTACT, HEALTH
from app.imports.rules.residents.existing import KnownContact
from app.imports.rules.residents.fields import FIELDS
from app.imports.rules.residents.plan import COUPLE, PERSON, STAY
from app.imports.rules.residents.rows import ContactSaid, NoteSaid
from app.imports.rules.telling import Line, Telling

__all__ = ["TELLING"]

_TITLES = {field.name: field.title for field in FIELDS} | {"number": N_("证件")}
_GROUPS = {CATEGORY: N_("人员类别"), CONTACT: N_("联系人"), HEALTH: N_("健康情况")}
_MASKS: dict[str, Callable[[str], str]] = {
    "phone": mask_phone,
    "address": lambda _text: "＊＊＊",
    "notes": lambda _text: "＊＊＊",
}


def lines_of(fields: Mapping[str, Sequence[Any]]) -> list[Line]:
    """Say each field that changes, with what it says before and after."""
    return [(_title(name), _say(name, pair[0]), _say(name, pair[1])) for name, pair in fields.items()]


def _title(name: str) -> str:
    group = next((title for prefix, title in _GROUPS.items() if name.startswith(prefix)), None)
    return _(group or _TITLES[name])


def _say(name: str, value: Any) -> str:
    if value in (None, "", (None, "unknown")):
        return _("没有")
    if name in _MASKS:
        return str(_MASKS[name](value))
    if isinstance(value, ContactSaid | KnownContact):
        relation = value.relation.label if value.relation else ""
        guardian = _("监护人") if value.guardian else ""
        phone = mask_phone(value.phone) if value.phone else ""
        return _("，").join(filter(None, (mask_name(value.name), relation, guardian, phone)))
    if isinstance(value, NoteSaid):
        return value.kind.label
    if name == "number":
        return f"{value[0].label} {mask_id(value[1])}"
    return _("，").join(_plain(part) for part in (value if isinstance(value, tuple) else (value,)) if part is not None)


def _plain(value: Any) -> str:
    if isinstance(value, StrEnum):
        return str(getattr(value, "label", value.value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _new_line(stay: Creation) -> tuple[str, ...]:
    """A new stay: who, where, since when, and until when."""
    row = stay.values["row"]
    until = row.to_on.isoformat() if row.to_on else ""
    said = (
        _("{start} 至 {end}").format(start=row.from_on, end=until)
        if until
        else _("{start} 起").format(start=row.from_on)
    )
    return mask_name(row.name), stay.label if stay.values["pieces"] else _("不记床位"), said


TELLING = Telling(
    measures={COUPLE: N_("{n} 对夫妻"), STAY: N_("{n} 次入住"), PERSON: N_("{n} 份老人档案")},
    main=STAY,
    heads=(N_("姓名"), N_("床位"), N_("入住")),
    new_title=N_("新增的入住"),
    new_line=_new_line,
    lines_of=lines_of,
    made={
        "elder_ids": N_("老人档案"), "stay_ids": N_("入住"), "claim_ids": N_("占床"), "contact_ids": N_("联系人"),
        "note_ids": N_("健康情况"), "category_ids": N_("人员类别"), "relation_ids": N_("夫妻"),
    },
    absent=N_("{n} 人，照旧在住"),
    absent_line=N_("系统里在住、表里没有，不动：{n} 人（{named}）"),
    after=("beds.board.show", N_("看床位图")),
)  # fmt: skip
