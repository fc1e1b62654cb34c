"""A file that went into another one is only looked at: every change of it is refused with the way out."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import DomainError
from app.residents import service
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.kinds import NameKind, PaperKind
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.residents.drafts import director, draft

ACTS: dict[str, Callable[..., Any]] = {
    "add_paper": lambda *args: service.add_paper(*args, PaperDraft(PaperKind.SUPPORT, "川特供字第 1 号")),
    "void_paper": lambda *args: service.void_paper(*args, 1, reason="登错了"),
    "add_name": lambda *args: service.add_name(*args, kind=NameKind.FORMER, name="王二妹"),
    "void_name": lambda *args: service.void_name(*args, 1, reason="登错了"),
    "change_file": lambda *args: service.change_file(*args, draft(name="王秀英")),
    "keep_photo": lambda *args: service.keep_photo(*args, None),
}


@pytest.mark.parametrize("act", ACTS)
async def test_what_hangs_on_a_merged_file_is_changed_in_the_kept_one(session: AsyncSession, act: str) -> None:
    home = (await a_house(session)).home
    kept, gone = await an_elder(session, home), await an_elder(session, home)
    gone.merged_into_id = kept.id
    await session.flush()
    with pytest.raises(DomainError, match="保留的那一份"):
        await ACTS[act](session, director(home), home, gone.id)
