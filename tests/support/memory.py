"""The search for garbage, which would walk through all that was read again and again: a fifth of the suite's time.

Loaded as a plugin, before anything else is read.
"""

import gc

import pytest

OFTEN_ENOUGH = (20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Reading modules makes no garbage."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """What has been read by now stays to the end; only what tests make is looked through."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN_ENOUGH)
    gc.enable()
