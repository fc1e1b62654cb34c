"""Reading the templates as Jinja reads them: what each includes, which names it takes from outside, what it says it needs."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Environment, meta, nodes

from app.web.templates import NOTHING, environment
from tests.architecture.reading import ROOT

__all__ = ["GLOBALS", "TEMPLATES", "Sheet", "all_sheets", "sheet"]

TEMPLATES = ROOT / "templates"
GLOBALS = (
    set(environment.globals)
    | NOTHING.keys()
    | {
        "request",
        "actor",
        "status",
        "locale",
        "text_size",
        "request_id",
        "current_path",
        "reference",
        "flash",
        "caller",
    }
)
"""What every template finds: the environment's own, and what `draw` hands to each (`flash` only where one was left)."""

NEEDS = re.compile(r"\{#-?\s*needs:\s*(.*?)#\}", re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """One template file; what is found in its tree is looked for once."""

    name: str
    source: str
    tree: nodes.Template

    @property
    def folder(self) -> str:
        """The first folder: a domain, or one of those that all share."""
        return self.name.partition("/")[0]

    @property
    def is_component(self) -> bool:
        """Tell whether it holds macros for everyone."""
        return self.folder == "components"

    @property
    def is_part(self) -> bool:
        """Tell whether it is drawn inside another or alone as a reply: a partial or a stream."""
        begins = self.name.rpartition("/")[2].startswith("_") or self.name.endswith(".stream.html")
        return begins and not self.is_component and not self.holds_macros_only

    @cached_property
    def holds_macros_only(self) -> bool:
        """Tell whether nothing is drawn by it, only by its macros, which take everything as arguments."""
        body = [node for node in self.tree.body if not _is_blank(node)]
        return bool(body) and all(isinstance(node, nodes.Macro | nodes.FromImport) or _is_set(node) for node in body)

    @property
    def lines(self) -> int:
        """Count its lines."""
        return self.source.count("\n") + (not self.source.endswith("\n"))

    @cached_property
    def includes(self) -> list[str]:
        """List the templates it includes by name."""
        return [name for node in self.tree.find_all(nodes.Include) for name in _names(node.template)]

    @cached_property
    def parent(self) -> str | None:
        """Name the template it extends."""
        found = next(self.tree.find_all(nodes.Extends), None)
        return next(iter(_names(found.template)), None) if found else None

    @cached_property
    def imports(self) -> list[tuple[str, str, str]]:
        """List the macros it imports: the template they come from, their name there and their name here."""
        found = []
        for node in self.tree.find_all(nodes.FromImport):
            origin = next(iter(_names(node.template)), "")
            both = ((name, name) if isinstance(name, str) else name for name in node.names)
            found += [(origin, there, here) for there, here in both]
        return found

    @cached_property
    def macros(self) -> set[str]:
        """Name what others may import: the macros it defines and the lists it sets."""
        sets = {node.target.name for node in self.tree.body if _is_set(node)}
        return {node.name for node in self.tree.find_all(nodes.Macro)} | sets

    @cached_property
    def free_names(self) -> set[str]:
        """List the names it takes from outside, those it only asks after left out."""
        asked = {
            test.node.name
            for test in self.tree.find_all(nodes.Test)
            if test.name == "defined" and isinstance(test.node, nodes.Name)
        }
        return meta.find_undeclared_variables(self.tree) - GLOBALS - asked

    @cached_property
    def own_names(self) -> set[str]:
        """List the names it gives itself: by `set`, `for`, macros and imports."""
        given = {node.name for node in self.tree.find_all(nodes.Name) if node.ctx in {"store", "param"}}
        return given | self.macros | {here for _, _, here in self.imports}

    @cached_property
    def used_names(self) -> set[str]:
        """List every name it reads."""
        return {node.name for node in self.tree.find_all(nodes.Name) if node.ctx == "load"}

    @cached_property
    def needs(self) -> set[str] | None:
        """Read its first line: `{# needs: a, b (what b is). More words. #}`; None where there is no such line."""
        found = NEEDS.match(self.source)
        if found is None:
            return None
        names = re.split(r"[.;]", _without_brackets(found[1]))[0]
        return {name.strip() for name in names.split(",")} - {"nothing", ""}


def _without_brackets(words: str) -> str:
    """Take out remarks in round brackets, nested ones too."""
    kept, depth = [], 0
    for letter in words:
        depth += letter == "("
        if not depth:
            kept.append(letter)
        depth -= letter == ")"
    return "".join(kept)


def _is_set(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name)


def _is_blank(node: nodes.Node) -> bool:
    texts = node.nodes if isinstance(node, nodes.Output) else []
    return bool(texts) and all(isinstance(text, nodes.TemplateData) and not text.data.strip() for text in texts)


def _names(template: nodes.Expr) -> list[str]:
    return [const.value for const in [template, *template.find_all(nodes.Const)] if isinstance(const, nodes.Const)]


def sheet(name: str, source: str, env: Environment = environment) -> Sheet:
    """Read one template, real or made up."""
    return Sheet(name, source, env.parse(source))


@cache
def all_sheets() -> dict[str, Sheet]:
    """Read every template of the project."""
    return {name: sheet(name, path.read_text("utf-8")) for path in _files() if (name := _name(path))}


def _files() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def _name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))
