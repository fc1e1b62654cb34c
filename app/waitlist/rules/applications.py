"""What a family says when it applies by itself, in plain words: claims, until somebody has seen the papers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from app.beds.rules.kinds import Sex
from app.core.i18n import N_, _
from app.residents.rules.kinds import BirthPrecision, NoIdReason

__all__ = ["Ability", "Application", "ForWhom", "Situation", "application_from"]


class ForWhom(StrEnum):
    """Whose application it is, seen from the one who fills it in."""

    SELF = "self"
    PARENT = "parent"
    SPOUSE = "spouse"
    RELATIVE = "relative"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The answer in words."""
        return _(_FOR_WHOM[self])

    @property
    def relation(self) -> str:
        """What the contact person is to the elder."""
        return _(_RELATIONS[self])


_FOR_WHOM = {
    ForWhom.SELF: N_("给我自己"),
    ForWhom.PARENT: N_("给父母、公婆或岳父母"),
    ForWhom.SPOUSE: N_("给老伴"),
    ForWhom.RELATIVE: N_("给其他亲属"),
    ForWhom.OTHER: N_("给邻居、村里或社区的老人"),
}
_RELATIONS = {
    ForWhom.SELF: N_("本人"),
    ForWhom.PARENT: N_("子女"),
    ForWhom.SPOUSE: N_("配偶"),
    ForWhom.RELATIVE: N_("其他亲属"),
    ForWhom.OTHER: N_("代办人"),
}


class Situation(StrEnum):
    """What may bring an elder forward, as a family knows it; each is shown to somebody with its paper later."""

    LIVES_ALONE = "lives_alone"
    NO_FAMILY = "no_family"
    MINIMUM_LIVING = "minimum_living"
    HARDSHIP = "hardship"
    SEVERE_DISABILITY = "severe_disability"
    FAMILY_PLANNING = "family_planning"
    VETERAN = "veteran"
    CONTRIBUTION = "contribution"
    EXTREME_POVERTY = "extreme_poverty"

    @property
    def label(self) -> str:
        """The situation in plain words."""
        return _(_SITUATIONS[self])


_SITUATIONS = {
    Situation.LIVES_ALONE: N_("一个人住"),
    Situation.NO_FAMILY: N_("没有儿女，也没有老伴"),
    Situation.MINIMUM_LIVING: N_("在领低保，或是低保边缘家庭"),
    Situation.HARDSHIP: N_("家里经济困难"),
    Situation.SEVERE_DISABILITY: N_("有一级或二级残疾证"),
    Situation.FAMILY_PLANNING: N_("计划生育特殊家庭（独生子女伤残或去世）"),
    Situation.VETERAN: N_("重点优抚对象（如伤残军人、烈属）"),
    Situation.CONTRIBUTION: N_("见义勇为，或有重大贡献"),
    Situation.EXTREME_POVERTY: N_("是特困人员（五保）"),
}


class Ability(StrEnum):
    """How much somebody does alone, before any assessment."""

    ALONE = "alone"
    SOME = "some"
    MOST = "most"
    ALL = "all"

    @property
    def label(self) -> str:
        """The answer in words."""
        return _(_ABILITIES[self])


_ABILITIES = {
    Ability.ALONE: N_("吃饭、穿衣、上厕所、走路都能自己来"),
    Ability.SOME: N_("有一两样要人搭把手"),
    Ability.MOST: N_("大多数事要人帮，能下床"),
    Ability.ALL: N_("起不了床，全靠人照顾"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The answers so far. `done` names the questions that were answered, so that an empty answer can be one."""

    for_whom: ForWhom | None = None
    name: str = ""
    sex: Sex | None = None
    id_number: str = ""
    no_id_reason: NoIdReason | None = None
    born_on: date | None = None
    birth_precision: BirthPrecision = BirthPrecision.UNKNOWN
    town: int | None = None
    address: str = ""
    situations: tuple[Situation, ...] = ()
    ability: Ability | None = None
    forgetful: bool = False
    wishes: tuple[int, ...] = ()
    any_home: bool = False
    contact_name: str = ""
    contact_phone: str = ""
    consent: bool = False
    consent_public: bool = False
    done: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Write the answers as they are sealed."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


_READ: dict[str, Any] = {
    "for_whom": ForWhom, "sex": Sex, "no_id_reason": NoIdReason, "born_on": date.fromisoformat,
    "birth_precision": BirthPrecision, "ability": Ability, "wishes": tuple, "done": tuple,
    "situations": lambda told: tuple(Situation(each) for each in told),
}  # fmt: skip
_NAMES = frozenset(field.name for field in fields(Application))


def application_from(kept: Mapping[str, Any]) -> Application:
    """Read answers as they were sealed; what an earlier form asked and this one does not is left out."""
    told = {name: value for name, value in kept.items() if name in _NAMES and value is not None}
    return Application(**{name: _READ[name](value) if name in _READ else value for name, value in told.items()})
