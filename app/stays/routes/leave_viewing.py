"""What the pages of leaves show, gathered once for a page, its refresh and the answers of acts."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from fastapi import Response

from app.audit import service as audit
from app.core.clock import now
from app.core.errors import DomainError
from app.core.keys import sealer
from app.stays.models import Leave
from app.stays.queries import leaves as queries
from app.stays.queries.persons import PersonOfStay, person_of_stay
from app.stays.routes.asking import Asked, changes_said, status_of
from app.stays.rules.hours import hour_of
from app.stays.rules.kinds import Escort, LateReason, LeaveKind
from app.stays.rules.leaves import say_away
from app.web.forms import Bound
from app.web.htmx import is_htmx, is_partial, see_other, toast
from app.web.templates import render

__all__ = ["answer_leave", "draw_leave_form", "list_facts", "may_act", "names_whole", "opened_notes", "typed_of"]


def may_act(asked: Asked, permission: str) -> bool:
    """Whether the caller holds the permission in this very home."""
    return asked.actor.scope(permission).covers(asked.home.county, asked.home.institution_id)


def names_whole(asked: Asked) -> bool:
    """Whether names are shown whole: to those who work in the home or run it, not to who only looks in."""
    inside = (asked.home.county, asked.home.institution_id) in asked.actor.scope("stays.see").homes
    return inside or may_act(asked, "stays.leave")


async def list_facts(asked: Asked) -> dict[str, Any]:
    """Who is away, in the three groups that are three kinds of work."""
    scope, home = asked.actor.scope("stays.see"), asked.home.institution_id
    lines = await queries.open_leaves(asked.session, scope, home)
    may = may_act(asked, "stays.leave")
    return {
        "institution": asked.institution,
        "overdue": [line for line in lines if line.overdue_days],
        "due": [line for line in lines if line.is_due],
        "others": [line for line in lines if not line.overdue_days and not line.is_due],
        "said": say_away(lines),
        "may": may,
        "whole": names_whole(asked),
        "back": await queries.returned_lately(asked.session, scope, home) if may else [],
    }


async def answer_leave(asked: Asked, message: str, *, undo: str | None = None) -> Response:
    """Show what the act has changed: the list anew where it was started there, else the page one came from."""
    here = _here(asked)
    index = asked.path("stays.leaves.index")
    if here and here.path == index and is_partial(asked.request):
        await asked.session.flush()
        facts = await list_facts(asked)
        return toast(await render(asked.request, "stays/leaves/act.stream.html", **facts), message, undo=undo)
    board = asked.path("beds.board.show")
    if here and here.path == board:
        return see_other(asked.request, board + (f"?{here.query}" if here.query else ""), message=message, undo=undo)
    return see_other(asked.request, index, message=message, undo=undo)


def _here(asked: Asked) -> SplitResult | None:
    """The page the act was started from, as htmx says it; what is no address says nothing."""
    if not is_htmx(asked.request):
        return None
    try:
        return urlsplit(asked.request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return None


def typed_of(leave: Leave, notes: str) -> dict[str, Any]:
    """A leave as its form shows it."""
    returned = leave.to_on if leave.return_recorded_on else None
    return {
        "kind": leave.kind, "from_on": leave.from_on, "left_at": hour_of(leave.left_at),
        "expected_on": leave.expected_on, "escort": leave.escort or "", "place": leave.place, "notes": notes,
        "back_on": returned, "returned_at": hour_of(leave.returned_at), "late_reason": leave.late_reason or "",
    }  # fmt: skip


async def opened_notes(asked: Asked, leave: Leave) -> str:
    """Open the sealed notes of a leave; whoever reads them is written down."""
    if leave.notes is None:
        return ""
    await audit.record_view(
        asked.actor, county=asked.home.county, institution_id=asked.home.institution_id, kind="elders",
        subjects=[leave.elder_id], fields=["leave_notes"],
    )  # fmt: skip
    return (await sealer(asked.session, asked.home.county)).open("leaves", "notes", leave.seal, leave.notes)


async def draw_leave_form(
    asked: Asked,
    form: str,
    bound: Bound[Any],
    refusal: DomainError | None = None,
    *,
    stay_id: int,
    leave: Leave | None = None,
    typed: dict[str, Any] | None = None,
) -> Response:
    """Draw one of the forms about a leave: as a page, or as the panel beside the board."""
    scope, home = asked.home.scope, asked.home.institution_id
    person: PersonOfStay = await person_of_stay(asked.session, scope, home, stay_id)
    template = f"stays/{form}/_panel.html" if is_partial(asked.request) else f"stays/{form}/new.html"
    return await render(
        asked.request,
        template,
        status=status_of(bound, refusal),
        institution=asked.institution,
        person=person,
        leave=leave,
        errors=bound.errors,
        raw=bound.raw or typed or {},
        version=getattr(refusal, "version", leave.version if leave else None),
        changes=await changes_said(asked, refusal),
        now_said=hour_of(await now(asked.session)),
        **_choices(),
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    def pairs(kinds: Iterable[Any]) -> list[tuple[str, str]]:
        return [(one.value, one.label) for one in kinds]

    return {
        "kinds": pairs(LeaveKind),
        "escorts": pairs(Escort),
        "late_reasons": pairs(reason for reason in LateReason if reason is not LateReason.CORRECTION),
    }
