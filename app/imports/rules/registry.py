"""Every kind of ledger that can be imported, by its code."""

from typing import Any

from app.imports.rules.beds.kind import BEDS
from app.imports.rules.kinds import Kind
from app.imports.rules.reported.kind import REPORTED
from app.imports.rules.residents.kind import RESIDENTS
from app.imports.rules.words import known_form

__all__ = ["HOME_KINDS", "KINDS", "all_words"]

KINDS: dict[str, Kind[Any, Any, Any]] = {kind.code: kind for kind in (BEDS, RESIDENTS, REPORTED)}
HOME_KINDS = {code: kind for code, kind in KINDS.items() if not kind.of_county}
"""Ledgers of one home, as its own page of imports offers them."""


def all_words() -> frozenset[str]:
    """Give the words that head columns in any kind, in the form in which headers are compared."""
    return frozenset(
        known_form(word)
        for kind in KINDS.values()
        for field in kind.fields
        for word in (field.title, *field.words, *field.named_words, *field.shared_words)
    )
