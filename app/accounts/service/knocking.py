"""One knock at a door that is no account: noted before anything is checked, and held up when there were too many."""

from dataclasses import dataclass

from app.accounts.errors import TooManyKnocks
from app.accounts.models import Attempt
from app.accounts.queries.attempts import lock_name
from app.accounts.queries.knocks import failures_of, knocks_from
from app.accounts.rules.knocking import Door, wait_for
from app.accounts.rules.sign_ins import Outcome
from app.accounts.service.tries import keyed
from app.core.db import transaction

__all__ = ["Knocked", "knock", "opened"]


@dataclass(frozen=True, slots=True)
class Knocked:
    """A knock that was let through, and how many more failures the name has before the next one waits."""

    name_hash: bytes
    address_hash: bytes
    left: int


async def knock(door: Door, name: str, *, address: str) -> Knocked:
    """Note the knock as failed and let it through, or note it as throttled and raise TooManyKnocks.

    It is noted in its own transaction: what is refused rolls back, and a burst must be seen by its own members.
    """
    named, here = keyed(door.what, name), keyed(f"{door.what} from", address)
    everywhere = keyed(f"{door.what} everywhere", "")
    async with transaction(pool="side") as side:
        await lock_name(side, named)
        counted = [await failures_of(side, named, limit) for limit in door.name]
        counted += [await knocks_from(side, here, limit) for limit in door.address]
        counted += [await knocks_from(side, everywhere, limit) for limit in door.everywhere]
        wait = wait_for(counted)
        outcome = (Outcome.THROTTLED if wait else Outcome.REFUSED).value
        side.add(Attempt(username_hash=named, device_hash=None, address_hash=here, outcome=outcome))
        if door.everywhere:
            side.add(Attempt(username_hash=everywhere, device_hash=None, address_hash=everywhere, outcome=outcome))
    if wait:
        raise TooManyKnocks(wait)
    left = [one.limit.tries - one.count - 1 for one in counted[: len(door.name)]]
    return Knocked(named, here, max(0, min(left, default=0)))


async def opened(knocked: Knocked) -> None:
    """Note that the door opened: failures at this name count from here."""
    async with transaction(pool="side") as side:
        side.add(
            Attempt(
                username_hash=knocked.name_hash, device_hash=None, address_hash=knocked.address_hash,
                outcome=Outcome.OPENED.value,
            )
        )  # fmt: skip
