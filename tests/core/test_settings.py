"""Settings: what stands in the environment, with defaults that work on a bare machine."""

import pwd
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.settings import Settings, default_data_dir, settings, settings_with

NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (*NAMES, "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return


def test_the_key_lies_beside_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert Settings().key_file == tmp_path / "keys" / "master.key"
    monkeypatch.setenv("KEY_FILE", "/elsewhere/key")
    assert Settings().key_file == Path("/elsewhere/key")


@pytest.mark.parametrize("given", ["postgresql://u:p@h/d", "postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"])
def test_every_form_of_address_goes_through_asyncpg(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    url = Settings().database_url
    assert url is not None
    assert url.render_as_string(hide_password=False) == "postgresql+asyncpg://u:p@h/d"


def test_no_text_of_the_settings_shows_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://owner:hidden@host/db")
    assert "hidden" not in f"{Settings()} {Settings()!r}"


def test_a_wrong_address_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://u:hidden@h/d")
    with pytest.raises(ValueError, match="mysql is not supported") as refusal:
        Settings()
    assert "hidden" not in str(refusal.value)


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("PORT", "")
    assert (Settings().database_url, Settings().port) == (None, 8000)


def test_hosts_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example")
    assert Settings().allowed_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("cookie", "address", "secure"),
    [
        ("auto", "https://y.example", True),
        ("auto", "http://y.example", False),
        ("auto", None, False),
        ("yes", None, True),
    ],
)
def test_cookies_follow_the_public_address(cookie: str, address: str | None, secure: bool) -> None:
    assert Settings(cookie_secure=cookie, public_url=address).cookies_are_secure is secure


def test_the_data_has_a_place_without_any_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(pwd, "getpwuid", lambda _uid: pwd.struct_passwd(("u", "x", 1000, 1000, "", "/home-of-u", "")))
    for empty in ("", None):
        monkeypatch.setenv("HOME", empty) if empty is not None else monkeypatch.delenv("HOME")
        assert default_data_dir() == Path("/home-of-u/.local/share/yiyang")
    monkeypatch.setenv("XDG_DATA_HOME", "/data-of-u")
    assert default_data_dir() == Path("/data-of-u/yiyang")


def test_settings_can_differ_inside_a_block() -> None:
    before = settings()
    with settings_with(port=9):
        assert settings().port == 9
    assert settings() == before
