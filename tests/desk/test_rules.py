"""The navigation marks one place, and the command box finds doors by any of their words."""

import pytest

from app.desk.rules import DOORS, doors_for, matching, place_at

ADDRESSES = {
    "institutions.index": "/institutions",
    "institutions.show": "/institutions/7",
    "beds.board.show": "/institutions/7/board",
    "accounts.users.index": "/users",
}
WAYS = [(door, ADDRESSES[door.route]) for door in DOORS if door.route in ADDRESSES]
EVERYTHING = frozenset(door.permission for door in DOORS)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/institutions", "/institutions"),
        ("/institutions/7", "/institutions/7"),
        ("/institutions/7/board", "/institutions/7/board"),
        ("/institutions/7/closures/new", "/institutions/7/board"),
        ("/institutions/7/beds", "/institutions/7/board"),
        ("/institutions/7/facts/new", "/institutions/7"),
        ("/institutions/71", "/institutions"),
        ("/search", None),
    ],
)
def test_a_page_lies_behind_one_door(path: str, place: str | None) -> None:
    assert place_at(path, WAYS) == place


@pytest.mark.parametrize("asked", ["床位", "cw", "chuang", "beds", "BEDS", " 床 "])
def test_a_door_is_found_by_name_pinyin_and_initials(asked: str) -> None:
    found = matching(doors_for(EVERYTHING, has_home=True), asked)
    assert "beds.board.show" in {door.route for door in found}


def test_doors_of_a_home_need_a_home_and_a_permission() -> None:
    assert not any(door.of_home for door in doors_for(EVERYTHING, has_home=False))
    assert doors_for(frozenset(), has_home=True) == []
