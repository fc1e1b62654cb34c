"""合并档案: two files that were one person's become one, and can be taken apart again while nobody built on it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import lock_homes
from app.residents.models import Elder, ElderMerge, ElderName
from app.residents.queries import lock_elders
from app.residents.rules.kinds import NameKind, RelationKind
from app.residents.service.everywhere import in_all_homes
from app.residents.service.sharing import let_see
from app.stays.errors import MergeRefused
from app.stays.queries import merging as queries
from app.stays.queries.stays import stays_of_elder, zero_day_clash

__all__ = ["merge_elders", "unmerge_elders"]


def _because(sentence: Callable[[], str]) -> Callable[[], DomainError]:
    return lambda: MergeRefused(sentence())


def _same_days() -> str:
    return _("两份档案有同一天的入住，不能合并。请先更正或作废其中一次入住")


_REFUSALS = {
    "ex_stays_one_per_elder": _because(_same_days),
    "ex_bed_claims_one_bed_per_elder": _because(_same_days),
    "uq_elder_papers_kind": _because(lambda: _("两份档案各登记了一件同种证件，号码不同。请先核对，作废登错的一件")),
    "uq_contacts_guardian": _because(lambda: _("两份档案各登记了监护人。请先作废其中一位，再合并")),
    "ex_elder_categories_once": _because(lambda: _("两份档案在同一段日子里登记了同一类别。请先终止或作废其中一条")),
    "pk_transfer_people": _because(lambda: _("两份档案在同一次调院里，不能合并。请先办完或撤回那次调院")),
}


async def merge_elders(
    session: AsyncSession, actor: Actor, home: Home, *, kept_id: int, gone_id: int, reason: str
) -> ElderMerge:
    """Let one file go into another: everything that hangs on it moves, and what moved is kept exactly."""
    authorize(actor, "residents.merge", home)
    async with in_all_homes(session, actor, home, [kept_id, gone_id]) as everywhere:
        merge = await _merge(session, actor, home, kept_id=kept_id, gone_id=gone_id, reason=reason)
        everywhere.changed()
    return merge


async def _merge(
    session: AsyncSession, actor: Actor, home: Home, *, kept_id: int, gone_id: int, reason: str
) -> ElderMerge:
    kept, gone = await _locked(session, home, kept_id, gone_id)
    await _refuse_pair(session, home, kept, gone)
    alias = ElderName(
        county=home.county, elder_id=kept_id, kind=NameKind.ALIAS, name=gone.name, readings=gone.readings,
        recorded_by=actor.user_id,
    )  # fmt: skip
    died_on, renamed, keeper = gone.died_on, gone.name != kept.name, gone.institution_id
    takes_death = died_on is not None and kept.died_on is None
    async with refusing(session, _REFUSALS):
        moved: dict[str, Any] = await queries.rows_of(session, home.county, gone_id)
        moved |= await queries.transfers_of_elder(session, home.county, gone_id)
        pairs = await _moving_pairs(session, home, kept_id, gone_id)
        moved["elder_relations"] = [list(before) for before, _after in pairs]
        homes = await queries.homes_concerned(session, home.county, [gone_id])
        for institution_id in {*homes, keeper, home.institution_id}:
            await let_see(session, Home(home.county, institution_id), kept_id)
        await queries.repoint(session, home.county, moved, before=gone_id, after=kept_id)
        await queries.repoint_relations(session, home.county, [after for _before, after in pairs])
        await queries.repoint_transfers(session, moved, before=gone_id, after=kept_id)
        if renamed:
            session.add(alias)
            await session.flush()
            moved["alias"] = alias.id
        if takes_death:
            kept.died_on, moved["died_on"] = died_on, str(died_on)
        gone.merged_into_id = kept_id
        merge = ElderMerge(
            county=home.county, kept_id=kept_id, gone_id=gone_id, reason=reason, moved=moved, merged_by=actor.user_id
        )
        session.add(merge)
    audit.record(
        session, actor, "stays.files_merged", merge, institution_id=home.institution_id, reason=reason, **_said(merge)
    )
    return merge


async def _locked(session: AsyncSession, home: Home, kept_id: int, gone_id: int) -> tuple[Elder, Elder]:
    """Lock every home that has something of either file, in order, and then both files."""
    if kept_id == gone_id:
        raise MergeRefused(_("合并要选两份不同的档案，请重新选择"))
    county = Scope(regions=frozenset({home.county}))
    homes = await queries.homes_concerned(session, home.county, [kept_id, gone_id])
    await lock_homes(session, county, {*homes, home.institution_id})
    # Both are this home's files: the permission was asked for here and nowhere else.
    files = await lock_elders(session, home.scope, home.county, [kept_id, gone_id])
    return files[kept_id], files[gone_id]


async def _refuse_pair(session: AsyncSession, home: Home, kept: Elder, gone: Elder) -> None:
    if kept.merged_into_id is not None or gone.merged_into_id is not None:
        raise MergeRefused(_("其中一份档案已并入另一份，请用保留的那一份，或先拆开原来的合并"))
    if kept.sex is not gone.sex:
        raise MergeRefused(_("两份档案登记的性别不同，请先核对并更正"))
    if await queries.seen_elsewhere(session, home.county, gone.id):
        raise MergeRefused(_("要并入的档案还有别的机构在用，本院不能合并。请由县级直管办理"))
    related = await queries.relations_of(session, home.county, gone.id)
    if any(one.voided_at is None and kept.id in (one.elder_id, one.other_id) for one in related):
        raise MergeRefused(_("两份档案登记为亲属，不会是同一人。请先核对，作废登错的关系"))
    county = Scope(regions=frozenset({home.county}))
    for stay in await stays_of_elder(session, county, home.county, gone.id):
        if await zero_day_clash(session, home.county, kept.id, stay.from_on, stay.to_on):
            raise MergeRefused(_same_days())


Pair = tuple[int, int, int]


async def _moving_pairs(session: AsyncSession, home: Home, kept_id: int, gone_id: int) -> list[tuple[Pair, Pair]]:
    """Relations before and after: whom the kept file already belongs with stays where it was, the fact is the same."""
    had = await queries.relations_of(session, home.county, kept_id)
    known = {one.other_id if one.elder_id == kept_id else one.elder_id for one in had if one.voided_at is None}
    moving = []
    for one in await queries.relations_of(session, home.county, gone_id):
        other = one.other_id if one.elder_id == gone_id else one.elder_id
        if other == kept_id or (one.voided_at is None and other in known):
            continue
        pair = (kept_id, other) if one.elder_id == gone_id else (other, kept_id)
        pair = pair if one.kind is RelationKind.PARENT_CHILD else (min(pair), max(pair))
        moving.append(((one.id, one.elder_id, one.other_id), (one.id, *pair)))
    return moving


async def unmerge_elders(session: AsyncSession, actor: Actor, home: Home, merge_id: int, *, reason: str) -> ElderMerge:
    """Take two files apart again: exactly what moved goes back, unless something has been built on it since."""
    authorize(actor, "residents.merge", home)
    merge = await queries.get_merge(session, home.county, merge_id)
    async with in_all_homes(session, actor, home, [merge.kept_id, merge.gone_id]) as everywhere:
        merge = await _unmerge(session, actor, home, merge, reason=reason)
        everywhere.changed()
    return merge


async def _unmerge(session: AsyncSession, actor: Actor, home: Home, merge: ElderMerge, *, reason: str) -> ElderMerge:
    merge_id = merge.id
    kept, gone = await _locked(session, home, merge.kept_id, merge.gone_id)
    merge = await queries.get_merge(session, home.county, merge_id)
    moved = merge.moved
    if kept.merged_into_id is not None:
        raise MergeRefused(_("保留的档案后来又并入了另一份，请先拆开后一次合并"))
    if not await queries.still_there(session, home.county, moved, kept.id):
        raise MergeRefused(_("合并过来的记录有一部分不在这份档案上，或在别的机构，不能拆开。请联系县级直管"))
    if await queries.built_on(session, home.county, moved):
        raise MergeRefused(_("合并以后，这些入住又有新的床位、请假或退住记录，不能拆开。请分别更正"))
    kept_id, gone_id = kept.id, gone.id
    async with refusing(session):
        await queries.repoint(session, home.county, moved, before=kept_id, after=gone_id)
        await queries.repoint_relations(session, home.county, moved.get("elder_relations", []))
        await queries.repoint_transfers(session, moved, before=kept_id, after=gone_id)
        at = await now(session)
        if alias := await queries.get_alias(session, home.county, moved.get("alias", 0)):
            alias.void(actor.user_id, at, reason)
        if moved.get("died_on") == str(kept.died_on):
            kept.died_on = None
        gone.merged_into_id = None
        merge.undone_at, merge.undone_by, merge.undo_reason = at, actor.user_id, reason
    audit.record(
        session, actor, "stays.files_parted", merge, institution_id=home.institution_id, reason=reason, **_said(merge)
    )
    return merge


def _said(merge: ElderMerge) -> dict[str, Any]:
    """What a line says of a merger: which files, and how many rows of what; never a name."""
    counts = {name: len(ids) for name, ids in merge.moved.items() if isinstance(ids, list) and ids}
    return {"kept_id": merge.kept_id, "gone_id": merge.gone_id, "rows": counts}
