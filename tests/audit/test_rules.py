"""Lines are hashed with their lengths, so that no two read alike."""

from dataclasses import fields, replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.audit.rules import GENESIS, Line, canonical, chain, chain_of, line_hash, say_details

LINE = Line(
    county=510302, institution_id=7, seq=1, at=datetime(2026, 11, 23, 2, 30, tzinfo=UTC), action="beds.closed",
    user_id=3, sign_in_id=9, actor="王院长", subject_kind="bed_claims", subject_id=41, details={"reason": "repair"},
    request_id="7F3K-2QXM", tap_id=None,
)  # fmt: skip


def test_every_field_changes_the_hash() -> None:
    changed = {
        "county": 510304, "institution_id": 8, "seq": 2, "at": datetime(2026, 11, 23, 2, 30, 0, 1, tzinfo=UTC),
        "action": "beds.opened", "user_id": None, "sign_in_id": 10, "actor": "李院长", "subject_kind": "beds",
        "subject_id": None, "details": {"reason": "cleaning"}, "request_id": "7F3K-2QXN", "tap_id": "x",
    }  # fmt: skip
    assert set(changed) == {field.name for field in fields(Line)}
    hashes = {line_hash(GENESIS, replace(LINE, **{name: value})) for name, value in changed.items()}
    assert len(hashes | {line_hash(GENESIS, LINE)}) == len(changed) + 1


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_neighbouring_fields_cannot_borrow_from_each_other(a: str, b: str, c: str, d: str) -> None:
    first, second = replace(LINE, actor=a, subject_kind=b), replace(LINE, actor=c, subject_kind=d)
    assert (canonical(first) == canonical(second)) == ((a, b) == (c, d))


def test_none_is_not_an_empty_word() -> None:
    assert canonical(replace(LINE, tap_id=None)) != canonical(replace(LINE, tap_id=""))


def test_a_chain_depends_on_all_that_came_before() -> None:
    second = replace(LINE, seq=2)
    whole = chain(GENESIS, [LINE, second])
    assert whole[1] != chain(GENESIS, [replace(LINE, action="beds.opened"), second])[1]


def test_a_line_goes_to_its_home_its_county_or_the_global_chain() -> None:
    assert chain_of(510302, 7) == (510302, 7)
    assert chain_of(510302, None) == (510302, 0)
    assert chain_of(None, None) == (0, 0)
    assert chain_of(None, 7) == (0, 0)


def test_details_are_said_in_words_and_long_lists_as_a_count() -> None:
    details = {"code": "MSH", "bed_ids": list(range(9)), "before": ["a", None], "made": {"on": "2026-01-01"}, "why": ""}
    assert say_details(details) == [
        ("代码", "MSH"), ("bed_ids", "9 项"), ("原来", "a、—"), ("日期", "2026-01-01")
    ]  # fmt: skip
    assert say_details({"extra": True}) == [("加床", "是")]
