"""Who acts: a signed-in person, a job or the command line, with what they may do and where."""

from dataclasses import dataclass, field
from typing import Protocol

from app.core.errors import NotAllowed
from app.core.i18n import _
from app.core.scope import Scope

__all__ = ["Actor", "Grant", "Resource", "authorize"]


@dataclass(frozen=True, slots=True)
class Grant:
    """One role somewhere: in one home, or in a whole region where `institution_id` is None."""

    role: str
    permissions: frozenset[str]
    region: int
    institution_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who answers for what happens in this request or job; `user_id` is None for the system itself."""

    user_id: int | None
    sign_in_id: int
    name: str
    grants: tuple[Grant, ...] = ()
    username: str = ""
    purpose: str = ""
    text_size: str = "standard"
    locale: str = "zh"
    must_change_password: bool = False
    on_behalf_of: tuple[str, ...] = field(default=())

    def may(self, permission: str) -> bool:
        """Tell whether the actor holds the permission anywhere at all."""
        return any(permission in grant.permissions for grant in self.grants)

    def scope(self, permission: str) -> Scope:
        """Give the regions and homes in which the actor holds the permission."""
        held = [grant for grant in self.grants if permission in grant.permissions]
        return Scope(
            frozenset(grant.region for grant in held if grant.institution_id is None),
            frozenset((grant.region, grant.institution_id) for grant in held if grant.institution_id is not None),
        )

    @property
    def roles(self) -> frozenset[str]:
        """Name the roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)


class Resource(Protocol):
    """Anything that stands in a county, and mostly in one home of it."""

    @property
    def county(self) -> int:
        """The tenant: a six-digit GB/T 2260 code."""

    @property
    def institution_id(self) -> int | None:
        """The home, or None for what belongs to the county as a whole."""


def authorize(actor: Actor, permission: str, resource: Resource) -> None:
    """Let the actor act on this very thing, or raise NotAllowed: a director of A moves nobody at B."""
    if not actor.scope(permission).covers(resource.county, resource.institution_id):
        raise NotAllowed(_("您在这家机构没有这项权限，请找管理员办理"))
