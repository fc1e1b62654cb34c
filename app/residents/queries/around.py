"""What hangs on a file: contacts, notes on health, categories, relations. Whoever may see the file sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.beds.rules.kinds import Sex
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.scope import Scope
from app.residents.models import Contact, Elder, ElderCategory, ElderMerge, ElderName, ElderRelation
from app.residents.queries.elders import seen_in
from app.residents.rules.kinds import RelationKind

__all__ = [
    "MergeLine", "RelationLine", "categories_of", "contacts_of", "get_relation", "get_row", "merges_of",
    "names_of", "of_elder", "relations_of", "seen",
]  # fmt: skip

Row = TypeVar("Row")


def seen(model: Any, scope: Scope, column: str = "elder_id") -> ColumnElement[bool]:
    """Say that the row's elder is one whose file lies inside the scope: kept there, or shared with a home of it."""
    file = select(Elder.id).where(Elder.county == model.county, Elder.id == getattr(model, column))
    return file.where(seen_in(scope)).exists()


def of_elder(model: Any, scope: Scope, elder_id: int) -> ColumnElement[bool]:
    """Say that a live row hangs on this file."""
    return and_(model.elder_id == elder_id, model.voided_at.is_(None), seen(model, scope))


async def get_row(
    session: AsyncSession, scope: Scope, model: type[Row], elder_id: int, row_id: int, *, lock: bool = False
) -> Row:
    """Give one live row of a file, locked where it is about to change."""
    table: Any = model
    wanted = select(table).where(table.id == row_id, of_elder(table, scope, elder_id))
    if lock:
        wanted = wanted.with_for_update(of=table).execution_options(populate_existing=True)
    found: Row | None = await session.scalar(wanted)
    if found is None:
        raise NotFound(_("没有找到这一条，可能已作废。请回到档案重新打开"))
    return found


async def contacts_of(session: AsyncSession, scope: Scope, elder_id: int, *, lock: bool = False) -> Sequence[Contact]:
    """The people to reach, in the order the home calls them."""
    rows = select(Contact).where(of_elder(Contact, scope, elder_id)).order_by(Contact.position, Contact.id)
    if lock:
        rows = rows.with_for_update(of=Contact).execution_options(populate_existing=True)
    return (await session.scalars(rows)).all()


async def categories_of(session: AsyncSession, scope: Scope, elder_id: int) -> Sequence[ElderCategory]:
    """Every category the person is or was in, the newest first."""
    rows = select(ElderCategory).where(of_elder(ElderCategory, scope, elder_id))
    return (await session.scalars(rows.order_by(ElderCategory.from_on.desc(), ElderCategory.id))).all()


async def names_of(session: AsyncSession, scope: Scope, elder_id: int) -> Sequence[ElderName]:
    """The other names of the person."""
    rows = select(ElderName).where(of_elder(ElderName, scope, elder_id)).order_by(ElderName.id)
    return (await session.scalars(rows)).all()


@dataclass(frozen=True, slots=True)
class RelationLine:
    """Another elder whom this one belongs with; `first` says that this one stands first, as a parent does."""

    id: int
    kind: RelationKind
    other_id: int
    name: str
    sex: Sex
    first: bool

    @property
    def said(self) -> str:
        """What the other one is to this one."""
        if self.kind is RelationKind.PARENT_CHILD:
            return _("子女") if self.first else _("父母")
        return self.kind.label


async def relations_of(session: AsyncSession, scope: Scope, elder_id: int) -> list[RelationLine]:
    """The other elders this one belongs with, on whichever side of the pair they stand."""
    relation, other = ElderRelation, aliased(Elder)
    other_id = case((relation.elder_id == elder_id, relation.other_id), else_=relation.elder_id)
    side = case((relation.elder_id == elder_id, True), else_=False)
    rows = (
        select(relation.id, relation.kind, other.id, other.name, other.sex, side)
        .join(other, and_(other.county == relation.county, other.id == other_id))
        .where(or_(relation.elder_id == elder_id, relation.other_id == elder_id), relation.voided_at.is_(None))
        .where(seen(relation, scope), seen(relation, scope, "other_id"))
        .order_by(relation.id)
    )
    return [RelationLine(*row) for row in await session.execute(rows)]


async def get_relation(session: AsyncSession, scope: Scope, elder_id: int, relation_id: int) -> ElderRelation:
    """Give one live relation of this elder, on whichever side of the pair they stand."""
    relation = ElderRelation
    rows = select(relation).where(relation.id == relation_id, relation.voided_at.is_(None))
    rows = rows.where(or_(relation.elder_id == elder_id, relation.other_id == elder_id), seen(relation, scope))
    found: ElderRelation | None = await session.scalar(rows)
    if found is None:
        raise NotFound(_("没有找到这条关系，可能已作废。请回到档案重新打开"))
    return found


@dataclass(frozen=True, slots=True)
class MergeLine:
    """Another file that was found to be the same person's."""

    id: int
    gone_id: int
    name: str
    reason: str
    merged_at: Any


async def merges_of(session: AsyncSession, scope: Scope, elder_id: int) -> list[MergeLine]:
    """The files merged into this one, those taken apart again left out."""
    merge, gone = ElderMerge, aliased(Elder)
    rows = (
        select(merge.id, merge.gone_id, gone.name, merge.reason, merge.merged_at)
        .join(gone, and_(gone.county == merge.county, gone.id == merge.gone_id))
        .where(merge.kept_id == elder_id, merge.undone_at.is_(None), seen(merge, scope, "kept_id"))
        .order_by(merge.id)
    )
    return [MergeLine(*row) for row in await session.execute(rows)]
