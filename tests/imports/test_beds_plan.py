"""What an import would do to a home that has beds already."""

from dataclasses import replace

from app.beds.rules.kinds import MarkKind, RoomKind, SexRule, UnitKind
from app.imports.rules.beds.existing import (
    ExistingBed,
    ExistingBuilding,
    ExistingFloor,
    ExistingRoom,
    ExistingStructure,
    ExistingUnit,
    Marking,
)  # fmt: skip
from app.imports.rules.plans import Outcome, Plan
from tests.imports.ledgers import TODAY, by_code, clean_table, ledger_of, rehearsed

HEADER = ["楼栋", "楼层", "护理单元", "房号", "床号", "房间类型", "房间性别", "护理型", "认定文件号", "备注"]
ROW = ["主楼", "一楼", "一区", "101", "1", "双人间", "女", "是", "41 号", "靠窗"]
PAPER = Marking(MarkKind.NURSING, document_no="41 号")


def home(**bed):
    """Room 101 with bed 1, as the ledger says it; `bed` bends the bed."""
    first = replace(ExistingBed(50, 40, "1", TODAY, note="靠窗", marks={MarkKind.NURSING: PAPER}), **bed)
    return ExistingStructure(
        (ExistingBuilding(10, "主楼"),),
        (ExistingFloor(20, 10, "1F"), ExistingFloor(21, 10, "2F")),
        (ExistingUnit(30, "一区"),),
        (ExistingRoom(40, 20, 30, "101室", RoomKind.DOUBLE, SexRule.FEMALE),),
        (first, replace(first, id=51, label="2")),
    )


def plan(*lines, existing=None, header=HEADER):
    return rehearsed(ledger_of(header, *lines), existing or home()).plan


def built(plan: Plan) -> ExistingStructure:
    """The home as a plan would make it from nothing: what the writing service does, in small."""
    ids = {(each.level, each.key): number for number, each in enumerate(plan.creations, 1)}

    def parent(each, level):
        return ids.get((level, each.parents.get(level, ())))

    made = {level: plan.created(level) for level in ("building", "floor", "unit", "room", "bed")}
    values = {id(each): each.values for group in made.values() for each in group}
    number = {id(each): ids[each.level, each.key] for group in made.values() for each in group}
    return ExistingStructure(
        tuple(ExistingBuilding(number[id(b)], values[id(b)]["label"]) for b in made["building"]),
        tuple(
            ExistingFloor(number[id(f)], parent(f, "building"), f.values["label"], f.values["floor_title"])
            for f in made["floor"]
        ),
        tuple(
            ExistingUnit(
                number[id(u)], u.values["label"], u.values["unit_title"], u.values["unit_order"] or 0,
                u.values["unit_kind"], u.values["unit_cap"],
            )
            for u in made["unit"]
        ),
        tuple(
            ExistingRoom(
                number[id(r)], parent(r, "floor"), parent(r, "unit"), r.values["label"], r.values["room_kind"],
                r.values["sex_rule"], r.values["isolation"], r.values["facing"],
            )
            for r in made["room"]
        ),
        tuple(
            ExistingBed(
                number[id(b)], parent(b, "room"), b.values["label"], b.values["in_service_from"], b.values["extra"],
                b.values["notes"], {mark.kind: mark for mark in b.values["marks"]},
            )
            for b in made["bed"]
        ),
    )  # fmt: skip


def test_the_same_ledger_twice_changes_nothing():
    ledger = ledger_of(*clean_table().lines())
    first = rehearsed(ledger)
    second = rehearsed(ledger, built(first.plan))
    assert first.plan.writes
    assert not second.plan.writes
    assert second.plan.counts[Outcome.UNCHANGED] == len(clean_table().rows)
    assert not second.plan.absent


def test_what_is_there_is_found_under_another_spelling_and_its_name_stays():
    found = plan(ROW)
    assert not found.writes
    assert found.known["floor", ("主楼", "1")] == 20
    assert [each.label for each in found.absent] == ["主楼 101室-2"]


def test_a_blank_never_erases():
    assert not plan(["主楼", "一楼", "", "101", "1", "", "", "", "", ""]).writes


def test_changes_show_what_is_there_and_what_would_be():
    found = plan([*ROW[:6], "男", "否", "", "靠门"])
    changes = {change.level: change.fields for change in found.changes}
    assert changes == {
        "room": {"sex_rule": (SexRule.FEMALE, SexRule.MALE)},
        "bed": {"notes": ("靠窗", "靠门"), "mark:nursing": (PAPER, None)},
    }
    assert found.outcomes == {2: Outcome.CHANGED}
    assert [problem.code for problem in found.problems] == ["beds.mark_ends"]


def test_a_new_bed_in_a_known_room_names_its_parent():
    found = plan(ROW, [*ROW[:4], "3", *ROW[5:]])
    (bed,) = found.creations
    assert (bed.level, bed.parents, bed.rows) == ("bed", {"room": ("主楼", "101")}, (3,))
    assert found.known["room", bed.parents["room"]] == 40
    assert found.outcomes == {2: Outcome.UNCHANGED, 3: Outcome.NEW}
    assert bed.values["marks"] == (PAPER,)


def test_beds_the_ledger_leaves_unnamed_count_in_their_room_and_unit():
    rehearsal = rehearsed(ledger_of(HEADER, [*ROW[:4], "3", "双人间", *ROW[6:]]), home())
    (problem,) = by_code(rehearsal, "beds.kind_unlike_beds")
    assert problem.facts["beds"] == 3
    full = replace(home(), units=(ExistingUnit(30, "一区", kind=UnitKind.DEMENTIA, cap=2),))
    assert by_code(rehearsed(ledger_of(HEADER, [*ROW[:4], "3", *ROW[5:]]), full), "beds.unit_over_cap")
    assert by_code(rehearsed(ledger_of(HEADER, [*ROW[:3], "105", "1", *ROW[5:]]), full), "beds.unit_over_cap")


def test_a_room_that_stands_on_another_floor_is_an_error_with_a_way_out():
    rehearsal = rehearsed(ledger_of(HEADER, ["主楼", "二楼", *ROW[2:]]), home())
    (problem,) = by_code(rehearsal, "beds.room_elsewhere")
    assert problem.cell == "B2"
    assert "1F" in problem.message


def test_of_two_rooms_of_one_number_the_floor_decides():
    twin = replace(home(), rooms=(*home().rooms, ExistingRoom(41, 21, None, "101", RoomKind.SINGLE)))
    twin = replace(twin, beds=(*twin.beds, ExistingBed(52, 41, "1", TODAY)))
    rehearsal = rehearsed(ledger_of(HEADER, ["主楼", "2F", "", "101", "1", "单人间", "", "", "", ""]), twin)
    assert not rehearsal.blocked
    assert not rehearsal.plan.writes
    assert sorted(each.id for each in rehearsal.plan.absent) == [50, 51]


def test_a_room_moves_to_another_unit_under_its_new_key():
    (unit,) = plan(["主楼", "一楼", "二区", *ROW[3:]]).created("unit")
    (change,) = plan(["主楼", "一楼", "二区", *ROW[3:]]).changes
    assert (change.level, change.fields, change.parents) == ("room", {"unit": ("一区", "二区")}, {"unit": unit.key})


def test_a_mark_that_stands_needs_no_basis_again_and_one_of_its_facet_gives_way():
    assert not plan([*ROW[:7], "是", "", ""]).writes
    found = plan([*ROW[:7], "普通", "52 号", ""])
    (change,) = found.changes
    assert change.fields["mark:nursing"] == (PAPER, None)
    assert change.fields["mark:general"][1].document_no == "52 号"


def test_a_unit_for_dementia_has_the_standards_cap_when_none_is_said():
    header = [*HEADER, "单元性质"]
    new = plan([*ROW[:2], "忆安", *ROW[3:], "认知障碍照护专区"], header=header).created("unit")[0]
    assert (new.values["unit_kind"], new.values["unit_cap"]) == (UnitKind.DEMENTIA, 20)
    change = next(each for each in plan([*ROW, "是"], header=header).changes if each.level == "unit")
    assert change.fields == {"unit_kind": (UnitKind.GENERAL, UnitKind.DEMENTIA), "unit_cap": (None, 20)}


def test_a_room_without_a_kind_is_named_by_its_beds_without_the_extra_ones():
    header = [*HEADER[:5], "加床"]
    lines = [["主楼", "一楼", "一区", "105", label, extra] for label, extra in (("1", ""), ("2", "否"), ("3", "是"))]
    (room,) = plan(*lines, header=header).created("room")
    assert room.values["room_kind"] is RoomKind.DOUBLE
