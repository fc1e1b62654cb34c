"""The command line. A module put beside this one that decorates a function with `@command()` is a command."""

from importlib import import_module
from pkgutil import iter_modules

from app.cli.root import root


def main() -> None:
    """Know every command, then do the one that was asked for."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
    root(prog_name="python -m app")
