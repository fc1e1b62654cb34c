"""The command line. A module put beside this one that decorates a function with `@command()` is a command."""

import gc
from importlib import import_module
from pkgutil import iter_modules

from app.cli.root import root


def main() -> None:
    """Know every command, then do the one that was asked for."""
    # Reading the house makes no garbage, and none of it goes before the process does: searching it would take a fifth
    # of every start, and a part of every request of a server.
    gc.disable()
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
    gc.freeze()
    gc.enable()
    root(prog_name="python -m app")
