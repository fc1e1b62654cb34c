"""Two people on one file: which lines differ between what stands there and what was asked for."""

from collections.abc import Mapping
from typing import Any

from app.beds.rules.changes import say_value
from app.core.i18n import N_, _
from app.core.identity import mask_phone
from app.residents.errors import Changed

__all__ = ["differences"]

LABELS = {
    "name": N_("姓名"),
    "name_note": N_("姓名读法"),
    "sex": N_("性别"),
    "born_on": N_("出生日期"),
    "birth_precision": N_("出生日期知道到哪一步"),
    "birthday_calendar": N_("生日按哪种历"),
    "lunar_month": N_("农历月"),
    "lunar_day": N_("农历日"),
    "lunar_leap": N_("闰月"),
    "ethnicity": N_("民族"),
    "hukou_region": N_("户籍所在地"),
    "hukou_kind": N_("户籍类型"),
    "no_id_reason": N_("没有证件的原因"),
    "phone": N_("电话"),
    "address": N_("住址"),
    "notes": N_("备注"),
}


def differences(standing: Mapping[str, Any], changed: Mapping[str, Any], regions: Mapping[int, str]) -> list[Changed]:
    """List the lines a person can read; what only follows from the name is left out, and phones stay masked."""
    return [
        Changed(line, _(LABELS[line]), _say(line, standing[line], regions), _say(line, changed[line], regions))
        for line in LABELS
        if line in changed
    ]


def _say(line: str, value: Any, regions: Mapping[int, str]) -> str:
    if line == "phone" and value:
        return mask_phone(value)
    if line == "hukou_region" and value in regions:
        return regions[value]
    return say_value(value)
