"""Applying a ledger, twice; taking it back; refusing to while something stands on it; what lies sealed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.beds import service as beds
from app.beds.rules.kinds import ClosureReason, MarkKind, RoomKind, UnitKind
from app.core.clock import business_date
from app.core.errors import NotAllowed
from app.imports import service
from app.imports.errors import (
    ChangedSinceChecked,
    LedgerRefused,
    NotApplied,
    RunClosed,
    StillWrong,
    UnknownKind,
    UsedSince,
)
from app.imports.rules.states import RunState
from tests.factories.beds import a_house
from tests.imports.faults import plant
from tests.imports.ledgers import Table, clean_table, psv
from tests.imports.running import FILE, a_received, an_applied, now_there

MARKS = ["护理型", "认定文件号"]


def small(**columns):
    """Four beds in two rooms; further columns by title, the same in every row unless a list."""
    header = ["楼栋", "楼层", "护理单元", "房号", "床号", *columns]
    rows = [["新楼", "一楼", "一区", room, bed] for room in ("101", "102") for bed in ("1", "2")]
    for n, row in enumerate(rows):
        row += [each[n] if isinstance(each, list) else each for each in columns.values()]
    return psv([header, *rows])


@pytest.fixture
async def house(session):
    return await a_house(session, rooms="301–302", beds="2")


async def test_a_ledger_takes_effect_whole_with_what_it_says(session, house):
    run = await an_applied(
        session, house, small(护理型=["是", "", "普通", ""], 认定文件号="富民函〔2026〕41 号", 房间性别="女")
    )
    there = await now_there(session, house, run.effective_on)
    assert run.state is RunState.APPLIED
    assert run.counts["new"] == 4
    assert len(there.beds) == 8
    marks = sorted(kind.value for bed in there.beds for kind in bed.marks)
    assert marks == ["general", "nursing"]


async def test_the_same_ledger_again_changes_nothing(session, house):
    data = small(护理型="是", 认定文件号="富民函〔2026〕41 号", 启用日期="2024-03-01", 房间类型="双人间")
    await an_applied(session, house, data)
    again = await a_received(session, house, data)
    found = await service.check_run(session, house.actor, again)
    assert not found.rehearsal.plan.writes
    assert found.counts["unchanged"] == 4


async def test_undoing_takes_back_everything_that_was_built(session, house):
    before = await now_there(session, house, await business_date(session))
    run = await an_applied(session, house, small(护理型="是", 认定文件号="富民函〔2026〕41 号"))
    await service.undo_run(session, house.actor, run, reason="传错了机构")
    assert run.state is RunState.UNDONE
    assert await now_there(session, house, run.effective_on) == before
    with pytest.raises(NotApplied):
        await service.undo_run(session, house.actor, run, reason="再来一次")


async def test_undoing_gives_changed_places_their_old_values_back(session, house):
    on = await business_date(session)
    await beds.mark_beds(
        session, house.actor, house.home, house.ids("301-1"), kind=MarkKind.NURSING, from_on=date(2025, 1, 1),
        paper=beds.Paper(document_no="旧文 1 号"),
    )  # fmt: skip
    before = await now_there(session, house, on)
    header = [
        "楼栋",
        "楼层",
        "楼层名称",
        "护理单元",
        "房号",
        "房间类型",
        "房间性别",
        "床号",
        "备注",
        "护理型",
        "认定文件号",
        "启用日期",
    ]
    line = ["康宁楼", "三楼", "康复层", "三区", "301", "多人间", "女", "1", "靠窗", "普通", "新文 2 号", "2024-05-01"]
    run = await an_applied(session, house, psv([header, line]))
    changed = await now_there(session, house, on)
    bed = next(bed for bed in changed.beds if bed.id == house.beds["301-1"])
    assert (bed.note, bed.from_on, list(bed.marks)) == ("靠窗", date(2024, 5, 1), [MarkKind.GENERAL])
    assert next(room for room in changed.rooms if room.label == "301").kind is RoomKind.MULTI
    await service.undo_run(session, house.actor, run, reason="试一试")
    assert await now_there(session, house, on) == before


async def test_a_bed_closed_since_refuses_undoing_with_its_name(session, house):
    run = await an_applied(session, house, small())
    bed = next(b for b in (await now_there(session, house, run.effective_on)).beds if b.id not in house.beds.values())
    await beds.close_beds(
        session, house.actor, house.home, [bed.id], reason=ClosureReason.REPAIR, from_on=run.effective_on
    )  # fmt: skip
    with pytest.raises(UsedSince) as refusal:
        await service.undo_run(session, house.actor, run, reason="传错了")
    assert refusal.value.things == ("101-1",)


async def test_a_bed_certified_since_refuses_undoing_with_its_name(session, house):
    run = await an_applied(session, house, small(护理型="是", 认定文件号="富民函〔2026〕41 号"))
    bed = next(b for b in (await now_there(session, house, run.effective_on)).beds if b.id not in house.beds.values())
    await beds.mark_beds(
        session, house.actor, house.home, [bed.id], kind=MarkKind.LTCI, from_on=run.effective_on,
        paper=beds.Paper(document_no="长护 3 号"),
    )  # fmt: skip
    with pytest.raises(UsedSince) as refusal:
        await service.undo_run(session, house.actor, run, reason="传错了")
    assert "101-1" in refusal.value.message


async def test_a_place_changed_since_refuses_undoing_with_its_name(session, house):
    header = ["楼栋", "楼层", "房号", "床号", "备注"]
    run = await an_applied(
        session, house, psv([header, ["康宁楼", "三楼", "301", "1", "靠窗"], ["康宁楼", "三楼", "302", "1", ""]])
    )
    await beds.change_bed(session, house.actor, house.home, house.beds["301-1"], extra=False, note="靠门")
    with pytest.raises(UsedSince) as refusal:
        await service.undo_run(session, house.actor, run, reason="传错了")
    assert refusal.value.things == ("康宁楼 301-1",)


async def test_a_home_changed_since_the_rehearsal_is_told_and_nothing_is_written(session, house):
    run = await a_received(session, house, small())
    agreed = (await service.check_run(session, house.actor, run)).agreed
    await an_applied(session, house, small(备注="先到的"))
    with pytest.raises(ChangedSinceChecked):
        await service.apply_run(session, house.actor, run, agreed=agreed)
    assert run.state is RunState.CHECKED


async def test_a_ledger_with_errors_never_takes_effect(session, house):
    spoiled, _expected = plant(clean_table())
    run = await a_received(session, house, psv(spoiled.lines()))
    with pytest.raises(StillWrong):
        await service.apply_run(session, house.actor, run)
    assert len((await now_there(session, house, run.effective_on)).beds) == 4


async def test_edits_and_choices_are_kept_and_count(session, house):
    table = Table(
        ["楼栋", "楼层", "房号", "床号", "神秘"], [["新楼", "一楼", "", "1", "女"], ["新楼", "一楼", "101", "2", "女"]]
    )
    run = await a_received(session, house, psv(table.lines()))
    assert (await service.check_run(session, house.actor, run)).counts["error"] == 1
    ledger = await service.open_ledger(await service.open_run(session, run))
    await service.change_edits(session, house.actor, run, ledger, cells={"C2": "101"})
    choices = {"columns": {"5": "sex_rule"}, "constants": {"document_no": "全表一号"}}
    await service.change_choices(session, house.actor, run, choices, effective_on=date(2026, 1, 5))
    found = await service.check_run(session, house.actor, run)
    assert found.counts["error"] == 0
    await service.apply_run(session, house.actor, run, agreed=found.agreed)
    there = await now_there(session, house, date(2026, 1, 5))
    assert {bed.from_on for bed in there.beds if bed.id not in house.beds.values()} == {date(2026, 1, 5)}
    assert next(room for room in there.rooms if room.label == "101").sex_rule.value == "female"


async def test_rows_left_out_can_be_put_back(session, house):
    run = await a_received(session, house, small())
    opened = await service.open_run(session, run)
    ledger = await service.open_ledger(opened)
    row = next(ledger.sheet.body).id
    await service.change_edits(session, house.actor, run, ledger, cells={}, left_out=[row])
    assert (await service.examine(session, run)).counts["skipped"] == 1
    await service.change_edits(session, house.actor, run, ledger, cells={}, put_back=[row])
    assert (await service.examine(session, run)).counts["new"] == 4


async def test_a_corrected_file_keeps_the_choices_by_header(session, house):
    first = psv([["楼栋", "楼层", "房号", "床号", "神秘"], ["新楼", "一楼", "101", "1", "女"]])
    run = await a_received(session, house, first)
    opened = await service.open_run(session, run)
    columns = await service.map_columns(session, run, await service.open_ledger(opened))
    told = columns.template | {"神秘": "sex_rule"}
    await service.change_choices(session, house.actor, run, {"columns_by_title": told})
    second = psv([["神秘", "楼栋", "楼层", "房号", "床号"], ["女", "新楼", "一楼", "101", "2"]])
    await service.replace_file(session, house.actor, run, filename=FILE, data=second)
    assert (await service.examine(session, run)).columns.matches[0].field == "sex_rule"


async def test_what_has_taken_effect_can_no_longer_be_changed(session, house):
    run = await an_applied(session, house, small())
    ledger = await service.open_ledger(await service.open_run(session, run))
    with pytest.raises(RunClosed):
        await service.change_edits(session, house.actor, run, ledger, cells={"E2": "9"})
    with pytest.raises(RunClosed):
        await service.apply_run(session, house.actor, run)


async def test_what_is_no_table_or_no_kind_is_not_taken(session, house):
    with pytest.raises(LedgerRefused):
        await a_received(session, house, b"")
    with pytest.raises(UnknownKind):
        await service.receive(session, house.actor, house.home, kind="x", filename=FILE, data=small())


async def test_nothing_of_a_ledger_lies_open_in_its_table(session, house):
    await an_applied(session, house, small(备注="王秀英 510302193801012345 13990001234"))
    row = await session.execute(text("SELECT t::text, encode(file, 'escape') FROM import_runs t"))
    dump = "".join(str(part) for line in row for part in line)
    assert not [word for word in ("王秀英", "510302193801012345", "13990001234", FILE) if word in dump]


async def test_the_act_needs_the_permission(session, house):
    stranger = type(house.actor)(user_id=None, sign_in_id=1, name="外人", grants=())
    run = await a_received(session, house, small())
    for act in (service.apply_run(session, stranger, run), service.undo_run(session, stranger, run, reason="不行")):
        with pytest.raises(NotAllowed):
            await act


async def test_a_unit_changes_and_comes_back(session, house):
    unit = await beds.add_unit(session, house.actor, house.home, label="三区")
    on = await business_date(session)
    before = await now_there(session, house, on)
    header = ["楼栋", "楼层", "护理单元", "单元性质", "房号", "床号"]
    run = await an_applied(
        session,
        house,
        psv(
            [
                header,
                ["康宁楼", "三楼", "三区", "认知障碍照护专区", "301", "1"],
                ["康宁楼", "三楼", "三区", "", "301", "2"],
            ]
        ),
    )
    after = await now_there(session, house, on + timedelta(days=1))
    assert next(each for each in after.units if each.id == unit.id).kind is UnitKind.DEMENTIA
    assert next(room for room in after.rooms if room.label == "301").unit_id == unit.id
    await service.undo_run(session, house.actor, run, reason="试一试")
    assert await now_there(session, house, on) == before
