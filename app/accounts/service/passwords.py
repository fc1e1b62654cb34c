"""Choosing a password of one's own."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.errors import CurrentPasswordWrong, PasswordRefused
from app.accounts.passwords import hash_secret, verify_secret
from app.accounts.queries import places, sign_ins
from app.accounts.rules import EndedWhy, Outcome, password_fault
from app.accounts.service.actors import profile
from app.accounts.service.sign_ins import Caller, Opened, end_sign_ins, open_for
from app.accounts.service.tries import begin_try, note, process_secret
from app.audit import service as audit
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.i18n import _

__all__ = ["accept_password", "change_password", "has_password"]


async def has_password(session: AsyncSession) -> bool:
    """Tell whether the caller has a password to ask for; one who came in by a code has none."""
    return (await sign_ins.own_secret(session, process_secret())).password_hash is not None


async def change_password(session: AsyncSession, actor: Actor, caller: Caller, *, current: str, new: str) -> Opened:
    """Replace the caller's password: every sign-in of theirs ends, and one new one opens here."""
    if actor.user_id is None:
        raise NotAllowed
    old = (await sign_ins.own_secret(session, process_secret())).password_hash
    if old is not None:
        await _check_current(session, actor, caller, current, old)
    hashed = await accept_password(new, words=await _words_of(session, actor), old=old, field="new_password")
    await sign_ins.set_password(session, process_secret(), actor.user_id, hashed, must_change=False)
    opened = await open_for(session, caller, actor.user_id, actor.roles)
    ended = await end_sign_ins(session, actor.user_id, EndedWhy.PASSWORD_CHANGED, keep=opened.actor.sign_in_id)
    audit.record(session, opened.actor, "accounts.password_changed", actor.user_id, kind="users", ended=ended)
    return opened


async def _check_current(session: AsyncSession, actor: Actor, caller: Caller, current: str, old: str) -> None:
    """Ask for the present password under the same throttle as at the door: an unlocked screen is not a permission."""
    tried = await begin_try(actor.username, device_token=caller.device_token, address=caller.address)
    if not await verify_secret(current, old):
        raise CurrentPasswordWrong
    note(session, tried.tried, Outcome.OPENED)


async def accept_password(new: str, *, words: list[str], old: str | None = None, field: str = "password") -> str:
    """Hash a new password that meets the rules, or say which one it does not meet."""
    fault = password_fault(new, profile(), words)
    if fault is None and old is not None and await verify_secret(new, old):
        fault = _("新密码和现在的一样，请换一个")
    if fault is not None:
        raise PasswordRefused(fault, field=field)
    return await hash_secret(new)


async def _words_of(session: AsyncSession, actor: Actor) -> list[str]:
    """List what anyone would try first: the number, the name and the names of the homes."""
    homes = {(grant.region, grant.institution_id) for grant in actor.grants if grant.institution_id is not None}
    return [actor.username, actor.name, *(await places.place_names(session, homes)).values()]
