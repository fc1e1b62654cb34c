"""Ledgers of residents of our own making: people who cannot exist, in an area that does not."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.imports.mapping.columns import match_columns
from app.imports.rules.checking import Rehearsal, rehearse
from app.imports.rules.headers import with_headers
from app.imports.rules.ledger import Form, Ledger, Row, Sheet
from app.imports.rules.problems import Problem
from app.imports.rules.registry import all_words
from app.imports.rules.residents.existing import ExistingPeople, KnownPlace, KnownService, KnownTerm
from app.imports.rules.residents.kind import RESIDENTS
from app.imports.rules.residents.regions import Counties
from app.imports.rules.residents.rows import ResidentContext, ResidentRow
from app.residents.rules.id_card import check_digit

TODAY = date(2026, 11, 23)
COUNTIES = Counties.of([(510000, None, "四川省"), (510300, 510000, "自贡市"), (510302, 510300, "自流井区")])
CONTEXT = ResidentContext("MSH", TODAY, TODAY, 510302, ("代寺镇敬老院",), COUNTIES)
# Nobody was ever registered in 990302.
AREA = "990302"

NAMES = {
    "name": "姓名", "id_no": "身份证号", "sex": "性别", "born": "出生日期", "category": "人员类别", "bed": "床号",
    "from_on": "入住日期", "stay_kind": "入住类型", "payer": "付费方式", "to_on": "退住日期", "end_reason": "退住原因",
    "contact": "联系人", "relation": "关系", "contact_phone": "电话", "disease": "疾病", "allergy": "过敏",
    "diet": "膳食", "notes": "备注",
}  # fmt: skip
FAMILIES, GIVEN = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何罗高林", "秀桂玉淑素国德光正永建明华芳英兰珍琼贵福"


def number(seq: int, born: date = date(1941, 3, 5), *, female: bool = True) -> str:
    """A number with a true check digit of somebody who cannot be."""
    order = (seq * 2) % 1000 if female else (seq * 2 + 1) % 1000
    area = int(AREA) + seq // 500
    seventeen = f"{area}{born:%Y%m%d}{order:03d}"
    return seventeen + check_digit(seventeen)


def name(seq: int) -> str:
    """A name; names repeat after eight thousand."""
    family, first, second = seq % 20, seq // 20 % 20, seq // 400 % 20
    return FAMILIES[family] + GIVEN[first] + GIVEN[second]


@dataclass
class Table:
    """A header and rows of texts; `names` says which header carries which field."""

    header: list[str]
    rows: list[list[str]]
    names: dict[str, str] = field(default_factory=dict)

    def column(self, field_name: str) -> int:
        """Find a field's column; one that is not there is added, blank."""
        title = self.names.setdefault(field_name, RESIDENTS.by_name[field_name].title)
        if title not in self.header:
            self.header.append(title)
            for row in self.rows:
                row.append("")
        return self.header.index(title)

    def lines(self) -> list[list[str]]:
        """Header and rows."""
        return [self.header, *self.rows]


def person(seq: int, bed: str, **said: str) -> list[str]:
    """One row, sound by default: a woman who has lived in her bed for some years."""
    born = date(1930, 1, 1) + timedelta(days=seq % 9000)
    plain = {
        "name": name(seq), "id_no": number(seq, born), "sex": "女", "born": born.isoformat(), "category": "社会",
        "bed": bed, "from_on": (date(2022, 1, 1) + timedelta(days=seq % 1000)).isoformat(), "stay_kind": "长住",
        "payer": "本人", "contact": name(seq + 7), "relation": "女儿", "contact_phone": f"139{seq:08d}",
    }  # fmt: skip
    return [(plain | said).get(each, "") for each in NAMES]


def people(beds: list[str]) -> Table:
    """One woman for each bed."""
    return Table(list(NAMES.values()), [person(seq, bed) for seq, bed in enumerate(beds, 1)], dict(NAMES))


def bed_names(rooms: int = 60, beds: int = 2) -> list[str]:
    """Beds by name: 101-1, 101-2, 102-1 …"""
    return [f"{101 + room}-{bed}" for room in range(rooms) for bed in range(1, beds + 1)]


def house_of(beds: list[str], *, ruled: bool = False, since: date = date(2020, 1, 1)) -> ExistingPeople:
    """A home that has these beds and nobody in them."""
    rooms = {room: number for number, room in enumerate(dict.fromkeys(bed.split("-")[0] for bed in beds), 1)}
    places = tuple(
        KnownPlace(number, "主楼", room, label, (KnownService(number, rooms[room], since),))
        for number, (room, label) in enumerate((bed.split("-") for bed in beds), 1)
    )
    terms = {room: (KnownTerm(room, since, date.max, ruled),) for room in rooms.values()}
    return ExistingPeople(places=places, terms=terms)


def ledger_of(*lines: list[str]) -> Ledger:
    """A ledger without a file: the first line is row 1."""
    rows = tuple(Row(number, tuple(line)) for number, line in enumerate(lines, 1))
    filled = tuple(row for row in rows if row.filled)
    return with_headers(Ledger("老人.psv", Form.TEXT, "0" * 64, (Sheet("老人", filled),)), all_words())


def rehearsed(
    ledger: Ledger, existing: ExistingPeople | None = None, context: ResidentContext = CONTEXT
) -> Rehearsal[ResidentRow]:
    """Match, check and plan a ledger of residents."""
    layout = match_columns(ledger, RESIDENTS).layout
    return rehearse(ledger, RESIDENTS, layout, context, existing or house_of(bed_names()))


def one(existing: ExistingPeople | None = None, **said: str) -> Rehearsal[ResidentRow]:
    """Rehearse a single row with more columns where asked for."""
    table = Table(list(NAMES.values()), [person(1, "101-1")], dict(NAMES))
    for field_name, text in said.items():
        table.rows[0][table.column(field_name)] = text
    return rehearsed(ledger_of(*table.lines()), existing)


def found(rehearsal: Rehearsal[ResidentRow], code: str) -> list[Problem]:
    """Every problem of one fault."""
    return [problem for problem in rehearsal.problems if problem.code == code]


def errors(rehearsal: Rehearsal[ResidentRow]) -> list[str]:
    """The codes of what blocks."""
    return [problem.code for problem in rehearsal.problems if problem.severity.value == "error"]
