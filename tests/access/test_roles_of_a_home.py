"""Each role of a home at every address: let in, refused, or told that nothing is there; the last two look alike."""

from typing import Any

import pytest

from tests.access.knocking import Homes, meet_every_door
from tests.access.roles import HOME_ROLES
from tests.support.people import ClientAs


@pytest.mark.parametrize("role", HOME_ROLES)
async def test_a_role_meets_what_the_table_says(role: str, app: Any, homes: Homes, sign_in: ClientAs) -> None:
    await meet_every_door(role, app, homes, sign_in)
