"""Certifying beds 床位认定: one or many at once, each from a day on, each on its paper."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.errors import AlreadyMarked, ChangedMeanwhile, StructureRefused
from app.beds.models import BedMark
from app.beds.queries import claims, places
from app.beds.queries import marks as queries
from app.beds.rules.changes import changed
from app.beds.rules.home import Home
from app.beds.rules.kinds import MarkKind
from app.beds.rules.labels import say_labels
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = ["Paper", "end_marks", "mark_beds", "void_marks"]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a mark rests on: basis, document number, the day it was certified, when it runs out, its scan."""

    basis: str = ""
    document_no: str = ""
    certified_on: date | None = None
    expires_on: date | None = None
    evidence_id: int | None = None


async def mark_beds(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    bed_ids: Sequence[int],
    *,
    kind: MarkKind,
    from_on: date,
    paper: Paper,
    upload: Upload | None = None,
    replace: bool = False,
) -> list[BedMark]:
    """Certify these beds from the day on, all or none.

    A bed that already bears a mark of the same question is refused by name; with `replace` its old mark ends on
    that day, so that 护理型 gives way to 普通, or an old paper to a new one. `upload` is the paper's scan.
    """
    authorize(actor, "beds.mark", home)
    await lock_home(session, home.scope, home.institution_id)
    await places.beds_by_id(session, home.scope, home.institution_id, bed_ids)
    old = await queries.same_facet(session, home.scope, bed_ids, kind, from_on) if replace else []
    if upload is not None:
        kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="bed_marks")
        paper = dataclasses.replace(paper, evidence_id=kept.id)
    made = [_mark(home, bed_id, kind, from_on, paper) for bed_id in sorted(set(bed_ids))]
    try:
        async with refusing(session, {"ex_bed_marks_one_per_facet": AlreadyMarked}):
            for mark in old:
                await _give_way(session, actor, mark, from_on)
            await session.flush()
            session.add_all(made)
    except AlreadyMarked:
        raise AlreadyMarked(await _say_marked(session, home, bed_ids, kind, from_on)) from None
    for mark in made:
        audit.record(session, actor, "beds.marked", mark, bed_id=mark.bed_id, kind=kind, from_on=from_on)
    touched(session, home.county, home.institution_id, from_on)
    return made


def _mark(home: Home, bed_id: int, kind: MarkKind, from_on: date, paper: Paper) -> BedMark:
    return BedMark(
        **home.keys,
        bed_id=bed_id,
        kind=kind,
        from_on=from_on,
        basis=paper.basis,
        document_no=paper.document_no,
        certified_on=paper.certified_on,
        expires_on=paper.expires_on,
        evidence_id=paper.evidence_id,
    )


async def _give_way(session: AsyncSession, actor: Actor, mark: BedMark, on: date) -> None:
    """End an old mark on the day; one that would only begin later is voided."""
    if mark.from_on > on:
        mark.void(actor.user_id, await now(session), _("由新的认定代替"))
    else:
        mark.to_on = on


async def _say_marked(session: AsyncSession, home: Home, bed_ids: Sequence[int], kind: MarkKind, on: date) -> str:
    standing = await queries.same_facet(session, home.scope, bed_ids, kind, on)
    names = await claims.names_on(session, home.scope, [mark.bed_id for mark in standing], on)
    old = _("、").join(dict.fromkeys(mark.kind.label for mark in standing))
    return _("{beds}已认定为{old}。请勾选「代替原来的认定」，或先终止原来的").format(
        beds=say_labels(names.values()), old=old
    )


async def end_marks(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    mark_ids: Sequence[int],
    *,
    on: date,
    versions: dict[int, int] | None = None,
) -> list[BedMark]:
    """End these marks: from the day on the beds are no longer certified so."""
    authorize(actor, "beds.mark", home)
    await lock_home(session, home.scope, home.institution_id)
    marks = await queries.get_marks(session, home.scope, home.institution_id, mark_ids)
    if on > await business_date(session):
        raise StructureRefused(_("终止日期不能晚于今天；还没到的日子请等到那天再办"), field="on")
    for mark in marks:
        _refuse_changed(mark, (versions or {}).get(mark.id), on)
    # An end may be moved to a later day too: then the days since the former end are not what they were.
    since = min([on, *(mark.to_on for mark in marks)])
    async with refusing(session):
        for mark in marks:
            mark.to_on = on
    for mark in marks:
        audit.record(session, actor, "beds.mark_ended", mark, bed_id=mark.bed_id, kind=mark.kind, on=on)
    touched(session, home.county, home.institution_id, since)
    return marks


def _refuse_changed(mark: BedMark, version: int | None, on: date) -> None:
    if mark.to_on == FOREVER or version == mark.version:
        return
    if changes := changed(mark, {"to_on": on}, {"to_on": _("终止日期")}):
        raise ChangedMeanwhile(changes, version=mark.version, subject=("bed_marks", mark.id))


async def void_marks(
    session: AsyncSession, actor: Actor, home: Home, mark_ids: Sequence[int], *, reason: str
) -> list[BedMark]:
    """Void marks that were entered by mistake: the beds have never been certified so. The rows stay."""
    authorize(actor, "beds.mark", home)
    await lock_home(session, home.scope, home.institution_id)
    marks = await queries.get_marks(session, home.scope, home.institution_id, mark_ids)
    async with refusing(session):
        for mark in marks:
            mark.void(actor.user_id, await now(session), reason)
    for mark in marks:
        audit.record(session, actor, "beds.mark_voided", mark, bed_id=mark.bed_id, kind=mark.kind, reason=reason)
    touched(session, home.county, home.institution_id, min(mark.from_on for mark in marks))
    return marks
