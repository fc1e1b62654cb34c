"""Between code and templates: what is rendered exists, nothing lies about undrawn, and a page gets every name it uses."""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.architecture.reading import Module, app_modules, made_up, name_of_call
from tests.architecture.sheets import Sheet, all_sheets, sheet
from tests.architecture.test_templates import wanted_by

DRAWS = {"render", "draw"}


@dataclass(frozen=True, slots=True)
class Rendering:
    """One place that draws a template: its name and the names it hands over; `whole` says that no others can come."""

    place: str
    template: str
    names: frozenset[str]
    whole: bool


def renderings(modules: Iterable[Module]) -> list[Rendering]:
    """Find every call that draws a template named on the spot."""
    return [
        Rendering(f"{module.path}:{call.lineno}", template, *_handed(call))
        for module in modules
        for call in module.nodes
        if isinstance(call, ast.Call) and name_of_call(call) in DRAWS
        for template in _templates(call)
    ]


def _templates(call: ast.Call) -> list[str]:
    return [arg.value for arg in call.args if isinstance(arg, ast.Constant) and str(arg.value).endswith(".html")]


def _handed(call: ast.Call) -> tuple[frozenset[str], bool]:
    return frozenset(word.arg for word in call.keywords if word.arg), all(word.arg for word in call.keywords)


def named_anywhere(modules: Iterable[Module]) -> set[str]:
    """List the templates that code names in any way; a name with gaps (`errors/{page}.html`) is a pattern."""
    found = set()
    for module in modules:
        for node in module.nodes:
            if isinstance(node, ast.JoinedStr):
                found.add("".join(str(v.value) if isinstance(v, ast.Constant) else "*" for v in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return {name for name in found if name.endswith(".html")}


def missing_names(found: Iterable[Rendering], sheets: Mapping[str, Sheet]) -> list[str]:
    """List what a template uses and the place that draws it does not hand over."""
    return [
        f"{one.place} draws {one.template} without {name}"
        for one in found
        if one.whole and one.template in sheets
        for name in sorted(_asked_of_the_caller(one.template, sheets) - one.names)
    ]


def _asked_of_the_caller(name: str, sheets: Mapping[str, Sheet]) -> set[str]:
    one = sheets[name]
    return one.needs or wanted_by(one, sheets) if one.is_part else wanted_by(one, sheets)


def undrawn(sheets: Mapping[str, Sheet], named: Iterable[str]) -> list[str]:
    """List templates that neither code nor another template draws."""
    patterns = [re.compile(re.escape(name).replace(r"\*", "[^/]+")) for name in named]
    drawn = {name for one in sheets.values() for name in one.includes}
    drawn |= {origin for one in sheets.values() for origin, _, _ in one.imports}
    drawn |= {one.parent for one in sheets.values() if one.parent}
    waiting = ("layouts/",)  # a layout may stand before its first page does
    known = [name for name in sheets if name not in drawn and not name.startswith(waiting)]
    return [name for name in known if not any(pattern.fullmatch(name) for pattern in patterns)]


def test_every_template_that_is_drawn_exists() -> None:
    found = renderings(app_modules())
    assert len(found) >= 25
    assert [f"{one.place} draws {one.template}" for one in found if one.template not in all_sheets()] == []


def test_every_template_is_drawn_by_somebody() -> None:
    assert undrawn(all_sheets(), named_anywhere(app_modules())) == []


def test_every_page_is_handed_the_names_it_uses() -> None:
    found = renderings(app_modules())
    assert sum(one.whole for one in found) >= 10
    assert missing_names(found, all_sheets()) == []


def test_a_name_that_is_not_handed_over_is_found() -> None:
    page = sheet("beds/show.html", "{% if home %}{{ bed.label }} {{ note }}{% endif %}")
    made = made_up("app.beds.routes", 'async def show():\n    return await render(request, "beds/show.html", bed=bed)')
    found = missing_names(renderings([made]), {page.name: page})
    assert found == ["app/beds/routes.py:2 draws beds/show.html without note"]


def test_a_template_that_nobody_draws_is_found() -> None:
    sheets = {name: sheet(name, "") for name in ("beds/show.html", "errors/404.html", "beds/old.html")}
    code = made_up("app.web.errors", 'draw(request, f"errors/{page}.html")\nrender(request, "beds/show.html")')
    assert undrawn(sheets, named_anywhere([code])) == ["beds/old.html"]
