"""Who may take in a ledger: the right to import, and what the kind needs besides, in that very home."""

from app.core.actor import Actor, Resource, authorize
from app.core.errors import NotAllowed
from app.core.i18n import _
from app.imports.errors import KindNotAllowed
from app.imports.rules.registry import KINDS

__all__ = ["let_through", "may_take"]


def let_through(actor: Actor, resource: Resource, kind: str) -> None:
    """Let the actor import a ledger of this kind here, or say who may."""
    authorize(actor, KINDS[kind].permission, resource)
    try:
        for permission in KINDS[kind].permissions:
            authorize(actor, permission, resource)
    except NotAllowed:
        raise KindNotAllowed(KINDS[kind].label, _(KINDS[kind].held_by)) from None


def may_take(actor: Actor, resource: Resource, kind: str) -> bool:
    """Whether the actor may import a ledger of this kind here."""
    try:
        let_through(actor, resource, kind)
    except NotAllowed:
        return False
    return True
