"""Every change has an actor, a permission and an audit line; what has none is listed here with its reason.

A public function of a service room that takes a session writes unless it is listed: so a new one has to be audited,
or to be argued for.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module

from app.audit.rules import _ACTION_WORDS
from tests.architecture.reading import Module, app_modules, made_up, name_of_call
from tests.architecture.unaudited import NO_LINE, NO_PERMISSION

RECORDS = {"audit.record", "record"}
ASKS = {"authorize"}


@dataclass(frozen=True, slots=True)
class Act:
    """One function of a service room: what it calls, by bare name, and which actions it records."""

    module: str
    name: str
    public: bool
    calls: frozenset[str]
    actions: tuple[str, ...]
    records: bool
    asks: bool


@dataclass(slots=True)
class Service:
    """The service room of one domain: its functions by name, of which two modules may have one each."""

    acts: dict[str, list[Act]] = field(default_factory=dict)

    @property
    def all(self) -> list[Act]:
        """Every function of the room."""
        return [act for named in self.acts.values() for act in named]

    def called(self, act: Act, name: str) -> list[Act]:
        """Find what a function calls by a name: what stands in its own module, before what another brings."""
        named = self.acts.get(name, [])
        return [one for one in named if one.module == act.module] or named

    def reaches(self, act: Act, wanted: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
        """Tell whether a function, or one it calls in this room, does what is wanted."""
        here = (act.module, act.name)
        if here in seen:
            return False
        below = (one for call in act.calls for one in self.called(act, call))
        return getattr(act, wanted) or any(self.reaches(one, wanted, seen | {here}) for one in below)


def services(modules: Iterable[Module]) -> dict[str, Service]:
    """Read the service rooms of all domains but the audit's own."""
    found: dict[str, Service] = {}
    for module in modules:
        if module.is_of_a_domain and module.room == "service" and module.storey != "audit":
            room = found.setdefault(module.storey, Service())
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    room.acts.setdefault(node.name, []).append(_act(module.name, node))
    return found


def _act(module: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Act:
    calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    names = [name_of_call(call) for call in calls]
    actions = [_action(call) for call, name in zip(calls, names, strict=True) if name in RECORDS]
    asks = any(name in ASKS or name.endswith("actor.scope") for name in names)
    bare = frozenset(name.rpartition(".")[2] for name in names)
    public = not node.name.startswith("_") and "session" in {argument.arg for argument in node.args.args}
    return Act(module, node.name, public, bare, tuple(actions), bool(actions), asks)


def _action(call: ast.Call) -> str:
    """Read the action of a line; one that is not written out cannot be given words and is shown as it stands."""
    third = call.args[2] if len(call.args) > 2 else None
    return third.value if isinstance(third, ast.Constant) else ast.unparse(third or call)


def without_a_line(found: dict[str, Service]) -> set[str]:
    """Name the public functions that write no line, nor call one in their room that does."""
    return {
        f"{domain}.{act.name}"
        for domain, room in found.items()
        for act in room.all
        if act.public and not room.reaches(act, "records")
    }


def without_a_permission(found: dict[str, Service]) -> set[str]:
    """Name the public functions that write a line although nobody asked whether the actor may."""
    return {
        f"{domain}.{act.name}"
        for domain, room in found.items()
        for act in room.all
        if act.public and room.reaches(act, "records") and not room.reaches(act, "asks")
    }


def actions_of(found: dict[str, Service]) -> dict[str, str]:
    """List every recorded action with the domain whose service records it."""
    return {action: domain for domain, room in found.items() for act in room.all for action in act.actions}


def test_every_public_function_of_a_service_leaves_a_line() -> None:
    found = services(app_modules())
    assert sum(len(room.acts) for room in found.values()) >= 60
    assert without_a_line(found) == NO_LINE.keys()


def test_every_recorded_change_asks_for_a_permission() -> None:
    assert without_a_permission(services(app_modules())) == NO_PERMISSION.keys()


def test_every_recorded_action_has_words() -> None:
    for module in app_modules():
        if module.storey != "__main__":
            import_module(module.name)
    recorded = actions_of(services(app_modules()))
    assert len(recorded) >= 30
    assert recorded.keys() - _ACTION_WORDS.keys() == set()
    assert _ACTION_WORDS.keys() - recorded.keys() == set()


def test_an_action_is_named_by_its_own_domain() -> None:
    recorded = actions_of(services(app_modules()))
    assert {action for action, domain in recorded.items() if action.partition(".")[0] != domain} == set()


def test_a_change_without_a_line_is_found() -> None:
    source = "async def close(session, actor):\n    authorize(actor, 'beds.close', bed)\n    bed.closed = True"
    assert without_a_line(services([made_up("app.beds.service", source)])) == {"beds.close"}


def test_a_change_without_a_permission_is_found() -> None:
    source = (
        "async def close(session, actor):\n    _say()\n\ndef _say():\n    audit.record(session, actor, 'beds.closed')"
    )
    found = services([made_up("app.beds.service.closures", source)])
    assert without_a_line(found) == set()
    assert without_a_permission(found) == {"beds.close"}
    assert actions_of(found) == {"beds.closed": "beds"}


def test_a_namesake_in_another_module_hides_nothing() -> None:
    closing = "async def close(session, actor):\n    _record()\n\ndef _record():\n    pass"
    moving = "async def move(session, actor):\n    _record()\n\ndef _record():\n    audit.record(session, actor, 'beds.moved')"
    found = services([made_up("app.beds.service.closures", closing), made_up("app.beds.service.moves", moving)])
    assert without_a_line(found) == {"beds.close"}


def test_an_action_that_is_not_written_out_is_found() -> None:
    source = "def close(session, actor, verb):\n    audit.record(session, actor, f'beds.{verb}')"
    assert actions_of(services([made_up("app.beds.service", source)])) == {"f'beds.{verb}'": "beds"}
