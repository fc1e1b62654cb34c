"""Taking back the marks of one act, and the endings it brought to older ones, while nobody has changed them since."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import BuiltOn
from app.beds.models import BedMark
from app.beds.queries import claims, undoing
from app.beds.rules.home import Home
from app.beds.rules.labels import say_labels
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = ["take_back_marks"]


async def take_back_marks(
    session: AsyncSession, actor: Actor, home: Home, made: Sequence[int], ended: Mapping[int, date], *, reason: str
) -> None:
    """Remove marks as if they had never been made, and let those that gave way last as long as before.

    A mark that somebody has ended or voided since refuses, by the name of its bed; the audit keeps what it was.
    """
    authorize(actor, "beds.mark", home)
    await lock_home(session, home.scope, home.institution_id)
    marks = await undoing.marks_by_id(session, home.scope, home.institution_id, [*made, *ended])
    new = [mark for mark in marks if mark.id in set(made)]
    old = [mark for mark in marks if mark.id in ended]
    if changed := [mark for mark in new if mark.voided_at is not None or mark.to_on != FOREVER]:
        names = await claims.names_on(session, home.scope, [mark.bed_id for mark in changed], date.max)
        raise BuiltOn(_("{beds}的认定后来又改过，不能撤销").format(beds=say_labels(names.values())))
    async with refusing(session):
        await undoing.delete_marks(session, home.scope, home.institution_id, made)
        for mark in old:
            _restore(mark, ended[mark.id])
    audit.record(
        session, actor, "beds.marks_taken_back", kind="bed_marks", **home.keys, reason=reason,
        made=sorted(made), ended=sorted(ended),
    )  # fmt: skip
    if marks:
        touched(session, home.county, home.institution_id, min(mark.from_on for mark in marks))


def _restore(mark: BedMark, to_on: date) -> None:
    mark.to_on, mark.voided_at, mark.voided_by, mark.void_reason = to_on, None, None, None
