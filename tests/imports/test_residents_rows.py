"""What a row of residents means: columns by many names, days in every shape, beds however they are written."""

from datetime import date

import pytest

from app.beds.rules.kinds import Sex
from app.imports.mapping.columns import match_columns
from app.imports.rules.export import table_of
from app.imports.rules.residents.dates import read_birth, read_day
from app.imports.rules.residents.kind import RESIDENTS
from app.imports.rules.residents.rows import ContactSaid
from app.residents.rules.kinds import BirthPrecision, Category, GuardianBasis, HealthKind, NoIdReason, Relation
from app.stays.rules.kinds import EndReason, Payer, StayKind
from tests.imports.residents import TODAY, found, ledger_of, one, people, rehearsed

HEADS = {
    "name": "老人姓名 长者 姓名 name",
    "id_no": "身份证 证件号 公民身份号码 身份证号码",
    "sex": "性别 sex",
    "born": "出生日期 出生年月 生日",
    "ethnicity": "民族",
    "hukou": "户籍地 户籍 户籍所在地",
    "category": "人员类别 老人类别 供养类别",
    "room": "房号 房间号",
    "bed": "床号 床位 房间床位",
    "from_on": "入住日期 入住时间 入院日期 入院时间",
    "stay_kind": "入住类型 托养方式",
    "payer": "付费方式 费用来源",
    "to_on": "退住日期 出院时间 离院日期",
    "end_reason": "退住原因 离院原因 去向",
    "contact": "联系人 家属姓名 紧急联系人",
    "relation": "关系 与老人关系",
    "contact_phone": "电话 联系电话 联系方式 手机号",
    "guardian": "监护人 监护人姓名",
    "disease": "疾病 病史 患病情况",
    "allergy": "过敏 过敏史",
    "diet": "膳食 饮食禁忌",
    "level": "自理能力 能力等级 护理等级",
    "notes": "备注 说明",
}


@pytest.mark.parametrize(("field", "head"), [(field, head) for field, heads in HEADS.items() for head in heads.split()])
def test_a_column_is_known_by_many_names(field, head):
    ledger = ledger_of(
        [head, "姓名", "床号"] if field not in ("name", "bed") else [head, "性别", "民族"], ["a", "b", "c"]
    )
    assert match_columns(ledger, RESIDENTS).matches[0].field == field


def test_a_header_in_two_rows_tells_the_contacts_name_from_the_elders():
    table = people(["101-1"])
    lines = [["姓名", "联系人/姓名", "联系人/电话", "床号"], ["王", "李", "1", "1"]]
    fields = [match.field for match in match_columns(ledger_of(*lines), RESIDENTS).matches]
    assert fields == ["name", "contact", "contact_phone", "bed"]
    assert table.header


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-01", date(2024, 3, 1)),
        ("2024.3.1", date(2024, 3, 1)),
        ("2024/03/01", date(2024, 3, 1)),
        ("20240301", date(2024, 3, 1)),
        ("2024年3月1日", date(2024, 3, 1)),
        ("二〇二四年三月一日", date(2024, 3, 1)),
        ("2024-03-01 08:30", date(2024, 3, 1)),
        ("45352", date(2024, 3, 1)),
        ("18263.0", date(1949, 12, 31)),
        ("24.3.1", date(2024, 3, 1)),
        ("98.3.1", date(1998, 3, 1)),
        ("3/25/2024", date(2024, 3, 25)),
    ],
)
def test_a_day_is_read_in_every_shape(text, day):
    assert read_day(text, TODAY).value == day


@pytest.mark.parametrize("text", ["3/4/2024", "05.06.2023", "01-02-03", "07/08/19"])
def test_what_has_two_readings_or_none_is_not_guessed(text):
    read = read_day(text, TODAY)
    assert len(read.either) == 2 or read.value is None or read.guess


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("1949.12.31", date(1949, 12, 31), BirthPrecision.DAY),
        ("49.12.31", date(1949, 12, 31), BirthPrecision.DAY),
        ("18263", date(1949, 12, 31), BirthPrecision.DAY),
        ("9133", date(1925, 1, 1), BirthPrecision.DAY),
        ("1941", date(1941, 1, 1), BirthPrecision.YEAR),
        ("1941年", date(1941, 1, 1), BirthPrecision.YEAR),
        ("约1941", date(1941, 1, 1), BirthPrecision.ESTIMATED),
        ("1941年左右", date(1941, 1, 1), BirthPrecision.ESTIMATED),
        ("1941年3月", date(1941, 3, 1), BirthPrecision.MONTH),
        ("1941-03", date(1941, 3, 1), BirthPrecision.MONTH),
        ("194103", date(1941, 3, 1), BirthPrecision.MONTH),
        ("一九四一年三月五日", date(1941, 3, 5), BirthPrecision.DAY),
    ],
)
def test_a_birth_is_read_as_exactly_as_it_is_known(text, day, precision):
    read = read_birth(text, TODAY)
    assert (read.day.value, read.precision) == (day, precision)


def test_what_was_guessed_of_a_day_is_shown():
    (problem,) = found(one(from_on="24.3.1"), "date_guessed")
    assert "2024-03-01" in problem.message
    assert problem.fix.value == "2024-03-01"


def test_what_is_ambiguous_is_asked():
    (problem,) = found(one(from_on="3/4/2024"), "residents.date_either")
    assert problem.fix.choices == ("2024-03-04", "2024-04-03")


@pytest.mark.parametrize(
    "text", ["101-1", "101—1", "101室1床", "101房1号床", "主楼101-1", "主楼 101-1", "101-01", "１０１－１"]
)
def test_a_bed_is_known_however_it_is_written(text):
    rehearsal = one(bed=text)
    assert [stay.label for stay in rehearsal.plan.created("stay")] == ["101-1"]


def test_a_bed_in_three_columns():
    rehearsal = one(building="主楼", room="101室", bed="1床")
    assert [stay.label for stay in rehearsal.plan.created("stay")] == ["101-1"]


def test_a_room_with_several_beds_is_asked_which():
    (problem,) = found(one(bed="101"), "residents.bed_either")
    assert problem.fix.choices == ("101-1", "101-2")


def test_sex_and_birth_come_from_the_card():
    record = one(sex="", born="").checked.records[0]
    assert (record.sex, record.born_on, record.precision) == (Sex.FEMALE, date(1930, 1, 2), BirthPrecision.DAY)


@pytest.mark.parametrize(
    ("said", "reason"),
    [({"id_no": "遗失"}, NoIdReason.LOST), ({"id_no": "", "no_id_reason": "流浪"}, NoIdReason.RESCUED),
     ({"id_no": "无", "no_id_reason": "黑户"}, NoIdReason.UNREGISTERED)],
)  # fmt: skip
def test_nobody_is_turned_away_for_want_of_a_card(said, reason):
    record = one(**said).checked.records[0]
    assert (record.number, record.no_id_reason) == ("", reason)


def test_what_stands_around_a_person():
    record = one(
        category="特困、重残",
        disease="高血压，糖尿病",
        allergy="无",
        diet="低盐、不吃辣",
        guardian="双石村村民委员会",
        level="半自理",
    ).checked.records[0]
    assert record.categories == (Category.EXTREME_POVERTY, Category.SEVERE_DISABILITY)
    assert [(note.kind, note.code, note.words) for note in record.health[:4]] == [
        (HealthKind.DIAGNOSIS, "", "高血压"), (HealthKind.DIAGNOSIS, "", "糖尿病"),
        (HealthKind.DIET, "low_salt", ""), (HealthKind.DIET, "", "不吃辣"),
    ]  # fmt: skip
    assert record.contacts[1] == ContactSaid(
        "双石村村民委员会", Relation.VILLAGE, guardian=True, basis=GuardianBasis.ORGANISATION
    )  # fmt: skip


def test_a_death_is_an_end_even_where_only_its_own_column_says_so():
    record = one(died="2025-05-05").checked.records[0]
    assert (record.to_on, record.end_reason, record.died_on) == (date(2025, 5, 5), EndReason.DEATH, date(2025, 5, 5))


def test_what_the_ledger_leaves_out_is_taken_for_granted_aloud():
    rehearsal = one(stay_kind="", payer="", category="特困")
    stay = rehearsal.plan.created("stay")[0].values["row"]
    assert (stay.kind_when_new, stay.payer_when_new) == (StayKind.LONG, Payer.GOVERNMENT)
    assert found(rehearsal, "residents.kind_by_default")
    assert found(rehearsal, "residents.payer_by_default")


def test_a_sums_row_is_dropped_with_a_word():
    table = people(["101-1", "101-2"])
    rehearsal = rehearsed(ledger_of(*table.lines(), ["合计", "2"], ["填表人：王某"]))
    assert [problem.code for problem in rehearsal.problems] == ["total_row", "footer_row"]
    assert len(rehearsal.checked.records) == 2


def test_what_is_written_is_read_back_the_same():
    said = {
        "category": "特困、重残", "disease": "高血压", "allergy": "青霉素", "diet": "低盐", "level": "半自理",
        "guardian": "李监护", "guardian_relation": "儿子", "hukou": "510302", "hukou_kind": "农村", "ethnicity": "汉",
        "to_on": "2025-05-05", "end_reason": "去世", "couple": "否", "planned_end": "2026-01-01", "phone": "13800000000",
    }  # fmt: skip
    records = one(**said).checked.records
    again = rehearsed(ledger_of(*table_of(RESIDENTS, records))).checked.records
    assert again == records
