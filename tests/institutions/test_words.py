"""Which words and questions each kind of fact takes, as tables."""

from datetime import date
from enum import StrEnum

import pytest

from app.institutions.rules import answers, figures, grades, kinds
from app.institutions.rules.answers import Medical, Operation, Tag
from app.institutions.rules.drafts import FactDraft
from app.institutions.rules.grades import GradeScheme, grade_label
from app.institutions.rules.kinds import FactKind, Group
from app.institutions.rules.words import YES, choices_of, slot_of, values_of

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "value", "scheme", "party", "slot"),
    [
        (FactKind.TAG, Tag.GLORY_HOME, None, "", "glory_home"),
        (FactKind.OPERATION, Operation.ENTRUSTED, None, "恒颐", ""),
        (FactKind.MEDICAL, Medical.CLINIC, None, "", "clinic"),
        (FactKind.MEDICAL, Medical.CONTRACT, None, "中心卫生院", "中心卫生院"),
        (FactKind.GRADE, "2", GradeScheme.STAR, "", "star"),
        (FactKind.GRADE, "2", None, "", "national"),
        (FactKind.LICENCE, "food", None, "", "food"),
        (FactKind.OTHER, YES, None, "护理型床位认定 48 张", "护理型床位认定 48 张"),
        (FactKind.LTCI, YES, None, "县医保局", ""),
    ],
)
def test_each_answer_knows_its_question(kind: FactKind, value: str, scheme, party: str, slot: str) -> None:
    assert slot_of(kind, value, scheme=scheme, party=party) == slot
    draft = FactDraft(kind=kind, value=value, scheme=scheme, party=party, from_on=DAY)
    assert draft.slot == slot
    assert draft.columns["slot"] == slot
    assert "scheme" not in draft.columns


def test_a_form_offers_what_the_database_takes() -> None:
    for kind in FactKind:
        offered = choices_of(kind)
        if kind is FactKind.GRADE:
            levels = {value.partition("/")[2] for _scheme, choices in offered for value, _word in choices}
            assert levels == set(values_of(kind))
        elif offered:
            assert tuple(value for value, _word in offered) == values_of(kind)
        else:
            assert values_of(kind) == (YES,)


def test_every_word_has_its_label() -> None:
    enums = [
        thing
        for room in (answers, figures, grades, kinds)
        for thing in vars(room).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
    ]
    assert len(enums) >= 14
    for enum in enums:
        labels = [member.label for member in enum]
        assert all(labels)
        assert len(set(labels)) == len(labels)
    assert all(kind.group in Group for kind in FactKind)


def test_stars_and_grades_are_said_differently() -> None:
    assert [grade_label(GradeScheme.STAR, level) for level in ("1", "5")] == ["一星", "五星"]
    assert [grade_label(GradeScheme.NATIONAL, level) for level in ("1", "5")] == ["一级", "五级"]
