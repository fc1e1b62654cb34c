"""Environment to typed settings, read once."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL

from app.core.postgres.urls import normalise

CONTAINER_SECRETS = Path("/run/secrets")


def default_data_dir() -> Path:
    """The folder of this user for the data of programs, also where HOME is empty or unset."""
    if os.geteuid() == 0:
        return Path("/var/lib/yiyang")
    if chosen := os.environ.get("XDG_DATA_HOME"):
        return Path(chosen) / "yiyang"
    home = os.environ.get("HOME") or pwd.getpwuid(os.geteuid()).pw_dir
    return Path(home) / ".local" / "share" / "yiyang"


def _absolute(value: object) -> Path:
    return Path(str(value)).expanduser().absolute()


def _words(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


DatabaseUrl = Annotated[URL, BeforeValidator(normalise)]
Folder = Annotated[Path, BeforeValidator(_absolute)]


class Settings(BaseSettings):
    """What an operator may set; every field is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str | None = None
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = ()
    cookie_secure: Literal["auto", "yes", "no"] = "auto"
    development: bool = False
    password_profile: Literal["dengbao", "asvs"] = "dengbao"  # noqa: S105  (the name of a rule, not a password)
    data_dir: Folder = Field(default_factory=default_data_dir)
    key_file: Folder = Path()
    database_url: DatabaseUrl | None = None
    owner_database_url: DatabaseUrl | None = None
    bureau_database_url: DatabaseUrl | None = None
    role_prefix: str = Field(default="yiyang_", pattern=r"^[a-z][a-z0-9_]{0,39}$")

    @model_validator(mode="before")
    @classmethod
    def _key_beside_the_data(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("key_file"):
            folder = _absolute(values.get("data_dir") or default_data_dir())
            values["key_file"] = folder / "keys" / "master.key"
        return values

    @property
    def cookies_are_secure(self) -> bool:
        """Whether cookies are marked Secure: as told, else when the public address is https."""
        if self.cookie_secure == "auto":
            return (self.public_url or "").startswith("https://")
        return self.cookie_secure == "yes"


_current: list[Settings] = []


def settings() -> Settings:
    """The settings of this process, read from the environment at the first call."""
    if not _current:
        secrets = CONTAINER_SECRETS if CONTAINER_SECRETS.is_dir() else None
        _current.append(Settings(_secrets_dir=secrets))
    return _current[-1]


@contextmanager
def settings_with(**changes: Any) -> Iterator[Settings]:
    """Settings with some values changed inside the block: the URLs of a server just started, or a test's wishes."""
    _current.append(settings().model_copy(update=changes))
    try:
        yield _current[-1]
    finally:
        _current.pop()
