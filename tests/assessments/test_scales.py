"""The scale files: their arithmetic, their dates, and the faults that keep the program from starting."""

from datetime import date
from pathlib import Path

import pytest

from app.assessments import scales
from app.assessments.errors import NoScaleInForce, ScaleNotFound
from app.assessments.rules.kinds import Decider, ScaleKind
from app.assessments.rules.methods import group_score, preliminary_of
from app.assessments.rules.scale import Scale
from app.assessments.scales import SCALES, scale_for, scale_named, scales_in_force
from app.assessments.scales.checking import reachable
from app.assessments.scales.reading import FaultyScale, read_scale, read_scales
from tests.assessments.answering import GBT, MZT, best, levels, scored

FOLDER = Path(scales.__file__).parent
SELF_CARE, INSURANCE = SCALES["selfcare43-2021"], SCALES["yibao37-2021"]


def test_gbt42195_adds_up() -> None:
    assert [(group.name, len(group.items), group.max) for group in GBT.groups] == [
        ("自理能力", 8, 32), ("基础运动能力", 4, 15), ("精神状态", 9, 28), ("感知觉与社会参与", 5, 15),
    ]  # fmt: skip
    assert (len(GBT.items), GBT.max, sum(item.max for item in GBT.items)) == (26, 90, 90)
    smaller = {item.name: item.max for item in GBT.items if item.max != 4}
    assert smaller == {
        "上下楼梯": 3, "攻击行为": 1, "抑郁症状": 1, "意识水平": 2, "视力": 2, "听力": 2, "使用交通工具外出": 3,
    }  # fmt: skip
    assert [(level.at_least, level.at_most) for level in GBT.levels] == [
        (90, 90),
        (66, 89),
        (46, 65),
        (30, 45),
        (0, 29),
    ]
    assert reachable(GBT.items) == set(range(91))


def test_coma_is_a_sub_choice_of_consciousness() -> None:
    consciousness = next(item for item in GBT.items if item.code == "B.3.9")
    zero = [choice for choice in consciousness.choices if choice.score == 0]
    assert [(choice.answer, choice.coma) for choice in zero] == [("0", False), ("coma", True)]


def test_mzt039_adds_up() -> None:
    assert [(group.name, len(group.items), group.max) for group in MZT.groups] == [
        ("日常生活活动", 10, 100), ("精神状态", 3, 6), ("感知觉与沟通", 4, 0), ("社会参与", 5, 20),
    ]  # fmt: skip
    assert [item.max for item in MZT.groups[0].items] == [10, 5, 5, 10, 10, 10, 10, 15, 15, 10]
    assert reachable(MZT.groups[0].items) == set(range(0, 101, 5))
    assert len(MZT.items) == 22


def test_the_self_care_scale_counts_what_cannot_be_done() -> None:
    codes = [item.code for item in SELF_CARE.items]
    found = []
    for cannot in range(7):
        answers = best(SELF_CARE) | dict.fromkeys(codes[:cannot], "0")
        found.append(scored(SELF_CARE, answers).final.number)
    assert found == [0, 1, 1, 1, 2, 2, 2]
    assert (SELF_CARE.decided_by, SELF_CARE.facts, SELF_CARE.clauses) == (Decider.COUNTY, (), ())


def test_the_insurance_scale_is_shipped_off_and_unverified() -> None:
    assert not INSURANCE.is_on
    assert {mark.key for mark in INSURANCE.unverified} >= {"groups", "matrix"}
    assert [(len(group.items), group.max) for group in INSURANCE.groups] == [(10, 100), (4, 16), (3, 12)]
    assert INSURANCE.matrix is not None
    assert INSURANCE.matrix.rows == ((0, 0, 1, 1), (1, 1, 1, 2), (2, 2, 2, 3), (3, 3, 4, 5))


def test_its_matrix_takes_the_worse_of_the_two_other_groups() -> None:
    answers = best(INSURANCE) | {item.code: "0" for item in INSURANCE.groups[2].items}
    chosen = {item.code: choice for item in INSURANCE.items if (choice := item.choice_of(answers[item.code]))}
    found = preliminary_of(INSURANCE, [group_score(group, chosen) for group in INSURANCE.groups])
    assert (found.total, found.level) == ("0-0-3", 1)


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_the_best_answers_are_the_best_level(scale: Scale) -> None:
    if scale.is_on:
        assert levels(scored(scale, best(scale))) == (0, 0)
    assert scale.title
    assert scale.standard
    assert all(group.clause for group in scale.groups)
    assert all(len(choice.words) <= 30 for item in scale.items for choice in item.choices)


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2013, 9, 30), []),
        (date(2013, 10, 1), ["mzt039-2013"]),
        (date(2022, 12, 29), ["mzt039-2013"]),
        (date(2022, 12, 30), ["gbt42195-2022", "mzt039-2013"]),
        (date(2026, 11, 22), ["gbt42195-2022", "mzt039-2013"]),
    ],
)
def test_the_day_of_the_assessment_chooses_the_scale(day: date, codes: list[str]) -> None:
    assert [scale.code for scale in scales_in_force(ScaleKind.ABILITY, day)] == codes
    if codes:
        assert scale_for(ScaleKind.ABILITY, day).code == codes[0]
    else:
        with pytest.raises(NoScaleInForce):
            scale_for(ScaleKind.ABILITY, day)


def test_a_scale_that_is_off_is_never_chosen() -> None:
    with pytest.raises(NoScaleInForce):
        scale_for(ScaleKind.INSURANCE, date(2026, 1, 1))
    assert scale_for(ScaleKind.SELF_CARE, date(2026, 1, 1)) is SELF_CARE


def test_an_unknown_code_is_said() -> None:
    assert scale_named("gbt42195-2022") is GBT
    with pytest.raises(ScaleNotFound):
        scale_named("gbt42195-2013")


FAULTS = [
    # file, what is changed, into what, the key that the complaint names
    ("gbt42195-2022", "max = 90", "max = 91", "max: 91"),
    ("gbt42195-2022", "max = 32", "max = 31", "groups.B.1.max"),
    ("gbt42195-2022", 'name = "进食"', 'title = "进食"', "groups.B.1.items.B.1.1.name"),
    ("gbt42195-2022", '  { score = 3, words = "听得懂，要多给时间" },\n', "", "items.B.3.5.choices"),
    ("gbt42195-2022", 'key = "coma", ', "", "items.B.3.9.choices"),
    ("gbt42195-2022", 'code = "B.1.2"', 'code = "B.1.1"', "items.B.1.1: stands twice"),
    ("gbt42195-2022", 'code = "B.1.2"', 'code = "B.2.9"', "items.B.2.9.code"),
    ("gbt42195-2022", "at_least = 66", "at_least = 65", "levels: 2 levels for 65 points"),
    ("gbt42195-2022", "at_most = 65", "at_most = 64", "levels: 0 levels for 65 points"),
    ("gbt42195-2022", "sets = 4", "sets = 5", "clauses.C.4-1"),
    ("gbt42195-2022", "at_least = 2\n", "", "clauses.C.4-3"),
    ("gbt42195-2022", "raises = 1\n", "", "clauses.C.4-2"),
    ("gbt42195-2022", "default = 4", "default = 2", "settings.coma_level.default"),
    ("gbt42195-2022", '"stack_adjustments"', '"stack"', "settings.stack"),
    ("gbt42195-2022", "coma = true, words", "coma = true, ends = true, words", "items: only where a card"),
    ("gbt42195-2022", "valid_from = 2022-12-30", 'valid_from = "soon"', "valid_from"),
    ("gbt42195-2022", "is_on = true", "is_on = true\nvalid_until = 2022-12-30", "valid_until"),
    ("gbt42195-2022", "is_on = true", "is_on = true\nrulings = { coma_level = 3 }", "rulings"),
    ("gbt42195-2022", 'code = "gbt42195-2022"', 'code = "gbt"', "code: gbt"),
    ("gbt42195-2022", "[[levels]]", "[levels", "line"),
    ("mzt039-2013", "unclear_profiles = 30", "unclear_profiles = 31", "card.unclear_profiles"),
    ("mzt039-2013", '1-2 = "111? 111? 1122 ??22"', '1-2 = "111? 111? 112 ??22"', "card.rows.1-2"),
    ("mzt039-2013", '3-3 = "3333 3333 3333 3333"\n', "", "card.rows: not the rows"),
    ("mzt039-2013", "2-3 = \"3333", "2-3 = \"3334", "card.rows.2-3"),
    ("mzt039-2013", "at_least = 65", "at_least = 60", "groups.B.1.bands"),
    ("mzt039-2013", "score = 2, grade = 3, words", "score = 2, words", "items.B.3.1.choices"),
    ("mzt039-2013", '  { score = 5, words = "多半靠人" },\n', "", "items.B.1.8.choices"),
    ("yibao37-2021", "[3, 3, 4, 5]", "[3, 3, 4, 6]", "matrix.rows"),
    ("yibao37-2021", "[3, 3, 4, 5]", "[3, 3, 4]", "matrix.rows"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "key"), FAULTS)
def test_a_faulty_file_is_named_with_its_key(code: str, old: str, new: str, key: str) -> None:
    text = (FOLDER / f"{code}.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(FaultyScale) as refused:
        read_scale(f"{code}.toml", text.replace(old, new, 1))
    assert any(line.startswith(f"{code}.toml: ") and key in line for line in str(refused.value).splitlines())


def test_a_folder_without_scales_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyScale):
        read_scales(tmp_path)
