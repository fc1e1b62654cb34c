"""What every page of one application needs: the entry in the address, the person, and what may be done with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.identity import mask_name
from app.core.scope import Scope
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries import entry_of, facts_of, policy_on
from app.waitlist.queries.persons import homes_named, names_on_files
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.policy import Policy
from app.web.deps import CurrentActor, RowId, Session
from app.web.htmx import see_other

__all__ = ["PREFIX", "Applying", "OfEntry", "Overriding", "Reviewing", "Seeing", "record_look", "rules_now"]

PREFIX = "/waitlist/{entry_id}"


@dataclass(frozen=True, slots=True)
class OfEntry:
    """One request about one application. Ids and name are kept apart from the row: a refusal may expire it."""

    request: Request
    session: AsyncSession
    actor: Actor
    entry: WaitlistEntry
    facts: EntryFacts
    entry_id: int
    county: int
    number: str
    name: str
    homes: dict[int, str]

    def path(self, route: str, **params: Any) -> str:
        """Give the path of a route of this application."""
        return str(self.request.app.url_path_for(route, entry_id=self.entry_id, **params))

    def back(self, message: str) -> Response:
        """Send the reader back to the file and say what was done."""
        return see_other(self.request, self.path("waitlist.entries.show"), message=message)

    def may(self, permission: str) -> bool:
        """Tell whether the caller holds a permission in one of the homes wished for."""
        scope = self.actor.scope(permission)
        return any(scope.covers(self.county, home) for home in self.facts.wishes)

    @property
    def scope(self) -> Scope:
        """What of this list the caller sees: the county as a whole, or one of their homes."""
        seen = self.actor.scope("waitlist.see")
        if seen.covers_region(self.county):
            return Scope(regions=frozenset({self.county}))
        return Scope(homes=frozenset({(self.county, self.home_id)})) if self.home_id else Scope()

    @property
    def home_id(self) -> int | None:
        """The first home wished for that is the caller's; None for who has the whole county."""
        seen = self.actor.scope("waitlist.see")
        if seen.covers_region(self.county):
            return None
        mine = [home for home in self.facts.wishes if seen.covers(self.county, home)]
        others = sorted(home for county, home in seen.homes if county == self.county)
        return next(iter([*mine, *others]), None)

    @property
    def shown_in(self) -> int | None:
        """A home through which the person's file opens for the caller."""
        seen = self.actor.scope("residents.see")
        return next((home for home in self.facts.wishes if seen.covers(self.county, home)), None)


def _entry_for(permission: str) -> Callable[..., Awaitable[OfEntry]]:
    async def find(request: Request, session: Session, actor: CurrentActor, entry_id: RowId) -> OfEntry:
        entry = await entry_of(session, actor.scope(permission), entry_id)
        facts = facts_of(entry)
        names = await names_on_files(session, entry.county, [entry.elder_id])
        homes = await homes_named(session, entry.county)
        name = names.get(entry.elder_id, "")
        of = OfEntry(request, session, actor, entry, facts, entry.id, entry.county, entry.number, name, homes)
        return of if of.may("waitlist.apply") else _masked(of)

    return find


def _masked(of: OfEntry) -> OfEntry:
    """Who may only look at the list is not told the whole name."""
    return OfEntry(of.request, of.session, of.actor, of.entry, of.facts, of.entry_id, of.county, of.number,
                   mask_name(of.name) if of.name else "", of.homes)  # fmt: skip


Seeing = Annotated[OfEntry, Depends(_entry_for("waitlist.see"))]
Applying = Annotated[OfEntry, Depends(_entry_for("waitlist.apply"))]
Reviewing = Annotated[OfEntry, Depends(_entry_for("waitlist.review"))]
Overriding = Annotated[OfEntry, Depends(_entry_for("waitlist.override"))]


async def rules_now(of: OfEntry, day: Any) -> Policy:
    """Give the rules that hold in the county of the application."""
    return await policy_on(of.session, of.county, day)


async def record_look(of: OfEntry, *fields: str) -> None:
    """Leave a line that these parts of the application were looked at."""
    await audit.record_view(
        of.actor, county=of.county, institution_id=of.home_id or of.entry.institution_id, kind="waitlist_entries",
        subjects=[of.entry_id], fields=fields,
    )  # fmt: skip
