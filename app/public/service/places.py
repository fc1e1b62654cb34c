"""One's own place by number and PIN: five wrong tries, then a rest; what a neighbour may know of an ID opens nothing."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.service.knocking import knock, opened
from app.public.errors import NotOpened
from app.public.queries.lists import pin_salt, place_by_number
from app.public.rules.doors import PLACE
from app.public.rules.secrets import tidy
from app.public.service.secrets import process_secret
from app.waitlist.service.registering import keep_pin

__all__ = ["look_up"]

NO_SALT = bytes(16)
UNSAID: dict[str, Any] = {
    "accepted_at": None, "backdated": False, "until": None, "reason": "", "confirm_due_on": None, "any_home": False,
    "wishes": [], "places": [], "notices": [],
}  # fmt: skip
"""What is not said of an application that nobody has taken up yet."""


async def look_up(session: AsyncSession, number: str, pin: str, *, address: str) -> dict[str, Any]:
    """Give what the family of a number is told; a number that is nobody's is refused as a wrong PIN is."""
    number, secret = tidy(number), process_secret()
    knocked = await knock(PLACE, number, address=address)
    salt = await pin_salt(session, secret, number)
    told = keep_pin(tidy(pin), salt=salt or NO_SALT).hashed
    found = await place_by_number(session, secret, number, told) if salt else None
    if found is None:
        raise NotOpened(knocked.left)
    await opened(knocked)
    return UNSAID | found
