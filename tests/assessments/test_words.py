"""The words of scale files reach the catalogue: data of the rules, said like any other sentence."""

from io import BytesIO

from app.assessments.scales import SCALES
from tests.architecture.words import writing_faults
from tests.assessments.test_scales import FOLDER
from tools.scale_words import said


def words_of(code: str) -> list[str]:
    found = said(BytesIO((FOLDER / f"{code}.toml").read_bytes()), (), (), {})
    return [message for _line, _keyword, message, _comments in found]


def test_every_word_of_a_scale_is_found_once() -> None:
    for code, scale in SCALES.items():
        found = words_of(code)
        assert len(found) == len(set(found))
        shown = {choice.words for item in scale.items for choice in item.choices} | {item.name for item in scale.items}
        shown |= {thing.words for thing in (*scale.clauses, *scale.settings, *scale.unverified)}
        shown |= {scale.title, *(level.name for level in scale.levels), *scale.grade_names}
        assert shown - set(found) == set()


def test_they_are_well_written() -> None:
    assert [(word, wrong) for code in SCALES for word in words_of(code) if (wrong := writing_faults(word))] == []
