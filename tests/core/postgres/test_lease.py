"""Who uses the server: locks that a killed process lets go of, and a note that tells our server from another's."""

from pathlib import Path

import pytest

from app.core.postgres.lease import Lease


def test_the_last_to_leave_is_told_so(tmp_path: Path) -> None:
    first, second = Lease(tmp_path), Lease(tmp_path)
    first.hold()
    second.hold()
    assert first.let_go() is False
    assert second.let_go() is True


def test_only_a_server_that_was_noted_is_ours(tmp_path: Path) -> None:
    lease = Lease(tmp_path)
    assert lease.started("7@1") is False
    lease.note_start("7@1")
    assert lease.started("7@1")
    assert lease.started("7@2") is False
    lease.forget()
    assert lease.started("7@1") is False


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"server": 1}'])
def test_a_torn_note_makes_no_server_ours(tmp_path: Path, torn: str) -> None:
    (tmp_path / "lease.json").write_text(torn)
    assert Lease(tmp_path).started("7@1") is False
