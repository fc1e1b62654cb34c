"""Which values and slots each kind of fact takes, for the forms, the checks of the database and the page."""

from enum import StrEnum
from typing import Protocol

from app.core.i18n import _
from app.institutions.rules.answers import (
    Affiliation,
    AssetOwner,
    Licence,
    Medical,
    Operation,
    Registration,
    Settlement,
    Tag,
)
from app.institutions.rules.grades import CERTIFIED, GradeScheme, grade_label
from app.institutions.rules.kinds import FactKind

__all__ = ["YES", "Choices", "Said", "choices_of", "slot_of", "values_of", "word_of"]

Choices = list[tuple[str, str]] | list[tuple[str, list[tuple[str, str]]]]
"""What a select offers: (value, label) pairs, or groups of them."""

YES = "yes"

_WORDS: dict[FactKind, type[StrEnum]] = {
    FactKind.TAG: Tag,
    FactKind.REGISTRATION: Registration,
    FactKind.ASSET_OWNER: AssetOwner,
    FactKind.OPERATION: Operation,
    FactKind.AFFILIATION: Affiliation,
    FactKind.SETTLEMENT: Settlement,
    FactKind.MEDICAL: Medical,
    FactKind.LICENCE: Licence,
}

SLOT_IS_VALUE = frozenset({FactKind.TAG, FactKind.MEDICAL, FactKind.LICENCE})
"""Kinds that may stand several times at once: each value is a question of its own."""


class Said(Protocol):
    """A fact as far as its words go."""

    kind: FactKind
    slot: str
    value: str


def values_of(kind: FactKind) -> tuple[str, ...]:
    """Give the words a kind may be said in; the grades of all schemes together."""
    if kind is FactKind.GRADE:
        return ("1", "2", "3", "4", "5", CERTIFIED)
    return tuple(_WORDS[kind]) if kind in _WORDS else (YES,)


def slot_of(kind: FactKind, value: str, *, scheme: GradeScheme | None = None, party: str = "") -> str:
    """Name the question a fact answers inside its kind: the scheme, the tag itself, each contract apart."""
    if kind is FactKind.GRADE:
        return scheme or GradeScheme.NATIONAL
    if kind is FactKind.OTHER or (kind is FactKind.MEDICAL and value == Medical.CONTRACT):
        return party
    return value if kind in SLOT_IS_VALUE else ""


def choices_of(kind: FactKind) -> Choices:
    """Give what a form offers for a kind: nothing where the fact says all, a group per scheme for grades."""
    if kind is FactKind.GRADE:
        return [
            (scheme.label, [(f"{scheme}/{level}", grade_label(scheme, level)) for level in scheme.levels])
            for scheme in GradeScheme
        ]
    if kind not in _WORDS:
        return []
    return [(word.value, str(getattr(word, "label", word))) for word in _WORDS[kind]]


def word_of(fact: Said) -> str:
    """Say a fact's value in the reader's language."""
    if fact.kind is FactKind.GRADE:
        return grade_label(fact.slot, fact.value)
    if fact.kind is FactKind.LOCATION:
        return ""
    if fact.kind is FactKind.OTHER:
        return fact.slot
    if fact.kind not in _WORDS:
        return _("是")
    return str(getattr(_WORDS[fact.kind](fact.value), "label", fact.value))
