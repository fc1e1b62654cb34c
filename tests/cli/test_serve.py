"""The whole house as an operator meets it: started, asked, interrupted, started again."""

import json
import re
import signal
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from tests.support.commands import Commands
from tests.support.server import clear_away, room_for_a_server
from tests.support.serving import bare_environment, postmaster_of, serving, serving_further


@pytest.fixture(scope="module")
def house() -> Iterator[dict[str, str]]:
    """Give the environment of a machine where nothing was ever started."""
    room = room_for_a_server()
    yield bare_environment(room)
    clear_away(room)


def test_a_bare_machine_serves_and_offers_the_first_link(house: dict[str, str]) -> None:
    with serving(house) as (process, address, _said):
        assert process.stdout is not None
        link = process.stdout.readline()
        assert link.split("：")[-1].startswith(address)
        with urlopen(f"{address}/livez") as alive:
            assert alive.status == 200
        with urlopen(link.split("：")[-1].strip()) as first_page:
            assert first_page.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert postmaster_of(house) is None


def test_a_command_beside_it_uses_the_server_and_leaves_it(house: dict[str, str], commands: Commands) -> None:
    with serving(house) as (process, address, _said):
        running = postmaster_of(house)
        report = json.loads(commands.forked(house, "check", "--json").stdout)
        assert {found["state"] for found in report["checks"]} <= {"good", "warning"}
        assert postmaster_of(house) == running is not None
        with urlopen(f"{address}/livez") as alive:
            assert alive.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert postmaster_of(house) is None


def test_a_command_alone_starts_the_server_and_stops_it(house: dict[str, str], commands: Commands) -> None:
    checked = commands.from_nothing(house, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert not re.search(r"://\w+:(?!\*\*\*@)\S+@", checked.stdout)
    assert postmaster_of(house) is None


def test_a_port_that_is_taken_is_said_before_anything_starts(house: dict[str, str], commands: Commands) -> None:
    with serving_further(house, commands) as (_process, address, _said):
        second = commands.forked(house | {"PORT": address.rpartition(":")[2]}, "serve")
    assert second.returncode == 1
    assert "PORT=" in second.stderr
    assert "Traceback" not in second.stderr


def test_wrong_usage_is_the_parsers_own_number(house: dict[str, str], commands: Commands) -> None:
    assert commands.forked(house, "check", "--no-such-option").returncode == 2
