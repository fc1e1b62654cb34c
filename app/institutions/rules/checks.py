"""What a home's file lacks 体检: questions the monthly return and the plans will ask and nobody can answer yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.i18n import _
from app.institutions.rules.facts import Fact, has_run_out, say_fact
from app.institutions.rules.kinds import FactKind

__all__ = ["Gap", "gaps_in"]

ASKED = (
    FactKind.TAG,
    FactKind.REGISTRATION,
    FactKind.ASSET_OWNER,
    FactKind.OPERATION,
    FactKind.AFFILIATION,
    FactKind.LOCATION,
    FactKind.SETTLEMENT,
    FactKind.MEDICAL,
)
"""Kinds whose absence is no answer: every return asks for them."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: what, and the kind of fact that would fill it (or another part of the file)."""

    sentence: str
    kind: FactKind | None = None
    part: str = "facts"


def gaps_in(
    home: Any,
    facts: Sequence[Fact],
    registered: Any | None,
    prices: Sequence[Any],
    day: date,
    *,
    unit_uscc: bool = False,
) -> list[Gap]:
    """List what the file as of a day lacks, the heaviest first."""
    present = {fact.kind for fact in facts}
    gaps = [*_of_registered(registered), *_of_home(home, unit_uscc)]
    gaps += [Gap(_("没有登记{kind}").format(kind=kind.label), kind) for kind in ASKED if kind not in present]
    gaps += [gap for fact in facts for gap in _of_fact(fact, day)]
    if not prices:
        gaps.append(Gap(_("没有登记收费标准"), part="prices"))
    return gaps


def _of_registered(registered: Any | None) -> list[Gap]:
    if registered is None:
        return [Gap(_("没有核定床位的文件，算不出官方入住率"), part="registered")]
    return [Gap(_("核定床位的文件没有扫描件"), part="registered")] if registered.attachment_id is None else []


def _of_home(home: Any, unit_uscc: bool) -> list[Gap]:
    gaps = []
    if not home.uscc and not unit_uscc:
        gaps.append(Gap(_("本院和所属法人都没有统一社会信用代码"), part="home"))
    if home.legal_unit_id is None:
        gaps.append(Gap(_("没有写明属于哪个法人单位"), part="home"))
    if home.opened_on is None:
        gaps.append(Gap(_("没有开办日期"), part="home"))
    return gaps


def _of_fact(fact: Any, day: date) -> list[Gap]:
    gaps = []
    if has_run_out(fact.expires_on, day):
        gaps.append(Gap(_("{said}已于 {day} 到期").format(said=say_fact(fact), day=fact.expires_on), fact.kind))
    if fact.kind is FactKind.LOCATION and fact.lat is None:
        gaps.append(Gap(_("位置没有经纬度，地图上看不到"), fact.kind))
    if not fact.document_no and fact.attachment_id is None and fact.kind in PAPERED:
        gaps.append(Gap(_("{said}没有文号，也没有扫描件").format(said=say_fact(fact)), fact.kind))
    return gaps


PAPERED = frozenset(
    {
        FactKind.REGISTRATION,
        FactKind.OPERATION,
        FactKind.DIRECT_MANAGEMENT,
        FactKind.LTCI,
        FactKind.GRADE,
        FactKind.LICENCE,
    }
)
"""Kinds that mean little without their paper."""
