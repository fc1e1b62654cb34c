"""What the board and the panel show, gathered once for the page, its refresh and the answers of acts."""

from datetime import date
from typing import Any

from app.beds import queries
from app.beds.forms.board import BoardAsk
from app.beds.routes.asking import Asked
from app.beds.rules.board import Board, Totals
from app.beds.rules.kinds import ClaimKind, Facing, MarkKind, SexRule
from app.beds.rules.states import BedState
from app.core.i18n import _
from app.web.access import access_of

__all__ = ["board_facts", "panel_facts", "tell_panel"]

STATES = tuple(state for state in BedState if state is not BedState.PRIVATE)

PEOPLE = "stays.see"
"""What the board asks of a caller before it names anybody; the storey above answers for it."""

_parts: dict[str, bool] = {}


def tell_panel(route: str, *, lived_in: bool = True) -> None:
    """Let a storey above show a part of its own in the panel of a bed: the name of a route with its bed's id.

    A part with nothing to say of a bed somebody lives in is not asked for there.
    """
    _parts[route] = lived_in


async def board_facts(asked: Asked, ask: BoardAsk) -> dict[str, Any]:
    """Everything the board's template draws, with its filters counted and their links written."""
    scope, home = asked.actor.scope("beds.see"), asked.home.institution_id
    board = await queries.board(asked.session, scope, home, ask.day, reader=asked.actor)
    tab = [bed for building in board.tab(ask.filter) for floor in building.floors for bed in floor.beds]
    return {
        "institution": asked.institution,
        "board": board,
        "ask": ask,
        "path": asked.path("beds.board.show"),
        "shown": board.filtered(ask.filter),
        "tab_totals": Totals.of(tab),
        "tabs": _tabs(board, ask),
        "states": _states(board, ask),
        "chips": _chips(board, ask),
        "drops": _drops(ask),
    }


def _tabs(board: Board, ask: BoardAsk) -> list[tuple[str, str, bool]]:
    """A tab for each building and one for the whole home; a home of one building needs none."""
    if len(board.buildings) < 2:
        return []
    tabs = [
        (
            f"{building.label} {building.bed_count}",
            ask.query(building=building.id, bed=None),
            ask.building == building.id,
        )
        for building in board.buildings
    ]
    whole = (
        _("全院 {count}").format(count=board.totals.beds),
        ask.query(building=None, bed=None),
        ask.building is None,
    )
    return [*tabs, whole]


def _states(board: Board, ask: BoardAsk) -> list[dict[str, Any]]:
    """The counts by state, which are the filter as well; a state that nobody is in stands back."""
    totals = Totals.of(bed for _room, bed in board.counted(ask.filter, "state"))
    every = {"text": _("全部"), "count": totals.beds, "href": ask.query(state=None), "current": ask.state is None}
    found = [
        {
            "text": _("在院和包房") if state is BedState.OCCUPIED and totals.private else state.label,
            "count": totals.of_state(state),
            "href": ask.query(state=None if ask.state is state else state),
            "current": ask.state is state,
            "swatch": state.value,
        }
        for state in STATES
        if totals.of_state(state) or state is ask.state or state in (BedState.FREE, BedState.CLOSED)
    ]
    return [every, *found]


def _chips(board: Board, ask: BoardAsk) -> list[tuple[str, str, bool]]:
    """Marks, rooms for one sex and windows that the beds of the tab have; pressed ones stay, whatever they count."""
    marked = [bed for _room, bed in board.counted(ask.filter, "mark")]
    kinds = [(kind.value, kind.label, sum(kind in bed.marks for bed in marked)) for kind in MarkKind]
    kinds += [
        ("none", _("未认定"), sum(bed.care is None for bed in marked)),
        ("extra", _("加床"), sum(bed.extra for bed in marked)),
    ]
    chips = [
        (f"{label} {count}", ask.query(mark="" if ask.mark == value else value), ask.mark == value)
        for value, label, count in kinds
        if count or ask.mark == value
    ]
    roomed = [room for room, _bed in board.counted(ask.filter, "room")]
    chips += [
        (f"{rule.label} {count}", ask.query(room=None if ask.room is rule else rule), ask.room is rule)
        for rule in (SexRule.FEMALE, SexRule.MALE, SexRule.SAME)
        if (count := sum(room.sex_rule is rule for room in roomed)) or ask.room is rule
    ]
    faced = [room for room, _bed in board.counted(ask.filter, "facing")]
    chips += [
        (f"{facing.label} {count}", ask.query(facing=None if ask.facing is facing else facing), ask.facing is facing)
        for facing in (Facing.SOUTH,)
        if (count := sum(room.facing is facing for room in faced)) or ask.facing is facing
    ]
    return chips + _pressed(ask)


def _pressed(ask: BoardAsk) -> list[tuple[str, str, bool]]:
    """Filters that only the sentence leads to; they are shown once they hold."""
    chips = [(_("空置半月以上"), ask.query(long=False), True)] if ask.long else []
    return chips + ([(_("过了恢复日期"), ask.query(overdue=False), True)] if ask.overdue else [])


def _drops(ask: BoardAsk) -> list[tuple[str, str]]:
    """Which filter may be dropped when nothing is left, with the address without it."""
    marks = {kind.value: kind.label for kind in MarkKind} | {"none": _("未认定"), "extra": _("加床")}
    pairs = [
        (ask.state.label if ask.state else "", ask.query(state=None)),
        (marks.get(ask.mark, ""), ask.query(mark="")),
        (ask.room.label if ask.room else "", ask.query(room=None)),
        (ask.facing.label if ask.facing else "", ask.query(facing=None)),
        (_("空置半月以上") if ask.long else "", ask.query(long=False)),
        (_("过了恢复日期") if ask.overdue else "", ask.query(overdue=False)),
    ]
    return [(label, href) for label, href in pairs if label]


async def panel_facts(asked: Asked, bed_id: int, day: date, *, ask: BoardAsk | None = None) -> dict[str, Any]:
    """Everything the panel of one bed draws; `ask` is the board it stands beside."""
    scope = asked.actor.scope("beds.see")
    panel = await queries.bed_panel(asked.session, scope, asked.home.institution_id, bed_id, day, reader=asked.actor)
    back = ask.query(bed=None) if ask else f"?day={day}" if day != panel.today else ""
    may = {
        act: asked.actor.scope(f"beds.{act}").covers(asked.home.county, asked.home.institution_id)
        for act in ("close", "mark", "structure")
    }
    return {
        "institution": asked.institution,
        "panel": panel,
        "may": may,
        "parts": [
            asked.path(name, bed_id=bed_id) + f"?day={day}" for name in _parts_of(panel.place) if _may_see(asked, name)
        ],
        "board_href": asked.path("beds.board.show") + back.removesuffix("?"),
    }


def _parts_of(place: Any) -> list[str]:
    """The parts that have something to say of a bed as it stands on the day."""
    claim = place[3].claim if place else None
    lived_in = claim is not None and claim.kind in (ClaimKind.STAY, ClaimKind.PRIVATE)
    return [name for name, of_residents in _parts.items() if of_residents or not lived_in]


def _may_see(asked: Asked, route: str) -> bool:
    """A part is fetched only by whom its own door lets in, in this very home."""
    return asked.actor.scope(access_of(route) or "").covers(asked.home.county, asked.home.institution_id)
