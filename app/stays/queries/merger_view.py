"""Two files side by side before they become one: what each holds, and what would move."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.days import live
from app.beds.rules.home import Home
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.scope import Scope
from app.residents.models import (
    Contact,
    Elder,
    ElderCategory,
    ElderMerge,
    ElderName,
    ElderPaper,
    ElderRelation,
    HealthNote,
)
from app.residents.queries import get_elder
from app.residents.queries.around import seen
from app.residents.queries.file import File, file_of
from app.stays.models import Leave, Stay

__all__ = ["Side", "get_merge", "side_of"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files, with how much hangs on it."""

    file: File
    counts: dict[str, int]

    @property
    def elder(self) -> Elder:
        """The person as this file knows them."""
        return self.file.elder

    @property
    def said(self) -> list[tuple[str, int]]:
        """What hangs on it, in words; what there is none of is left out."""
        words = {
            "papers": _("证件"), "names": _("其他名字"), "categories": _("人员类别"), "contacts": _("联系人"),
            "relations": _("院内亲属"), "health": _("健康记录"), "stays": _("入住"), "leaves": _("请假和住院"),
        }  # fmt: skip
        return [(word, self.counts[key]) for key, word in words.items() if self.counts[key]]


async def side_of(session: AsyncSession, scope: Scope, home: Home, elder_id: int) -> Side:
    """Open one of two files and count what hangs on it."""
    elder = await get_elder(session, scope, home, elder_id)
    file = await file_of(session, home.scope, elder)
    row = (await session.execute(_counts(elder))).one()
    return Side(file, dict(row._mapping))


def _counts(elder: Elder) -> Select[Any]:
    own = {
        "papers": ElderPaper, "names": ElderName, "categories": ElderCategory, "contacts": Contact,
        "health": HealthNote, "stays": Stay, "leaves": Leave,
    }  # fmt: skip
    counted: list[Any] = [_count(model, elder, model.elder_id == elder.id).label(key) for key, model in own.items()]  # type: ignore[attr-defined]
    pair = or_(ElderRelation.elder_id == elder.id, ElderRelation.other_id == elder.id)
    return select(*counted, _count(ElderRelation, elder, pair).label("relations"))


def _count(model: Any, elder: Elder, mine: Any) -> Any:
    rows = select(func.count()).select_from(model).where(and_(model.county == elder.county, mine, live(model)))
    return rows.scalar_subquery()


async def get_merge(session: AsyncSession, scope: Scope, merge_id: int) -> ElderMerge:
    """Give a merger that stands, of a file the caller may see."""
    rows = select(ElderMerge).where(ElderMerge.id == merge_id, ElderMerge.undone_at.is_(None))
    found = await session.scalar(rows.where(seen(ElderMerge, scope, "kept_id")))
    if found is None:
        raise NotFound(_("没有找到这次合并，可能已拆开。请回到档案刷新"))
    return found
