"""A home's own code and the credit code, as tables."""

import pytest

from app.institutions.errors import BadCode, BadUscc
from app.institutions.rules.codes import checked_code, checked_uscc, is_uscc


@pytest.mark.parametrize(("typed", "kept"), [("msh", "MSH"), (" fs-01 ", "FS-01"), ("ＭＳＨ", "MSH"), ("9", "9")])
def test_a_code_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert checked_code(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "机构", "A B", "A_B", "A" * 21, "A/B"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(BadCode):
        checked_code(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12510322MB1K20376G", "12510322MB1K20376G"),
        ("1251 0322 mb1k 20376g", "12510322MB1K20376G"),
        ("１２５１０３２２MB1K20376G", "12510322MB1K20376G"),
        ("", None),
        (None, None),
        ("  ", None),
    ],
)
def test_a_credit_code_is_kept_in_one_way(typed: str | None, kept: str | None) -> None:
    assert checked_uscc(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["12510322MB1K20376H", "12510322MB1K2037G", "12510322MB1K20376GG", "12510322MB1K2O376G", "00000000000000000I"],
)
def test_a_credit_code_with_a_slip_is_refused(typed: str) -> None:
    assert not is_uscc(typed)
    with pytest.raises(BadUscc) as raised:
        checked_uscc(typed, "unit_uscc")
    assert raised.value.field == "unit_uscc"


def test_one_wrong_digit_never_passes() -> None:
    right = "12510322MB1K20376G"
    for place in range(8, 17):
        for other in "0123456789":
            if other != right[place]:
                assert not is_uscc(right[:place] + other + right[place + 1 :])
