"""The counties the tests live in."""

from contextlib import AbstractAsyncContextManager

from app.accounts.system import acting_as_system
from app.core.actor import Actor

__all__ = ["COUNTIES", "COUNTY", "OTHER_COUNTY", "acting_everywhere"]

COUNTY = 510302
OTHER_COUNTY = 510304
COUNTIES = (COUNTY, OTHER_COUNTY)


def acting_everywhere() -> AbstractAsyncContextManager[Actor]:
    """Act as the system in all counties of the tests."""
    return acting_as_system("测试", regions=COUNTIES)
