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

__all__ = ["change_password", "check_password", "has_password"]


async def has_password(session: AsyncSession) -> bool:
    """Tell whether the caller has a password to ask for; one who came in by a code has none."""
    return (await sign_ins.own_secret(session, process_secret())).password_hash is not None


async def change_password(session: AsyncSession, actor: Actor, caller: Caller, *, current: str, new: str) -> Opened:
    """Replace the caller's password: every sign-in of theirs ends, and one new one opens here.

    The present password is asked for under the same throttle as at the door: an unlocked screen is not a permission.
    """
    own = [actor.username, actor.name]
    check_password(new, own, field="new")
    tried = await begin_try(actor.username, device_token=caller.device_token, address=caller.address)
    if tried.candidate is None or tried.candidate.user_id != actor.user_id:
        raise NotAllowed
    user_id, old = tried.candidate.user_id, tried.candidate.password_hash
    if old is not None and not await verify_secret(current, old):
        raise CurrentPasswordWrong
    check_password(new, await _home_names(session, actor), field="new")
    if old is not None and await verify_secret(new, old):
        raise PasswordRefused(_("新密码和现在的一样，请换一个"), field="new")
    note(session, tried.tried, Outcome.OPENED)
    await sign_ins.set_password(session, process_secret(), user_id, await hash_secret(new), must_change=False)
    opened = await open_for(session, caller, user_id, actor.roles)
    ended = await end_sign_ins(session, user_id, EndedWhy.PASSWORD_CHANGED, keep=opened.actor.sign_in_id)
    audit.record(session, opened.actor, "accounts.password_changed", user_id, kind="users", ended=ended)
    return opened


def check_password(new: str, words: list[str], *, field: str = "password") -> None:
    """Refuse a new password that does not meet the rules, and say which one."""
    fault = password_fault(new, profile(), words)
    if fault is not None:
        raise PasswordRefused(fault, field=field)


async def _home_names(session: AsyncSession, actor: Actor) -> list[str]:
    """Name the homes one works in: anyone would try them first."""
    homes = {(grant.region, grant.institution_id) for grant in actor.grants if grant.institution_id is not None}
    return list((await places.place_names(session, homes)).values()) if homes else []
