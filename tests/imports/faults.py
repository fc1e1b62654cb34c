"""Faults to plant in a clean bed ledger, ours or the real one; each in rooms of its own, so that none hides another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.imports.rules.ledger import address
from app.imports.rules.problems import FAULTS, Severity
from tests.imports.ledgers import Table

__all__ = ["PLANTS", "Expected", "plant"]


@dataclass(frozen=True)
class Expected:
    """One planted fault: its name, the problem it must be reported as, how heavy, and in which cell."""

    name: str
    code: str
    cell: str

    @property
    def severity(self) -> Severity:
        """The severity of the fault's code."""
        return FAULTS[self.code].severity


class Ground:
    """The ledger being spoiled: hands out rooms nobody else spoils."""

    def __init__(self, table: Table) -> None:
        self.table = table
        units: dict[str, list[list[str]]] = {}
        rooms: dict[str, list[list[str]]] = {}
        for row in table.rows:
            units.setdefault(row[table.column("unit")], []).append(row)
            rooms.setdefault(row[table.column("room")], []).append(row)
        # The smallest unit is kept whole, for the faults of units.
        self.unit = min(units.values(), key=len)
        pairs = [rows for rows in rooms.values() if len(rows) == 2 and rows[0] not in self.unit]
        # One floor after another, so that no fault's rooms stand at the edge of another's.
        self.pairs: Iterator[list[list[str]]] = iter(pairs)

    def pair(self) -> list[list[str]]:
        """The two rows of a room of two beds."""
        return next(self.pairs)

    def set(self, row: list[str], name: str, text: str) -> None:
        row[self.table.column(name)] = text

    def get(self, row: list[str], name: str) -> str:
        return row[self.table.column(name)]

    def other(self, row: list[str], name: str) -> str:
        """Another value of the same column."""
        return next(text for text in (self.get(each, name) for each in self.table.rows) if text != self.get(row, name))

    def insert_after(self, row: list[str], new: list[str]) -> list[str]:
        place = next(n for n, each in enumerate(self.table.rows) if each is row)
        self.table.rows.insert(place + 1, new)
        return new


# What a plant gives: the spoiled row, and the field (or the number of the column) it must be reported under.
Planted = tuple[list[str], str | int]
PLANTS: dict[str, tuple[str, Callable[[Ground], Planted]]] = {}


def planted(name: str, code: str) -> Callable[[Callable[[Ground], Planted]], Callable[[Ground], Planted]]:
    def keep(make: Callable[[Ground], Planted]) -> Callable[[Ground], Planted]:
        PLANTS[name] = (code, make)
        return make

    return keep


def _cell(name: str, code: str, column: str, text: str) -> None:
    """A fault of one cell: the first row of a fresh room gets the text."""

    def make(ground: Ground) -> Planted:
        row = ground.pair()[0]
        ground.set(row, column, text)
        return row, column

    PLANTS[name] = (code, make)


_cell("empty room", "required", "room", "")
_cell("empty bed", "required", "bed", "")
_cell("empty floor", "required", "floor", "")
_cell("unknown type", "beds.room_kind_unknown", "room_kind", "标间")
_cell("bed of another facility", "beds.other_home", "institution", "XYZ")
_cell("unknown sex rule", "beds.sex_rule_unknown", "sex_rule", "夫妻")
_cell("a day that is none", "bad_date", "in_service_from", "2024-13-45")
_cell("a day of long ago", "date_unlikely", "in_service_from", "1024-03-01")
_cell("too long", "too_long", "bed", "靠窗靠门靠墙的第一张床位")
_cell("control character", "control_character", "bed", "A\x07")
_cell("NUL", "control_character", "unit", "10\0N")
_cell("failed formula", "cell_error", "unit", "#REF!")
_cell("number lost in Excel", "number_lost", "room", "1.10105194912310E+17")
_cell("bed label taken for a day", "date_for_label", "bed", "1月2日")
_cell("neither yes nor no", "not_yes_no", "isolation", "可能")
_cell("order is no number", "not_a_number", "unit_order", "第三")
_cell("cap above the standard", "beds.cap_too_high", "unit_cap", "99")
_cell("mark without a basis", "beds.mark_without_basis", "nursing", "是")
_cell("care mark not understood", "beds.care_unknown", "nursing", "半自理")
_cell("facing that is not kept", "beds.facing_unknown", "facing", "东南")
_cell("year of two digits", "date_guessed", "certified_on", "24.3.1")
_cell("stray spaces", "tidied", "bed", " A ")
_cell("full-width room", "tidied", "unit_title", "１０ 区")
_cell("extra bed by its label", "beds.extra_by_label", "bed", "加1")


@planted("duplicate bed", "beds.duplicate")
def _duplicate(ground: Ground) -> Planted:
    row = ground.pair()[1]
    return ground.insert_after(row, list(row)), "bed"


@planted("a room in two units", "beds.room_in_two_units")
def _two_units(ground: Ground) -> Planted:
    row = ground.pair()[1]
    ground.set(row, "unit", ground.other(row, "unit"))
    return row, "unit"


@planted("a room on two floors", "beds.room_on_two_floors")
def _two_floors(ground: Ground) -> Planted:
    row = ground.pair()[1]
    ground.set(row, "floor", ground.other(row, "floor"))
    return row, "floor"


@planted("a room for men and women", "beds.room_disagrees")
def _two_sexes(ground: Ground) -> Planted:
    first, second = ground.pair()
    ground.set(first, "sex_rule", "男")
    ground.set(second, "sex_rule", "女")
    return second, "sex_rule"


@planted("a room of two kinds", "beds.room_disagrees")
def _two_kinds(ground: Ground) -> Planted:
    row = ground.pair()[1]
    ground.set(row, "room_kind", "Ward")
    return row, "room_kind"


@planted("dementia unit above its cap", "beds.unit_over_cap")
def _over_cap(ground: Ground) -> Planted:
    for row in ground.unit:
        ground.set(row, "unit_kind", "认知障碍照护专区")
        ground.set(row, "unit_cap", str(len(ground.unit) - 1))
    return ground.unit[-1], "unit"


@planted("kind unlike the beds", "beds.kind_unlike_beds")
def _kind_unlike(ground: Ground) -> Planted:
    first, second = ground.pair()
    ground.set(first, "room_kind", "Private")
    ground.set(second, "room_kind", "Private")
    return first, "room_kind"


@planted("two titles for one unit", "beds.two_titles")
def _two_unit_titles(ground: Ground) -> Planted:
    row = ground.pair()[0]
    ground.set(row, "unit_title", "An older name")
    return row, "unit_title"


@planted("two titles for one floor", "beds.two_titles")
def _two_floor_titles(ground: Ground) -> Planted:
    row = ground.pair()[0]
    ground.set(row, "floor_title", "An older floor name")
    return row, "floor_title"


@planted("two orders for one unit", "beds.two_orders")
def _two_orders(ground: Ground) -> Planted:
    row = ground.pair()[0]
    ground.set(row, "unit_order", "77")
    return row, "unit_order"


@planted("one floor spelled twice", "beds.two_spellings")
def _two_spellings(ground: Ground) -> Planted:
    row = ground.pair()[0]
    ground.set(row, "floor", f"{ground.get(row, 'floor')}F")
    return row, "floor"


@planted("header again", "header_again")
def _header_again(ground: Ground) -> Planted:
    return ground.insert_after(ground.pair()[1], list(ground.table.header)), 1


@planted("empty row", "blank_rows")
def _empty_row(ground: Ground) -> Planted:
    return ground.insert_after(ground.pair()[1], [""]), 1


@planted("separator inside a field", "extra_cells")
def _extra_cells(ground: Ground) -> Planted:
    row = ground.pair()[0]
    # The columns that other faults add come first, so that this one stands behind them all.
    for name in (
        "sex_rule",
        "in_service_from",
        "isolation",
        "unit_cap",
        "unit_kind",
        "nursing",
        "facing",
        "certified_on",
    ):
        ground.table.column(name)
    row.append("错开的一格")
    return row, len(ground.table.header) + 1


@planted("total row", "total_row")
def _total(ground: Ground) -> Planted:
    row = ["合计", "9999"]
    ground.table.rows.append(row)
    return row, 1


@planted("total that differs", "total_differs")
def _total_differs(ground: Ground) -> Planted:
    return next(row for row in ground.table.rows if row[0] == "合计"), 2


@planted("note at the foot", "footer_row")
def _footer(ground: Ground) -> Planted:
    row = ["填表人：王某　审核人：李某"]
    ground.table.rows.append(row)
    return row, 1


def plant(table: Table) -> tuple[Table, list[Expected]]:
    """Spoil a copy of a clean ledger with every fault; say what must be reported, cell by cell."""
    table = table.copy()
    ground = Ground(table)
    made = [(name, code, make(ground)) for name, (code, make) in PLANTS.items()]
    expected = []
    for name, code, (row, place) in made:
        number = next(n for n, each in enumerate(table.rows) if each is row) + 2
        column = place if isinstance(place, int) else table.column(place) + 1
        expected.append(Expected(name, code, address(column, number)))
    return table, expected
