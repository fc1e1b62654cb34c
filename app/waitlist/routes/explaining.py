"""「为什么排第 5」 as a page draws it: the ladder against both neighbours, what would change it, and what it was before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.core.clock import HERE, now
from app.core.i18n import _
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries import entry_of, lines_of, notices_of, ranked_before
from app.waitlist.routes.asking import OfList
from app.waitlist.routes.words import name_said, policy_said, tier_said
from app.waitlist.rules.conditions import counted_level
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.kinds import NoticeKind
from app.waitlist.rules.ladder import TIER, Ladder, Rung, Verdict, explain
from app.waitlist.rules.matching import match
from app.waitlist.rules.policy import Key, Policy
from app.waitlist.rules.ranking import Ranked, Ranking
from app.waitlist.rules.suiting import FreeBed
from app.waitlist.rules.supposing import Supposed, supposed_levels, what_if

__all__ = ["Side", "Step", "Why", "why_open"]

WEEK = timedelta(days=7)
MOST_TIERS = 2


@dataclass(frozen=True, slots=True)
class Side:
    """What a neighbour has on one rung: its value, and whether this rung decides between the two."""

    words: str
    kind: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung as the table draws it."""

    number: int
    label: str
    ahead: Side
    mine: str
    note: str
    behind: Side


@dataclass(frozen=True, slots=True)
class Why:
    """One place explained."""

    ladder: Ladder
    facts: EntryFacts
    name: str
    ahead: str
    behind: str
    steps: list[Step]
    supposed_title: str
    supposed: list[str]
    last_week: str
    beds: list[str]
    skipped: list[str]
    rules: dict[str, Any]

    @property
    def position(self) -> int:
        """The place."""
        return self.ladder.line.position

    @property
    def entry_id(self) -> int:
        """Whose it is."""
        return self.facts.entry_id


async def why_open(of: OfList, ranking: Ranking, entry_id: int | None, beds: Sequence[FreeBed]) -> Why | None:
    """Explain the place of an entry in an order; None where it does not stand in it."""
    ladder = explain(ranking.policy, ranking, entry_id, ranking.day) if entry_id else None
    if ladder is None or entry_id is None:
        return None
    entry = await entry_of(of.session, of.scope, entry_id)
    near = [line for line in (ladder.ahead, ladder.line, ladder.behind) if line is not None]
    named = await lines_of(of.session, of.scope, of.county, [line.facts.entry_id for line in near])
    said = {line.facts.entry_id: name_said(named[line.facts.entry_id].name, line.facts) for line in near
            if line.facts.entry_id in named}  # fmt: skip

    def name(line: Any) -> str:
        return said.get(line.facts.entry_id, "") if line else ""

    title, supposed = _supposed(ladder, ranking)
    return Why(
        ladder, ladder.line.facts, name(ladder.line), name(ladder.ahead), name(ladder.behind), _steps(ladder, entry),
        title, supposed, await _last_week(of, ranking, entry_id), _unfit(ladder, beds), await _skips(of, entry_id),
        policy_said(ranking.policy),
    )  # fmt: skip


def _steps(ladder: Ladder, entry: WaitlistEntry) -> list[Step]:
    asked = [rung for rung in ladder.rungs if rung.code != Key.RECEIPT_NO or _is_asked(rung)]
    return [_step(number, rung, ladder, entry) for number, rung in enumerate(asked, 1)]


def _step(number: int, rung: Rung, ladder: Ladder, entry: WaitlistEntry) -> Step:
    ahead, mine, behind = rung.ahead, rung.mine, rung.behind
    if rung.code == TIER:
        ahead, mine, behind = (_tier(ladder, line) for line in (ladder.ahead, ladder.line, ladder.behind))
    return Step(
        number, rung.label, _side(ahead, rung.against_ahead, ahead=True), mine, _note(rung.code, ladder, entry),
        _side(behind, rung.against_behind, ahead=False),
    )  # fmt: skip


def _tier(ladder: Ladder, line: Ranked | None) -> str:
    """Say the tier by what somebody is in it for, shorter than its whole title."""
    if line is None:
        return ""
    said = tier_said(ladder.policy, line, ladder.day)
    return _("第 {number} 类 {why}").format(number=line.tier.number, why=said)


def _is_asked(rung: Rung) -> bool:
    return not {rung.against_ahead, rung.against_behind} <= {Verdict.NOT_ASKED, Verdict.NOBODY}


def _side(words: str, verdict: Verdict, *, ahead: bool) -> Side:
    if verdict is Verdict.DECIDES:
        return Side(words, "decides", _("▲ 在这一级排到前面") if ahead else _("▼ 在这一级排到后面"))
    if verdict is Verdict.SAME:
        return Side(_("{value}，相同").format(value=words), "same")
    return Side(_("不再比") if verdict is Verdict.NOT_ASKED else _("没有人"), "same")


def _note(code: str, ladder: Ladder, entry: WaitlistEntry) -> str:
    """Say what the value rests on: which papers, which assessment, where it was handed in."""
    facts = ladder.line.facts
    if code == TIER:
        return _papers(ladder)
    if code == Key.LEVEL:
        return _("{day} 评估").format(day=facts.level_on.isoformat()) if facts.level_on else ""
    if code == Key.ACCEPTED_AT:
        if facts.backdated_by is not None:
            return _("收件后更正：{reason}").format(reason=facts.backdate_reason)
        return _("{place}收件").format(place=entry.received_place or entry.source.label)
    return ""


def _papers(ladder: Ladder) -> str:
    facts = ladder.line.facts
    if ladder.line.overridden:
        return _("人工调整：{reason}").format(reason=facts.override_reason)
    atoms = {one.atom: one.label for one in ladder.steps[-1].tested if one.holds}
    held = {f"category:{one.kind}": one for one in facts.categories if one.on(ladder.day)}
    held |= {f"circumstance:{one.kind}": one for one in facts.circumstances if one.on(ladder.day)}
    said = [
        _("{what} {day} 起").format(what=label, day=held[atom].from_on.isoformat()) if atom in held else label
        for atom, label in atoms.items()
        if atom != "anyone"
    ]
    return _("，").join(said)


def _supposed(ladder: Ladder, ranking: Ranking) -> tuple[str, list[str]]:
    """Say what another level or another tier would make of the place."""
    policy, facts, day = ranking.policy, ladder.line.facts, ranking.day
    now_at, present = ladder.line.position, counted_level(policy, facts, day)
    levels = supposed_levels(policy, ranking, facts.entry_id, day)
    worst = max((level for level in levels if level != present), default=None)
    lines = []
    if worst is not None:
        lines.append(_moved(now_at, levels[worst], ladder))
        others = [level for level in levels if level not in (present, worst) and levels[level].position != now_at]
        lines += [_("更新为 {level} 级 → 第 {to} 位。").format(level=one, to=levels[one].position) for one in others]
    lines += [
        _("若类别改为第 {tier} 类 → 第 {to} 位。").format(tier=number, to=found.position)
        for number in _better(policy, ladder)
        if (found := what_if(policy, ranking, facts.entry_id, _in_tier(number), day)) is not None
    ]
    return _("如果评估更新为 {level} 级").format(level=worst) if worst else _("如果情况变了"), lines


def _moved(now_at: int, supposed: Supposed, ladder: Ladder) -> str:
    if supposed.position != now_at:
        return _("第 {now} 位 → 第 {to} 位。").format(now=now_at, to=supposed.position)
    stays = _("第 {now} 位 → 仍是第 {now} 位").format(now=now_at)
    rung = ladder.against_ahead
    return stays + (_("：前一位在「{rung}」上已经不同。").format(rung=rung.label) if rung else _("。"))


def _better(policy: Policy, ladder: Ladder) -> list[int]:
    numbers = sorted(tier.number for tier in policy.tiers if tier.number < ladder.line.tier.number)
    return numbers[-MOST_TIERS:]


def _in_tier(number: int) -> dict[str, Any]:
    return {"override_tier": number, "override_reason": "-", "override_asked_by": 0, "override_approved_by": 0}


async def _last_week(of: OfList, ranking: Ranking, entry_id: int) -> str:
    """Say the place of a week earlier, and what became of those who were ahead then."""
    at = (ranking.at or await now(of.session)) - WEEK
    whole = at.replace(minute=0, second=0, microsecond=0)
    before = await ranked_before(of.session, of.scope, of.county, ranking, whole, home=of.home_id)
    was = before.line_of(entry_id)
    if was is None:
        return _("还没有列入轮候")
    ahead = {line.facts.entry_id for line in before if line.position < was.position}
    position = ranking.position_of(entry_id) or 0
    present = {line.facts.entry_id for line in ranking if line.position < position}
    gone, come = ahead - present, present - ahead
    lines = await lines_of(of.session, of.scope, of.county, gone) if gone else {}
    left = Counter(one.facts.state.label for one in lines.values() if ranking.line_of(one.facts.entry_id) is None)
    why = [_("前面 {n} 人{state}").format(n=count, state=state) for state, count in left.items()]
    if come:
        why.append(_("{n} 人排到前面").format(n=len(come)))
    said = _("第 {n} 位").format(n=was.position)
    return said + (_("（{why}）").format(why=_("，").join(why)) if why else "")


def _unfit(ladder: Ladder, beds: Sequence[FreeBed]) -> list[str]:
    """Say which of today's free beds do not suit, by what is missing."""
    facts, day = ladder.line.facts, ladder.day
    missing = Counter(
        _("、").join(reason.label for reason in found.reasons)
        for bed in beds
        if facts.wants(bed.institution_id) and not (found := match(ladder.policy, facts, bed.wish, day)).ok
    )
    return [_("{n} 张不合：{why}").format(n=count, why=why) for why, count in missing.most_common(3)]


async def _skips(of: OfList, entry_id: int) -> list[str]:
    """Say on which days the person was passed over although a bed suited."""
    told = [one for one in await notices_of(of.session, of.county, entry_id) if one.kind is NoticeKind.SKIPPED]
    return [_("{day} 被跳过").format(day=one.made_at.astimezone(HERE).date()) for one in told[:3]]
