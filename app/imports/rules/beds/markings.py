"""Marks a row states, and what they would change of a bed's live marks."""

from collections.abc import Iterator, Mapping

from app.beds.rules.kinds import MarkKind
from app.imports.rules.beds.existing import Marking
from app.imports.rules.beds.rows import BedRow

__all__ = ["MARK_PREFIX", "has_basis", "marking_changes", "markings_of"]

# A changed mark stands in a change under this and its kind: "mark:nursing" → (before, after), None for none.
MARK_PREFIX = "mark:"


def markings_of(row: BedRow) -> dict[MarkKind, Marking | None]:
    """Give what a row states by kind: a marking for yes, None for no; what it does not state is absent."""
    basis = (row.mark_basis, row.document_no, row.certified_on)
    return {kind: Marking(kind, *basis) if answer else None for kind, answer in row.marks}


def has_basis(mark: Marking) -> bool:
    """Whether a mark rests on something; without it the database refuses, and so do we."""
    return bool(mark.basis or mark.document_no)


def marking_changes(
    row: BedRow, live: Mapping[MarkKind, Marking]
) -> Iterator[tuple[str, tuple[Marking | None, Marking | None]]]:
    """Compare what a row states with a bed's live marks; a mark of the same facet gives way to the one stated."""
    for kind, stated in markings_of(row).items():
        after = stated and _merged(live.get(kind), stated)
        yield f"{MARK_PREFIX}{kind.value}", (live.get(kind), after if after and has_basis(after) else None)
        if stated:
            for rival in live:
                if rival is not kind and rival.facet == kind.facet:
                    yield f"{MARK_PREFIX}{rival.value}", (live[rival], None)


def _merged(now: Marking | None, stated: Marking) -> Marking:
    """A blank basis, number or date says nothing about the mark that is there."""
    if now is None:
        return stated
    return Marking(
        stated.kind,
        stated.basis or now.basis,
        stated.document_no or now.document_no,
        stated.certified_on or now.certified_on,
    )
