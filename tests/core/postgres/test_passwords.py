"""Passwords that no person chooses."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.core.postgres.passwords import kept_password, private_file


def test_a_password_is_made_once_and_only_ours_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    password = kept_password(folder, "owner")
    assert len(password) >= 32
    assert kept_password(folder, "owner") == password != kept_password(folder, "app")
    assert (folder / "owner").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_many_at_once_agree_on_one_password(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: kept_password(tmp_path, "app"), range(32)))) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["app"]


def test_a_private_file_never_follows_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(FileExistsError):
        private_file(tmp_path / "link", "word")
    assert not (tmp_path / "target").exists()
