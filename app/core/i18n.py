"""The words on the screen: 中文 is the source language, English a catalogue beside it."""

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

__all__ = ["LOCALES", "N_", "_", "current_locale", "ngettext", "set_locale", "translations"]

LOCALES = ("zh", "en")
_locale: ContextVar[str] = ContextVar("locale", default="zh")
_catalogues = Path(__file__).parent / "locales"


@cache
def translations(locale: str) -> NullTranslations:
    """Read one catalogue; 中文 needs none, because its sentences are the keys."""
    path = _catalogues / locale / "LC_MESSAGES" / "messages.po"
    if locale == "zh" or not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def set_locale(locale: str) -> None:
    """Choose the language of everything said from here on in this task; an unknown one falls back to 中文."""
    _locale.set(locale if locale in LOCALES else "zh")


def current_locale() -> str:
    """Tell the language this task speaks: `zh` or `en`."""
    return _locale.get()


def _(message: str) -> str:
    """Say a 中文 sentence in the reader's language."""
    return translations(_locale.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Say a counted sentence; 中文 has one form, English two."""
    return translations(_locale.get()).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802  (gettext's own name, known to the extractor)
    """Mark a sentence for the catalogue without saying it yet."""
    return message
