"""A mapping file for reported figures: besides the columns, what the source's own kinds of beds are here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.census.rules.reported import ReportedKind
from app.core.i18n import _
from app.imports.errors import MappingRefused
from app.imports.mapping.files import MappingFile, read_mapping
from app.imports.rules.reported.rows import BedType
from app.imports.rules.words import known_form

__all__ = ["ReportedMapping", "read_reported_mapping"]


@dataclass(frozen=True, slots=True)
class ReportedMapping:
    """Columns as in any mapping file, the kinds of beds, the city that new counties stand under, the source's name."""

    file: MappingFile = field(default_factory=MappingFile)
    types: Mapping[str, BedType] = field(default_factory=dict)
    city: str = ""
    source: str = ""


def read_reported_mapping(data: bytes) -> ReportedMapping:
    """Read a mapping file, TOML: besides what any has, `source`, `city` and `[beds.<their kind>]`."""
    file = read_mapping(data)
    try:
        plain = tomllib.loads(data.decode("utf-8-sig"))
        beds = dict(plain.get("beds", {}))
    except (TypeError, ValueError) as error:
        raise MappingRefused from error
    types = {known_form(name): _bed_type(name, said) for name, said in beds.items()}
    return ReportedMapping(file, types, str(plain.get("city", "")).strip(), str(plain.get("source", "")).strip())


def _bed_type(name: str, said: Any) -> BedType:
    try:
        kind = ReportedKind(said["kind"])
        label, why = str(said.get("label", "")), str(said.get("why", ""))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        known = _("、").join(ReportedKind)
        raise MappingRefused(
            _("对列文件里 [beds.{name}] 的 kind 不认识。可用的有：{known}").format(name=name, known=known)
        ) from error
    if kind is ReportedKind.OTHER and not why.strip():
        raise MappingRefused(_("对列文件里 [beds.{name}] 要用 why 写明为什么另列").format(name=name))
    return BedType(kind, label, why.strip())
