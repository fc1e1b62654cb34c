"""Rooms and beds by pattern: what people write is read, and what cannot be read is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.beds.errors import PatternError
from app.beds.rules.labels import say_labels
from app.beds.rules.patterns import MOST_ROOMS, RoomPlan, expand, parse_beds, parse_pattern, parse_rooms

READ = [
    ("3楼 301–320，每间 2 床", "3楼", ["301", "302", "320"], ("1", "2"), 20),
    ("301-308", None, ["301", "308"], ("1", "2"), 8),
    ("301,303,305 每间2床", None, ["301", "303", "305"], ("1", "2"), 3),
    ("三楼，301-306 单号，每间 A–B 床", "三楼", ["301", "303", "305"], ("A", "B"), 3),
    ("301–308 双号，每间 3 床", None, ["302", "308"], ("1", "2", "3"), 4),
    ("A01 到 A12，跳过 A04、A08，每间 1-4 床", None, ["A01", "A03", "A12"], ("1", "2", "3", "4"), 10),
    ("A01-12，每间 2 床", None, ["A01", "A12"], ("1", "2"), 12),
    ("10-044、10-105，每间1床", None, ["10-044", "10-105"], ("1",), 2),
    ("10-044至10-050，每间 1 床", None, ["10-044", "10-050"], ("1",), 7),
    ("３０１－３０３，每间２床", None, ["301", "303"], ("1", "2"), 3),
    ("301～303，每间两床", None, ["301", "303"], ("1", "2"), 3),
    ("F3 301 至 303，每间 3 个床", "F3", ["301", "303"], ("1", "2", "3"), 3),
    ("负一楼 B01-B03，每间 2 张床", "负一楼", ["B01", "B03"], ("1", "2"), 3),
    ("A-D，每间 2 床", None, ["A", "D"], ("1", "2"), 4),
    ("301 到 302 每间 A、B、C 床", None, ["301", "302"], ("A", "B", "C"), 2),
    ("099–101，每间 1 床", None, ["099", "100", "101"], ("1",), 3),
]


@pytest.mark.parametrize(("text", "floor", "some", "beds", "count"), READ, ids=[row[0] for row in READ])
def test_what_people_write_is_read(
    text: str, floor: str | None, some: list[str], beds: tuple[str, ...], count: int
) -> None:
    pattern = parse_pattern(text, beds="2")
    labels = [room.label for room in pattern.rooms]
    assert pattern.floor == floor
    assert [label for label in labels if label in some] == some
    assert len(labels) == count
    assert {room.beds for room in pattern.rooms} == {beds}
    assert pattern.bed_count == count * len(beds)


REFUSED = [
    ("320-301，每间 2 床", "rooms", "320"),
    ("301，301，每间 2 床", "rooms", "写了两次"),
    ("201–520，每间 2 床", "rooms", "200"),
    ("<script>，每间 1 床", "rooms", "不认识"),
    ("301 到 A05，每间 1 床", "rooms", "数不下去"),
    ("302–308 单号 双号，每间 1 床", "rooms", "308 单号"),
    ("301–310，每间 20 床", "beds", "最多 12 床"),
    ("301–310，每间 0 床", "beds", "至少 1 床"),
    ("301–302，跳过 301、302，每间 1 床", "skip", "跳过"),
    ("，每间 1 床", "rooms", "请填写房号"),
    ("301–304", "beds", "每间几床"),
    ("3" * 30 + "，每间 1 床", "rooms", "太长"),
]


@pytest.mark.parametrize(("text", "field", "said"), REFUSED, ids=[row[0][:20] for row in REFUSED])
def test_what_cannot_be_read_is_named(text: str, field: str, said: str) -> None:
    with pytest.raises(PatternError) as refusal:
        parse_pattern(text)
    assert refusal.value.field == field
    assert said in refusal.value.message


@given(st.integers(1, 9999), st.integers(0, MOST_ROOMS - 1), st.sampled_from(["", "A", "东", "10-"]))
def test_a_range_holds_every_number_once(start: int, more: int, head: str) -> None:
    end = start + more
    width = len(str(end))
    labels = parse_rooms(f"{head}{start:0{width}d}到{head}{end:0{width}d}")
    assert labels == [f"{head}{number:0{width}d}" for number in range(start, end + 1)]


@given(st.sets(st.integers(100, 399), min_size=1, max_size=60))
def test_what_is_said_in_few_words_is_read_back_whole(numbers: set[int]) -> None:
    said = say_labels([str(number) for number in numbers], at_most=100)
    assert set(parse_rooms(said)) == {str(number) for number in numbers}


@given(st.integers(1, 12))
def test_a_number_of_beds_is_so_many_labels(count: int) -> None:
    assert parse_beds(f"{count} 床") == tuple(str(number) for number in range(1, count + 1))


@given(st.text(max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_any_text_is_read_or_refused_in_words(rooms: str, beds: str, skip: str) -> None:
    said, made = attempt(rooms, beds, skip)
    if said is not None:
        assert said.message
        assert said.field in {"rooms", "beds", "skip"}
        return
    labels = [room.label for room in made]
    assert 1 <= len(labels) == len(set(labels)) <= MOST_ROOMS
    assert all(0 < len(label) <= 20 and label.strip() == label for label in labels)
    assert all(0 < len(bed) <= 10 for room in made for bed in room.beds)


def attempt(rooms: str, beds: str, skip: str) -> tuple[PatternError | None, tuple[RoomPlan, ...]]:
    try:
        return None, expand(rooms, beds=beds, skip=skip)
    except PatternError as refusal:
        return refusal, ()
