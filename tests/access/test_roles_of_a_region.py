"""Each role of a region at every address, of two counties."""

from typing import Any

import pytest

from tests.access.knocking import Homes, meet_every_door
from tests.access.roles import REGION_ROLES
from tests.support.people import ClientAs


@pytest.mark.parametrize("role", REGION_ROLES)
async def test_a_role_meets_what_the_table_says(role: str, app: Any, homes: Homes, sign_in: ClientAs) -> None:
    await meet_every_door(role, app, homes, sign_in)
