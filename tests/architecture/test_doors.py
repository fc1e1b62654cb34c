"""Doors between domains: reads may join downward, writes go through the owner, nobody enters pages or forms."""

from collections.abc import Iterable

from tests.architecture.reading import Module, app_modules, domains, imports_of, made_up

MAY_ENTER = {
    "routes": {"queries", "rules", "errors"},
    "service": {"queries", "service", "models", "rules", "errors"},
    "queries": {"queries", "models", "rules"},
    "models": {"rules"},
    "rules": {"rules"},
    "forms": {"rules"},
    "errors": {"errors"},
}
OPEN_BESIDES = {
    "audit.service": {"routes", "service"},
    "accounts.system": {"routes", "service"},
    "accounts.signed_in": {"routes"},
    "beds.routes": {"routes"},
    "residents.routes": {"routes"},
    "stays.routes": {"routes"},
    "census.routes": {"routes"},
}
"""Every change leaves a line; whatever acts without a person acts under a system sign-in; a new sign-in gets a cookie.
A storey above may use the way in of a page below (ADR 21): the look, the reason and the masking stay in one place."""

STANDS_AS = {
    "accounts.passwords": "service",
    "accounts.signed_in": "routes",
    "accounts.system": "service",
    "census.jobs": "service",
    "assessments.scales": "rules",
    "demo.jobs": "service",
    "imports.annotated": "service",
    "imports.jobs": "service",
    "imports.mapping": "rules",
    "imports.sheets": "rules",
    "imports.template": "service",
    "offers.jobs": "service",
    "public.jobs": "service",
    "waitlist.jobs": "service",
    "waitlist.presets": "rules",
    "regions.data": "rules",
    "regions.readings": "rules",
}
"""A room with a word of its own (test_rooms) keeps the doors of one of the seven."""

SPEAKS_HTTP = {"routes", "forms"}


def room_of(storey: str, room: str) -> str:
    return STANDS_AS.get(f"{storey}.{room}", room)


def wrong_doors(modules: Iterable[Module], known: set[str]) -> list[str]:
    """List imports from another domain that enter by a door which is not open to that room."""
    found = []
    for module in modules:
        if not module.is_of_a_domain:
            continue
        for entered in imports_of(module):
            parts = entered.full.split(".")
            if parts[0] != "app" or len(parts) < 3 or parts[1] not in known - {module.storey}:
                continue
            if not _is_open(module, parts[1], parts[2]):
                found.append(f"{module.path}:{entered.line} enters {parts[1]}.{parts[2]}")
    return found


def _is_open(module: Module, domain: str, room: str) -> bool:
    own = room_of(module.storey, module.room)
    return own in OPEN_BESIDES.get(f"{domain}.{room}", ()) or room_of(domain, room) in MAY_ENTER.get(own, ())


def wrong_speakers(modules: Iterable[Module]) -> list[str]:
    """List files of a domain that use the web without being a page or a form."""
    return [
        f"{module.path}:{entered.line}"
        for module in modules
        if module.is_of_a_domain and room_of(module.storey, module.room) not in SPEAKS_HTTP
        for entered in imports_of(module)
        if entered.full.startswith(("app.web", "fastapi", "starlette", "jinja2"))
    ]


def test_domains_enter_each_other_by_open_doors_only() -> None:
    modules, known = app_modules(), set(domains())
    crossings = [
        entered
        for module in modules
        if module.is_of_a_domain
        for entered in imports_of(module)
        if entered.full.split(".")[1:2] and entered.full.split(".")[1] in known - {module.storey}
    ]
    assert len(crossings) >= 20
    assert wrong_doors(modules, known) == []


def test_only_pages_and_forms_use_the_web() -> None:
    assert sum(entered.full.startswith("app.web") for m in app_modules() for entered in imports_of(m)) >= 20
    assert wrong_speakers(app_modules()) == []


def test_every_wrong_door_is_found() -> None:
    planted = {
        "app.imports.routes": "from app.beds.service import close_bed",
        "app.imports.service.runs": "from app.beds.forms import CloseForm",
        "app.imports.queries": "from app.beds import service",
        "app.imports.models": "from app.beds.models import Bed",
        "app.imports.rules.beds": "import app.beds.queries.board",
        "app.imports.errors": "from app.beds.rules import Sex",
    }
    made = [made_up(name, source) for name, source in planted.items()]
    assert len(wrong_doors(made, {"beds", "imports"})) == len(planted)


def test_an_open_door_is_let_alone() -> None:
    source = "from app.beds.service import close_bed\nfrom app.audit import service as audit\nfrom app.core.db import touched"
    assert wrong_doors([made_up("app.imports.service", source)], {"audit", "beds", "imports"}) == []


def test_a_service_that_answers_requests_is_found() -> None:
    assert wrong_speakers([made_up("app.beds.service", "from app.web.htmx import toast")]) == ["app/beds/service.py:1"]
