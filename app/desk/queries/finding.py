"""Finding things across the house: pages, homes, beds, regions, by a piece of a name, pinyin or a number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries import search_beds
from app.core.actor import Actor
from app.core.i18n import _
from app.core.identity import mask_name
from app.desk.rules import Door, matching
from app.institutions.queries import search_institutions
from app.regions.queries import search_regions
from app.residents.queries import search_elders
from app.waitlist.queries.finding import search_entries

__all__ = ["Group", "Hit", "find_everything"]

MOST = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, what it is, and where it lies."""

    label: str
    note: str
    href: str
    icon: str


class Group(NamedTuple):
    """Hits of one kind."""

    title: str
    hits: list[Hit]


async def find_everything(
    session: AsyncSession,
    actor: Actor,
    asked: str,
    *,
    on: date,
    doors: list[tuple[Door, str]],
    path_for: Callable[..., str],
) -> list[Group]:
    """Find pages first, then people, applications, beds, homes and regions, each only where the caller may see it."""
    wanted = asked.strip()[:40]
    found = dict(doors)
    groups = [
        Group(_("页面"), [Hit(_(d.label), d.keys, found[d], d.icon) for d in matching(list(found), wanted)[:MOST]])
    ]
    if wanted:
        groups += [
            Group(_("老人"), await _elders(session, actor, wanted, path_for)),
            Group(_("轮候"), await _entries(session, actor, wanted, path_for)),
            Group(_("床位"), await _beds(session, actor, wanted, on, path_for)),
            Group(_("机构"), await _homes(session, actor, wanted, path_for)),
            Group(_("行政区划"), await _regions(session, actor, wanted, path_for)),
        ]
    return [group for group in groups if group.hits]


async def _elders(session: AsyncSession, actor: Actor, wanted: str, path_for: Callable[..., str]) -> list[Hit]:
    """People by name, any reading, initials or the last four of a paper; each only where their file may be seen."""
    if not actor.may("residents.see"):
        return []
    rows = await search_elders(session, actor.scope("residents.see"), wanted, limit=MOST)
    return [
        Hit(
            row.name if _reads_names(actor, row.county, row.institution_id) else mask_name(row.name),
            _("{sex}，{year} 年生").format(sex=row.sex.label, year=row.born_on.year) if row.born_on else row.sex.label,
            path_for("residents.elders.show", institution_id=row.institution_id, elder_id=row.id),
            "elder",
        )
        for row in rows
    ]


async def _entries(session: AsyncSession, actor: Actor, wanted: str, path_for: Callable[..., str]) -> list[Hit]:
    """Applications by a piece of their number, or of those who answer to the name."""
    if not actor.may("waitlist.see"):
        return []
    rows = await search_entries(session, actor.scope("waitlist.see"), wanted, limit=MOST)
    return [
        Hit(
            mask_name(row.name), _("{number}　{state}").format(number=row.number, state=row.state.label),
            path_for("waitlist.entries.show", entry_id=row.id), "waitlist",
        )
        for row in rows
    ]  # fmt: skip


def _reads_names(actor: Actor, county: int, institution_id: int) -> bool:
    """Whether names are shown whole: to those who work in the home or run it, not to who only looks in."""
    inside = (county, institution_id) in actor.scope("residents.see").homes
    return inside or actor.scope("residents.reveal").covers(county, institution_id)


async def _beds(session: AsyncSession, actor: Actor, wanted: str, on: date, path_for: Callable[..., str]) -> list[Hit]:
    rows = await search_beds(session, actor.scope("beds.see"), wanted, on, limit=MOST)
    return [
        Hit(
            row.label,
            f"{row.institution}　{row.state}",
            path_for("beds.board.show", institution_id=row.institution_id) + f"?bed={row.bed_id}",
            "bed",
        )
        for row in rows
    ]


async def _homes(session: AsyncSession, actor: Actor, wanted: str, path_for: Callable[..., str]) -> list[Hit]:
    rows = await search_institutions(session, actor.scope("institutions.see"), wanted, limit=MOST)
    return [Hit(row.name, row.code, path_for("institutions.show", institution_id=row.id), "home") for row in rows]


async def _regions(session: AsyncSession, actor: Actor, wanted: str, path_for: Callable[..., str]) -> list[Hit]:
    if not actor.may("regions.see"):
        return []
    rows = (await search_regions(session, wanted, limit=MOST))[:MOST]
    return [Hit(row.name, str(row.code), path_for("regions.show", code=row.code), "map") for row in rows]
