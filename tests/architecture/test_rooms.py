"""Every domain has the same seven rooms and no other words for them; the few exceptions stand here with their reason."""

from collections.abc import Iterable

from tests.architecture.reading import APP, ROOMS, Module, app_modules, domains, made_up

EXCEPTIONS = {
    "accounts.passwords": "hashing and nothing else, bounded, so that no other file ever sees how a secret is checked",
    "accounts.signed_in": "the dependency that turns a cookie into the request's actor; it is of the web, not a page",
    "accounts.system": "short sign-ins of the system, open to whoever starts us and to every service above",
    "census.jobs": "the clock's work that opens each county's new day; `jobs.py` runs it",
    "assessments.scales": "the scales themselves as dated files, with the reader that checks them at start-up",
    "demo.jobs": "the building of a demo that the first-run page begins; `jobs.py` registers it",
    "imports.annotated": "the workbook given back with its errors marked; it knows files, the rules do not",
    "imports.jobs": "the work that the queue does for an import; `jobs.py` registers it",
    "imports.mapping": "which column of a file is which, between the sheets that are read and the rules that check",
    "imports.sheets": "bytes to rows of text inside a limited process; it knows no ledger",
    "imports.template": "the empty workbook to fill in",
    "offers.jobs": "the clock's work that lets offers lapse; `jobs.py` runs it",
    "public.jobs": "what the queue does with objections that strangers handed in; `jobs.py` registers it",
    "waitlist.jobs": "the publishing of lists that acts ask for; `jobs.py` registers it",
    "regions.data": "the reference data itself, with its source",
    "waitlist.presets": "the rules of places as files, with the reader that checks them at start-up",
    "regions.readings": "the spellings and pinyin under which a region is found",
}
NO_SUCH_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "handler", "handlers", "common", "misc"}


def strange_rooms(modules: Iterable[Module]) -> list[str]:
    """Name the rooms of domains that have a word of their own."""
    rooms = {(module.storey, module.room) for module in modules if module.is_of_a_domain and module.room}
    return sorted(
        f"{domain}.{room}" for domain, room in rooms if room not in ROOMS and f"{domain}.{room}" not in EXCEPTIONS
    )


def drawers(modules: Iterable[Module]) -> list[str]:
    """Name the files whose name says nothing, wherever they stand."""
    return sorted(module.path for module in modules if NO_SUCH_WORDS & set(module.parts[-1].split("_")))


def test_every_room_has_one_of_the_seven_words() -> None:
    modules = app_modules()
    assert len(domains()) >= 8
    assert len({(m.storey, m.room) for m in modules if m.is_of_a_domain and m.room in ROOMS}) >= 30
    assert strange_rooms(modules) == []


def test_no_file_is_a_drawer() -> None:
    assert drawers(app_modules()) == []


def test_every_exception_still_stands() -> None:
    standing = {f"{module.storey}.{module.room}" for module in app_modules()}
    assert EXCEPTIONS.keys() <= standing


def test_a_room_that_grew_became_a_folder() -> None:
    for domain in domains():
        for room in ROOMS:
            both = (APP / domain / f"{room}.py").exists() and (APP / domain / room).exists()
            assert not both, f"app/{domain} has {room} twice"


def test_a_room_with_another_word_is_found() -> None:
    assert strange_rooms([made_up("app.beds.views", "")]) == ["beds.views"]
    assert strange_rooms([made_up("app.beds.service.claims", "")]) == []


def test_a_drawer_is_found() -> None:
    assert drawers([made_up("app.core.date_utils", ""), made_up("app.core.days", "")]) == ["app/core/date_utils.py"]
