"""Templates: each compiles strictly, knows every name it uses, and holds no script, style or trust of its own."""

import re
from collections.abc import Iterable, Mapping

from app.web.templates import environment
from tests.architecture.reading import ROOT, domains
from tests.architecture.sheets import GLOBALS, Sheet, all_sheets, sheet

SHARED = {"layouts", "components", "errors"}
PAGE, PART = 80, 40
LONGER = {
    "kit/": "one file per component, every state of it",
    "layouts/": "what all pages share",
}
SCROLLERS = re.compile(r"<[a-z]+ class=\"[^\"]*\b(?:table-wide|table-scroll|sheet-frame)\b[^>]*>")
FORBIDDEN = {
    "trusts text": re.compile(r"\|\s*safe\b|\bMarkup\b|autoescape\s+false|\|\s*forceescape"),
    "a style of its own": re.compile(r"<style|\sstyle\s*="),
    "a script of its own": re.compile(
        r"<script(?![^>]*\s(?:src=|type=\"application/json\"))|\son[a-z]+\s*=|\bhx-on|javascript:|[\"']js:"
    ),
    "an absolute address": re.compile(r"\burl_for\b|(?:href|src|action)=[\"']https?://"),
    "a filter on an event": re.compile(r"hx-trigger=[\"'][^\"']*\["),
}


def nameless(sheets: Mapping[str, Sheet]) -> list[str]:
    """List parts that do not say what they need, or say it wrongly."""
    wrong = []
    for name, one in sheets.items():
        if one.is_part:
            if one.needs is None:
                wrong.append(f"{name}: does not begin with its needs")
                continue
            wanted = wanted_by(one, sheets)
            wrong += [f"{name}: uses {missing}, which it does not name" for missing in sorted(wanted - one.needs)]
    return wrong


def wanted_by(one: Sheet, sheets: Mapping[str, Sheet]) -> set[str]:
    """List what a template takes from outside, for itself and for what it includes."""
    included = {name for part in one.includes if part in sheets for name in sheets[part].needs or ()}
    above = wanted_by(sheets[one.parent], sheets) if one.parent in sheets else set()
    return (one.free_names | included | above) - one.own_names - GLOBALS


def idle_imports(one: Sheet) -> list[str]:
    """List macros that are imported and never called."""
    return [f"{one.name}: {here}" for _, _, here in one.imports if here not in one.used_names]


def forbidden(one: Sheet) -> list[str]:
    """List what a template must never hold."""
    plain = re.sub(r"\{#.*?#\}", "", one.source, flags=re.DOTALL)
    return [f"{one.name}: {what}: {found[0]}" for what, fault in FORBIDDEN.items() if (found := fault.search(plain))]


def wrong_folders(one: Sheet) -> list[str]:
    """List templates of another domain that this one draws: screens compose by address, not by file."""
    drawn = [*one.includes, *(origin for origin, _, _ in one.imports), *([one.parent] if one.parent else [])]
    return [f"{one.name} draws {name}" for name in drawn if name.partition("/")[0] not in SHARED | {one.folder}]


def too_long(sheets: Iterable[Sheet]) -> list[str]:
    """List pages and parts beyond their measure."""
    return [
        f"{one.name}: {one.lines} lines"
        for one in sheets
        if not one.is_component
        and not one.name.startswith(tuple(LONGER))
        and one.lines > (PART if one.is_part else PAGE)
    ]


def unmarked(frame: str) -> bool:
    """Whether a frame that scrolls sideways does not show it, or cannot be reached and named by keyboard."""
    return not all(part in frame for part in ("scrolls", 'tabindex="0"', 'role="region"', "aria-label="))


def test_every_template_compiles() -> None:
    assert len(all_sheets()) >= 80
    for name in all_sheets():
        environment.get_template(name)


def test_every_part_names_what_it_needs() -> None:
    assert sum(one.is_part for one in all_sheets().values()) >= 30
    assert nameless(all_sheets()) == []


def test_no_macro_is_imported_in_vain() -> None:
    assert sum(bool(one.imports) for one in all_sheets().values()) >= 30
    assert [fault for one in all_sheets().values() for fault in idle_imports(one)] == []


def test_every_imported_macro_exists() -> None:
    sheets = all_sheets()
    wanted = [(one.name, origin, there) for one in sheets.values() for origin, there, _ in one.imports]
    assert len(wanted) >= 60
    assert [want for want in wanted if want[1] not in sheets or want[2] not in sheets[want[1]].macros] == []


def test_no_template_trusts_text_or_holds_script_or_style() -> None:
    assert [fault for one in all_sheets().values() for fault in forbidden(one)] == []


def test_a_domain_draws_its_own_templates_only() -> None:
    assert [fault for one in all_sheets().values() for fault in wrong_folders(one)] == []
    folders = {one.folder for one in all_sheets().values()}
    assert folders - SHARED - {"kit"} <= set(domains())


def test_inheritance_has_two_levels_at_most() -> None:
    sheets = all_sheets()
    for one in sheets.values():
        steps, above = 0, one.parent
        while above:
            steps, above = steps + 1, sheets[above].parent
        assert steps <= 2, one.name


def test_what_scrolls_sideways_shows_it_and_is_reached_by_keyboard() -> None:
    frames = [frame for one in all_sheets().values() for frame in SCROLLERS.findall(one.source)]
    assert len(frames) >= 6
    assert [frame for frame in frames if unmarked(frame)] == []
    style = (ROOT / "static" / "css" / "tables.css").read_text("utf-8")
    shown = re.search(r"^\.scrolls \{(.*?)^\}", style, re.DOTALL | re.MULTILINE)
    assert shown
    assert (shown[1].count(" local"), shown[1].count(" scroll,")) == (2, 2)


def test_a_frame_that_hides_its_scrolling_is_found() -> None:
    good = '<div class="table-wide scrolls" tabindex="0" role="region" aria-label="{{ label }}">'
    assert not unmarked(good)
    for part in (" scrolls", ' tabindex="0"', ' role="region"', ' aria-label="{{ label }}"'):
        assert unmarked(good.replace(part, "")), part


def test_components_take_everything_as_arguments() -> None:
    components = [one for one in all_sheets().values() if one.is_component or one.holds_macros_only]
    assert len(components) >= 10
    outside = {
        one.name: sorted({"request", "actor", "home", "today", "nav"} & one.used_names - one.own_names)
        for one in components
    }
    assert {name: names for name, names in outside.items() if names} == {}


def test_pages_and_parts_keep_their_measure() -> None:
    assert too_long(all_sheets().values()) == []


def test_a_part_without_needs_is_found() -> None:
    part = sheet("beds/_row.html", "<p>{{ bed.label }}</p>")
    assert nameless({part.name: part}) == ["beds/_row.html: does not begin with its needs"]


def test_an_unknown_name_is_found() -> None:
    inner = sheet("beds/_bed.html", "{# needs: bed (a row), note. Drawn alone too. #}<p>{{ bed.label }}{{ note }}</p>")
    outer = sheet("beds/_list.html", '{# needs: beds #}{% for bed in beds %}{% include "beds/_bed.html" %}{% endfor %}')
    assert nameless({inner.name: inner, outer.name: outer}) == ["beds/_list.html: uses note, which it does not name"]


def test_an_idle_import_is_found() -> None:
    one = sheet("beds/show.html", '{% from "components/badge.html" import badge, dot as spot %}{{ badge(1) }}')
    assert idle_imports(one) == ["beds/show.html: spot"]


def test_every_forbidden_thing_is_found() -> None:
    planted = (
        "{{ name|safe }}", '<p style="color:red">', "<script>go()</script>", '<a onclick="go()">', "<b hx-on:click=x>",
        '<a href="javascript:x">', "{{ url_for('x') }}", "<div hx-vals='js:{a: 1}'>", "<p hx-trigger='click[ctrlKey]'>",
    )  # fmt: skip
    for source in planted:
        assert forbidden(sheet("beds/show.html", source)), source
    assert forbidden(sheet("beds/show.html", '<script src="/static/a.js" defer></script>{# |safe #}')) == []
    assert forbidden(sheet("beds/show.html", '<script type="application/json">[1]</script>')) == []


def test_a_neighbours_template_is_found() -> None:
    one = sheet("imports/show.html", '{% extends "layouts/desk.html" %}{% include "beds/board/_board.html" %}')
    assert wrong_folders(one) == ["imports/show.html draws beds/board/_board.html"]


def test_a_long_part_is_found() -> None:
    assert too_long([sheet("beds/_list.html", "<p>\n" * 41)]) == ["beds/_list.html: 41 lines"]
