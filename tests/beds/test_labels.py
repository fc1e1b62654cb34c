"""Labels in the order people count, said in few words, and the next free one."""

from hypothesis import given
from hypothesis import strategies as st

from app.beds.rules.labels import natural_key, next_labels, say_labels

labels = st.text(alphabet="0123456789AB-楼一二三十", min_size=1, max_size=8)


def test_labels_stand_as_people_count() -> None:
    mixed = ["十楼", "10-105", "二楼", "10-44", "A10", "一楼", "A2", "2", "十二楼", "二十楼"]
    expected = ["一楼", "2", "二楼", "10-44", "10-105", "十楼", "十二楼", "二十楼", "A2", "A10"]
    assert sorted(mixed, key=natural_key) == expected


@given(st.lists(labels))
def test_the_order_is_total_and_does_not_depend_on_the_start(some: list[str]) -> None:
    backwards = some[::-1]
    assert sorted(some, key=natural_key) == sorted(backwards, key=natural_key)


@given(labels, labels)
def test_only_the_same_label_has_the_same_key(one: str, other: str) -> None:
    assert (natural_key(one) == natural_key(other)) == (one == other)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_stand_by_their_value(one: int, other: int) -> None:
    assert (natural_key(str(one)) < natural_key(str(other))) == (one < other)


def test_runs_are_drawn_together_and_the_rest_is_counted() -> None:
    assert say_labels(["301-1", "301-2", "303-1"]) == "301-1 至 301-2、303-1"
    assert say_labels([f"{n}A" for n in range(9)], at_most=2) == "0A、1A…"


def test_the_next_label_follows_the_manner_of_the_room() -> None:
    assert next_labels(["A", "B"], 2) == ["C", "D"]
    assert next_labels(["1", "3"], 2) == ["2", "4"]
    assert next_labels([], 1) == ["1"]
