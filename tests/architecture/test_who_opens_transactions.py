"""The named places that open a transaction. One more of them is a decision (docs/adr/0004), not an accident."""

import ast
from collections.abc import Iterable

from tests.architecture.reading import Module, app_modules, made_up, name_of_call

NAMED_PLACES = {
    "app/web/routing.py": "one request, one transaction",
    "app/jobs.py": "each job in its own",
    "app/cli/": "a command is its own request; settling is the owner's work after migrating",
    "app/audit/service/keeping.py": "a look is kept although the page may be refused",
    "app/accounts/service/tries.py": "a try counts although the sign-in is refused",
    "app/accounts/service/knocking.py": "a knock counts although what it asked for is refused",
    "app/waitlist/jobs.py": "each county's lists are published by themselves, and one county's fault stops no other",
    "app/offers/jobs.py": "each offer lapses by itself, and a home at work is left for the next round",
    "app/public/jobs.py": "each objection that was handed in is taken down by itself",
    "app/accounts/signed_in.py": "when the caller was last seen is written after the request's own transaction",
    "app/census/jobs.py": "a county's day is opened for all its homes at once, and one county's fault stops no other",
    "app/demo/jobs.py": "one county after the other, so that whoever waits sees how far it has come",
    "app/imports/jobs.py": "how far a check has come is shown before the check itself is committed",
    "app/accounts/system.py": "a system sign-in is opened and ended around the work it covers",
}
ENDS = {"commit", "rollback"}
OPENS = {"transaction", "db.transaction"}


def openers(modules: Iterable[Module]) -> dict[str, list[str]]:
    """Find the files outside core that open or end a transaction, with where and how."""
    found: dict[str, list[str]] = {}
    for module in modules:
        if module.storey == "core":
            continue
        for node in module.nodes:
            if isinstance(node, ast.Call) and _opens(node):
                found.setdefault(module.path, []).append(f"{node.lineno}: {name_of_call(node)}")
    return found


def _opens(call: ast.Call) -> bool:
    called = name_of_call(call)
    if called in OPENS or called in {"session.begin", "database().sessions", "async_sessionmaker"}:
        return True
    who, _, verb = called.rpartition(".")
    return verb in ENDS and who.rpartition(".")[2] in {"session", "side", "connection", "owner"}


def test_only_the_named_places_open_a_transaction() -> None:
    found = openers(app_modules())
    assert len(found) >= 5
    assert {path: where for path, where in found.items() if not path.startswith(tuple(NAMED_PLACES))} == {}


def test_every_named_place_still_opens_one() -> None:
    found = openers(app_modules())
    assert [place for place in NAMED_PLACES if not any(path.startswith(place) for path in found)] == []


def test_a_commit_in_a_service_is_found() -> None:
    planted = made_up("app.beds.service", "async def close_bed(session):\n    await session.commit()")
    assert openers([planted]) == {"app/beds/service.py": ["2: session.commit"]}


def test_a_transaction_of_ones_own_is_found() -> None:
    planted = made_up(
        "app.beds.routes", "async def show():\n    async with transaction(pool='side') as other:\n        pass"
    )
    assert openers([planted]) == {"app/beds/routes.py": ["2: transaction"]}
