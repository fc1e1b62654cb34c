"""What a person sets for themselves: the size of the letters and the language."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.queries import users
from app.accounts.rules import Language, TextSize
from app.audit import service as audit
from app.core.actor import Actor

__all__ = ["choose_language", "choose_text_size"]


async def choose_text_size(session: AsyncSession, actor: Actor, size: TextSize) -> None:
    """Show everything in this size from now on, on every device of the caller."""
    if actor.user_id is None or actor.text_size == size:
        return
    user = await users.get_self(session, actor.user_id)
    user.text_size = size.value
    audit.record(session, actor, "accounts.text_size_chosen", user, before=actor.text_size, after=size)


async def choose_language(session: AsyncSession, actor: Actor, language: Language) -> None:
    """Speak this language to the caller from now on."""
    if actor.user_id is None or actor.locale == language:
        return
    user = await users.get_self(session, actor.user_id)
    user.locale = language.value
    audit.record(session, actor, "accounts.locale_chosen", user, before=actor.locale, after=language)
