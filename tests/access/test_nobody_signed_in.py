"""Whoever shows no sign-in is sent to the door, wherever they knock."""

from typing import Any

from tests.access.knocking import Homes, address, doors
from tests.support.people import Client


async def test_nobody_signed_in_is_sent_to_the_door(app: Any, homes: Homes, stranger: Client) -> None:
    for door in doors(app):
        path = address(door, homes.own.ids)
        if door.access == "public" or path is None:
            continue
        answer = await (stranger.post(path, data={}) if door.method == "POST" else stranger.get(path))
        assert answer.status_code == 303, (door.name, answer.status_code)
        assert answer.headers["Location"].startswith("/sign-in"), door.name
