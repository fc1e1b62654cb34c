"""Reading the project's own files: its modules as syntax trees, what each imports, and in which room it stands.

The checkers of this folder take what is given here, so a test may also hand them a made-up file.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = [
    "APP",
    "ROOMS",
    "ROOT",
    "SHARED",
    "STOREYS_BESIDE_DOMAINS",
    "Import",
    "Module",
    "app_modules",
    "domains",
    "functions",
    "imports_of",
    "made_up",
    "modules_under",
    "name_of_call",
]

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
ROOMS = ("errors", "rules", "models", "queries", "service", "forms", "routes")
SHARED = {"core", "web"}
STOREYS_BESIDE_DOMAINS = SHARED | {"cli", "main", "jobs", "__main__"}


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file, by its dotted name."""

    name: str
    path: str
    source: str
    is_package: bool = False

    @property
    def tree(self) -> ast.Module:
        """Parse the file."""
        return _parsed(self.source)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """List everything in its tree: twenty checkers look through it, and walking takes longer than looking."""
        return _walked(self.source)

    @property
    def parts(self) -> tuple[str, ...]:
        """Split the name: ("app", "beds", "service", "claims")."""
        return tuple(self.name.split("."))

    @property
    def storey(self) -> str:
        """Name what stands directly under `app`, such as `beds`, `core` or `main`."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def room(self) -> str:
        """Name what stands directly under the domain, such as `service`; empty for the domain itself."""
        return self.parts[2] if len(self.parts) > 2 else ""

    @property
    def is_of_a_domain(self) -> bool:
        """Tell whether the file belongs to a domain, and not to the ground or to who starts us."""
        return bool(self.storey) and self.storey not in STOREYS_BESIDE_DOMAINS


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: `from app.beds.rules import Sex` has target `app.beds.rules` and name `Sex`."""

    target: str
    name: str
    line: int

    @property
    def full(self) -> str:
        """The dotted name of what is imported, whether it is a module or a name inside one."""
        return f"{self.target}.{self.name}" if self.name else self.target


@cache
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def _walked(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_parsed(source)))


def _module(path: Path) -> Module:
    inside = path.relative_to(ROOT)
    dotted = list(inside.with_suffix("").parts)
    is_package = dotted[-1] == "__init__"
    return Module(".".join(dotted[:-1] if is_package else dotted), str(inside), path.read_text("utf-8"), is_package)


def modules_under(folder: Path) -> list[Module]:
    """Read every Python file below a folder of the project."""
    return [_module(path) for path in sorted(folder.rglob("*.py"))]


def app_modules() -> list[Module]:
    """Read every Python file of the application."""
    return list(_app_modules())


@cache
def _app_modules() -> tuple[Module, ...]:
    return tuple(modules_under(APP))


def made_up(name: str, source: str) -> Module:
    """Give a file that does not exist, for a fault to be planted in."""
    return Module(name, name.replace(".", "/") + ".py", source)


def domains() -> list[str]:
    """Name the domains: the packages of `app` that are neither the ground nor who starts us."""
    found = {module.storey for module in app_modules() if module.is_of_a_domain}
    return sorted(found)


def imports_of(module: Module) -> list[Import]:
    """List what a module imports at run time; imports for the type checker alone do not count."""
    return list(_imported(module.source))


@cache
def _imported(source: str) -> tuple[Import, ...]:
    found: list[Import] = []
    for node in _running_nodes(_parsed(source)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, "", node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [Import(node.module, alias.name, node.lineno) for alias in node.names]
    return tuple(found)


def _running_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _running_nodes(child)


def functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List every function and method of a module, nested ones too."""
    return [node for node in module.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def name_of_call(call: ast.Call) -> str:
    """Write what is called as it stands there: `audit.record`, `session.execute`, `select`."""
    names: list[str] = []
    at = call.func
    while isinstance(at, ast.Attribute):
        names.append(at.attr)
        at = at.value
    # Nine of ten calls are of a name or of a name in a name, which need no unparser.
    return ".".join([at.id, *reversed(names)]) if isinstance(at, ast.Name) else ast.unparse(call.func)
