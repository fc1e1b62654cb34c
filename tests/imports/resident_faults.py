"""Faults to plant in a clean ledger of residents; each in a row of its own, so that none hides another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.imports.rules.ledger import address
from app.imports.rules.problems import FAULTS, Severity
from tests.imports.residents import Table, number

__all__ = ["PLANTS", "Expected", "plant"]


@dataclass(frozen=True)
class Expected:
    """One planted fault: its name, the problem it must be reported as, and in which cell."""

    name: str
    code: str
    cell: str

    @property
    def severity(self) -> Severity:
        """The severity of the fault's code."""
        return FAULTS[self.code].severity


class Ground:
    """The ledger being spoiled: hands out rows nobody else spoils."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._rows = iter(list(table.rows))

    def row(self) -> list[str]:
        """A fresh row."""
        return next(self._rows)

    def set(self, row: list[str], field: str, text: str) -> None:
        """Write into a row."""
        row[self.table.column(field)] = text

    def get(self, row: list[str], field: str) -> str:
        """Read from a row."""
        return row[self.table.column(field)]


Planted = tuple[list[str], str | int]
PLANTS: dict[str, tuple[str, Callable[[Ground], Planted]]] = {}


def _cells(title: str, code: str, field: str, **said: str) -> None:
    """A fault of one row: its cells get these texts, and the fault stands under the field."""

    def make(ground: Ground) -> Planted:
        row = ground.row()
        for each, text in said.items():
            ground.set(row, each, text)
        return row, field

    PLANTS[title] = (code, make)


_cells("empty name", "required", "name", name="")
_cells("number made a float", "residents.id_lost", "id_no", id_no="1.10105194912310E+17")
_cells("number ending in zeros", "residents.id_lost", "id_no", id_no="990302193001011000")
_cells("number of seventeen digits", "residents.id_length", "id_no", id_no="99030219300101022")
_cells("letter inside the number", "residents.id_shape", "id_no", id_no="9903021930O1010022")
_cells("birth that is none in the number", "residents.id_birth", "id_no", id_no="990302193013010022")
_cells("wrong check digit", "residents.id_check", "id_no", id_no="990302193001010021")
_cells("old number", "residents.id_old", "id_no", id_no="990302300101002")
_cells("no number and no reason", "residents.no_id", "no_id_reason", id_no="")
_cells("reason nobody knows", "residents.no_id_unknown", "no_id_reason", id_no="", no_id_reason="忘了")
_cells("reason beside a number", "residents.id_and_reason", "no_id_reason", no_id_reason="遗失")
_cells("paper nobody knows", "residents.paper_unknown", "paper_kind", paper_kind="会员卡")
_cells("paper too short", "residents.paper_shape", "id_no", paper_kind="护照", id_no="E1")
_cells("sex nobody knows", "residents.sex_unknown", "sex", sex="未知")
_cells("sex against the number", "residents.sex_unlike_id", "sex", sex="男")
_cells("no sex without a number", "residents.sex_missing", "sex", sex="", id_no="遗失")
_cells("birth against the number", "residents.birth_unlike_id", "born", born="1955-05-05")
_cells("lunar birth", "residents.birth_lunar", "born", born="农历1941年三月初五")
_cells("birth that is none", "residents.bad_birth", "born", born="很久以前")
_cells("birth to come", "residents.birth_range", "born", born="2031-01-01", id_no="遗失")
_cells("birth with two readings", "residents.birth_either", "born", born="3/4/1941")
_cells("no birth at all", "residents.birth_unknown", "born", born="", id_no="遗失")
_cells("not yet sixty", "residents.age_low", "born", born="1990-01-01", id_no="遗失")
_cells("older than anybody", "residents.age_high", "born", born="1903-01-01", id_no="遗失")
_cells("age unlike the birth", "residents.age_differs", "age", age="61")
_cells("people nobody knows", "residents.ethnicity_unknown", "ethnicity", ethnicity="火星")
_cells("household nowhere", "residents.hukou_unknown", "hukou", hukou="不知道哪里")
_cells("household of no kind", "residents.hukou_kind_unknown", "hukou_kind", hukou_kind="海上")
_cells("category nobody knows", "residents.category_unknown", "category", category="贵宾")
_cells("kind of stay nobody knows", "residents.kind_unknown", "stay_kind", stay_kind="半自理")
_cells("payer nobody knows", "residents.payer_unknown", "payer", payer="老天爷")
_cells("end nobody knows", "residents.end_unknown", "end_reason", to_on="2025-02-01", end_reason="飞升")
_cells("end without a day", "residents.end_without_day", "to_on", end_reason="去世")
_cells("end without a reason", "residents.end_without_reason", "to_on", to_on="2025-02-01")
_cells("end before the start", "residents.end_before_start", "to_on", to_on="2001-02-01", end_reason="回家")
_cells("start to come", "residents.start_future", "from_on", from_on="2027-02-01")
_cells("end to come", "residents.end_future", "to_on", to_on="2027-02-01", end_reason="回家")
_cells("no start", "residents.start_missing", "from_on", from_on="")
_cells("no bed", "residents.bed_missing", "bed", bed="")
_cells("start with two readings", "residents.date_either", "from_on", from_on="3/4/2024")
_cells("start in two digits", "date_guessed", "from_on", from_on="24.3.1")
_cells("start that is none", "bad_date", "from_on", from_on="2024-13-45")
_cells("start of long ago", "date_unlikely", "from_on", from_on="1048-03-01")
_cells("lunar start", "residents.lunar_day", "from_on", from_on="农历正月初五")
_cells("planned end before the start", "residents.planned_before", "planned_end", planned_end="2001-01-01")
_cells("here and gone", "residents.status_unlike_end", "status", status="在住", to_on="2025-02-01", end_reason="回家")
_cells("away", "residents.away", "status", status="住院")
_cells("phone that is none", "residents.phone", "contact_phone", contact_phone="问村长")
_cells("relation nobody knows", "residents.relation_unknown", "relation", relation="干爹")
_cells("guardian on no basis", "residents.basis_unknown", "guardian_basis", guardian="李监护", guardian_basis="口头")
_cells("another home", "residents.other_home", "institution", institution="别家敬老院")
_cells("level words", "residents.level_kept", "level", level="半自理")
_cells("bed nobody knows", "residents.bed_unknown", "bed", bed="999-9")
_cells("failed formula", "cell_error", "notes", notes="#REF!")
_cells("control character", "control_character", "name", name="王\x07秀英")
_cells("too long", "too_long", "notes", notes="长" * 301)


def planted(title: str, code: str) -> Callable[[Callable[[Ground], Planted]], Callable[[Ground], Planted]]:
    """Keep a fault that needs more than one row."""

    def keep(make: Callable[[Ground], Planted]) -> Callable[[Ground], Planted]:
        PLANTS[title] = (code, make)
        return make

    return keep


@planted("one bed for two people", "residents.bed_twice")
def _bed_twice(ground: Ground) -> Planted:
    first, second = ground.row(), ground.row()
    ground.set(second, "bed", ground.get(first, "bed"))
    return second, "bed"


@planted("one person twice", "residents.duplicate")
def _duplicate(ground: Ground) -> Planted:
    row = ground.row()
    again = list(row)
    ground.table.rows.append(again)
    return again, "id_no"


@planted("one person in two beds", "residents.two_stays")
def _two_stays(ground: Ground) -> Planted:
    first, second = ground.row(), ground.row()
    for field in ("name", "id_no", "born"):
        ground.set(second, field, ground.get(first, field))
    return second, "from_on"


@planted("one number, two names", "residents.id_two_names")
def _two_names(ground: Ground) -> Planted:
    first, second = ground.row(), ground.row()
    for field in ("id_no", "born"):
        ground.set(second, field, ground.get(first, field))
    ground.set(first, "from_on", "2021-01-01")
    ground.set(first, "to_on", "2021-02-01")
    ground.set(first, "end_reason", "回家")
    return second, "id_no"


@planted("namesakes without numbers", "residents.namesakes")
def _namesakes(ground: Ground) -> Planted:
    first, second = ground.row(), ground.row()
    for row in (first, second):
        ground.set(row, "name", "周同名")
        ground.set(row, "id_no", "遗失")
        ground.set(row, "born", "1941-03-05")
    return second, "id_no"


@planted("man and woman in one room", "residents.room_mixed")
def _mixed(ground: Ground) -> Planted:
    first, second = ground.row(), ground.row()
    room = ground.get(first, "bed").split("-")[0]
    while ground.get(second, "bed").split("-")[0] != room:
        first, second = second, ground.row()
        room = ground.get(first, "bed").split("-")[0]
    born = date(1935, 5, 5)
    for field, text in {"id_no": number(777, born, female=False), "born": born.isoformat(), "sex": "男"}.items():
        ground.set(second, field, text)
    return second, "bed"


@planted("sums row", "total_row")
def _total(ground: Ground) -> Planted:
    row = ["合计", "9999"]
    ground.table.rows.append(row)
    return row, 1


@planted("note at the foot", "footer_row")
def _footer(ground: Ground) -> Planted:
    row = ["填表人：王某　审核人：李某"]
    ground.table.rows.append(row)
    return row, 1


def plant(table: Table) -> tuple[Table, list[Expected]]:
    """Spoil a clean ledger with every fault; say what must be reported, cell by cell."""
    for field in ("no_id_reason", "status", "planned_end"):
        table.column(field)
    ground = Ground(table)
    made = [(title, code, make(ground)) for title, (code, make) in PLANTS.items()]
    expected = []
    for title, code, (row, place) in made:
        line = next(n for n, each in enumerate(table.rows) if each is row) + 2
        column = place if isinstance(place, int) else table.column(place) + 1
        expected.append(Expected(title, code, address(column, line)))
    return table, expected
