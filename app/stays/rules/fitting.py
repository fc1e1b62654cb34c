"""Which free beds suit somebody: those near their own first, and of the others the reason. The database has the last word."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.beds.rules.board import Board, BoardBuilding, BoardFloor, BoardRoom
from app.beds.rules.kinds import Sex, SexRule
from app.beds.rules.spans import say_time
from app.beds.rules.states import days_between
from app.beds.rules.tiles import BoardBed
from app.core.i18n import _

__all__ = ["BedChoice", "Choices", "fitting"]


@dataclass(frozen=True, slots=True)
class BedChoice:
    """One free bed as it is offered, or the reason why it is not."""

    id: int
    name: str
    about: str
    room_id: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The free beds of a home for one person: in groups from near to far, and those that do not suit."""

    groups: tuple[tuple[str, tuple[BedChoice, ...]], ...]
    unfit: tuple[BedChoice, ...]

    @property
    def count(self) -> int:
        """How many beds suit."""
        return sum(len(beds) for _title, beds in self.groups)

    def find(self, bed_id: int | None) -> BedChoice | None:
        """Find one of the free beds, suitable or not."""
        offered = [bed for _title, beds in self.groups for bed in beds]
        return next((bed for bed in (*offered, *self.unfit) if bed.id == bed_id), None)

    def room_mates(self, bed_id: int | None) -> list[tuple[int, str]]:
        """The other free beds of the room of one of them, which may be had with it."""
        own = self.find(bed_id)
        beds = [bed for _title, group in self.groups for bed in group] + list(self.unfit)
        return [(bed.id, bed.name) for bed in beds if own and bed.room_id == own.room_id and bed.id != own.id]


Spot = tuple[BoardBuilding, BoardFloor, BoardRoom, BoardBed]


def fitting(board: Board, sex: Sex, *, here: int | None = None, spouses: Collection[int] = ()) -> Choices:
    """Sort the free beds of a day for a person of this sex, who lies in `here` if they are in residence already."""
    own = board.find(here) if here is not None else None
    groups: dict[str, list[BedChoice]] = {}
    unfit = []
    for spot in sorted(_free(board), key=lambda one: _nearness(one, own)):
        why = _why_not(spot, sex, spouses)
        choice = BedChoice(spot[3].id, spot[3].name, _about(spot, board, spouses), spot[2].id, why)
        if why:
            unfit.append(choice)
        else:
            groups.setdefault(_group(spot, own, board), []).append(choice)
    return Choices(tuple((title, tuple(beds)) for title, beds in groups.items()), tuple(unfit))


def _free(board: Board) -> Iterator[Spot]:
    for building in board.buildings:
        for floor in building.floors:
            for room in floor.rooms:
                yield from ((building, floor, room, bed) for bed in room.beds if bed.is_free and not bed.planned)


def _nearness(spot: Spot, own: Spot | None) -> int:
    """Same room, same unit, same floor, elsewhere; inside each the order of the wall stands."""
    if own is None:
        return 0
    if spot[2].id == own[2].id:
        return 0
    if spot[2].unit_id is not None and spot[2].unit_id == own[2].unit_id:
        return 1
    return 2 if spot[1].id == own[1].id else 3


def _group(spot: Spot, own: Spot | None, board: Board) -> str:
    floor = spot[1].title or spot[1].label
    near = _nearness(spot, own) if own else 3
    if near < 3:
        return (_("同一房间"), _("同一护理单元"), _("同一层"))[near]
    return f"{spot[0].label} {floor}" if len(board.buildings) > 1 else floor


def _why_not(spot: Spot, sex: Sex, spouses: Collection[int]) -> str:
    _building, _floor, room, bed = spot
    if bed.next_on:
        return _("{day}起另有安排").format(day=f"{bed.next_on:%m-%d}")
    if _with_spouse(room, spouses):
        return ""
    if room.sex_rule.sex not in (None, sex):
        return room.sex_rule.label
    other = _other_sex(room.beds, sex)
    if room.sex_rule is SexRule.SAME and other:
        return _("同性同住，现住{sex}性老人").format(sex=other.label)
    return ""


def _other_sex(beds: Sequence[BoardBed], sex: Sex) -> Sex | None:
    return next((bed.claim.sex for bed in beds if bed.claim and bed.claim.sex not in (None, sex)), None)


def _with_spouse(room: BoardRoom, spouses: Collection[int]) -> bool:
    return any(bed.person and bed.person.elder_id in spouses for bed in room.beds)


def _about(spot: Spot, board: Board, spouses: Collection[int]) -> str:
    _building, floor, room, bed = spot
    words = [room.said, room.unit if floor.several_units else "", bed.marks_said if bed.care else ""]
    words += [_("加床")] if bed.extra else []
    words += [_("与配偶同室")] if _with_spouse(room, spouses) else []
    if bed.is_empty_long and bed.free_since:
        words.append(_("空 {time}").format(time=say_time(days_between(bed.free_since, board.day))))
    return _("，").join(word for word in words if word)
