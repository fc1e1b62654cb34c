"""Roles, the one table of what each may do, and where each may be granted."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = [
    "BUREAU_ROLES",
    "PERMISSIONS",
    "Reach",
    "Role",
    "grant_fault",
    "permissions_of",
    "reaches",
    "roles_with_reach",
]


class Role(StrEnum):
    """What a person signs in as."""

    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    NURSE = "nurse"
    CAREGIVER = "caregiver"
    KITCHEN = "kitchen"
    NETWORK_MANAGER = "network_manager"
    STATISTICS_CLERK = "statistics_clerk"
    CASE_OFFICER = "case_officer"
    CITY_BUREAU = "city_bureau"

    @property
    def label(self) -> str:
        """The role in the reader's language."""
        return _(_LABELS[self])


class Reach(StrEnum):
    """Where a role is held: in one home, or in a whole region."""

    HOME = "home"
    REGION = "region"

    @property
    def label(self) -> str:
        """The reach in the reader's language."""
        return _(_REACH_LABELS[self])


_LABELS = {
    Role.ADMINISTRATOR: N_("系统管理员"),
    Role.DIRECTOR: N_("院长"),
    Role.NURSE: N_("评估员/护士"),
    Role.CAREGIVER: N_("护理员"),
    Role.KITCHEN: N_("厨房"),
    Role.NETWORK_MANAGER: N_("县级直管"),
    Role.STATISTICS_CLERK: N_("民政统计"),
    Role.CASE_OFFICER: N_("县级经办"),
    Role.CITY_BUREAU: N_("市局"),
}
_REACH_LABELS = {Reach.HOME: N_("一家机构"), Reach.REGION: N_("整个地区")}

_SEE = frozenset({"regions.see", "institutions.see", "search.use"})
_BEDS = frozenset({"beds.see", "beds.structure", "beds.mark", "beds.close"})
_PEOPLE = frozenset({"residents.see", "residents.reveal", "residents.edit", "residents.merge"})
_STAYS = frozenset({"stays.see", "stays.admit", "stays.move", "stays.leave", "stays.discharge", "stays.correct"})
_ABILITY = frozenset({"assessments.see", "assessments.make"})
_WAITLIST = frozenset({"waitlist.see", "waitlist.apply"})
_OFFERS = frozenset({"offers.see", "offers.make"})
_ADMISSIONS = frozenset({"admissions.see", "admissions.run"})
# Whoever gives beds out of a waitlist, in one home or over many.
_FAIR_DOOR = _ABILITY | _WAITLIST | _OFFERS | _ADMISSIONS | {"placements.see", "placements.receive", "admissions.waive"}
_TRANSFERS = frozenset({"transfers.see", "transfers.ask", "transfers.accept"})
_RUN_A_HOME = (
    _SEE
    | _BEDS
    | _PEOPLE
    | _STAYS
    | _TRANSFERS
    | _FAIR_DOOR
    | {"census.see", "institutions.edit", "imports.run", "audit.see"}
)
_AT_THE_BEDSIDE = _SEE | {"beds.see", "residents.see", "stays.see", "assessments.see"}
_ADMINISTER = frozenset({"accounts.manage", "regions.manage", "institutions.create", "institutions.edit"})

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.ADMINISTRATOR: _SEE
    | _ADMINISTER
    | {"beds.see", "beds.structure", "beds.mark", "imports.run", "audit.see"}
    | {"census.report"},
    Role.DIRECTOR: _RUN_A_HOME,
    Role.NURSE: _AT_THE_BEDSIDE
    | _ABILITY
    | _WAITLIST
    | _ADMISSIONS
    | {"residents.reveal", "residents.edit", "stays.leave"},
    Role.CAREGIVER: _AT_THE_BEDSIDE,
    Role.KITCHEN: _SEE,
    Role.NETWORK_MANAGER: _RUN_A_HOME | {"institutions.create", "census.report", "waitlist.override"},
    Role.STATISTICS_CLERK: frozenset({"regions.see", "figures.see"}),
    Role.CASE_OFFICER: _AT_THE_BEDSIDE
    | _WAITLIST
    | {"figures.see", "transfers.see", "transfers.approve", "census.see", "census.rule", "census.report"}
    | {"waitlist.review", "waitlist.override", "waitlist.rule", "offers.see", "offers.check", "offers.audit"}
    | {"objections.decide", "placements.see", "placements.order", "admissions.see"}
    | {"residents.edit", "assessments.make", "assessments.decide"},
    Role.CITY_BUREAU: frozenset({"regions.see", "figures.see"}),
}
"""The one table: who may do what. Everything not listed is refused."""

BUREAU_ROLES = frozenset({Role.STATISTICS_CLERK, Role.CITY_BUREAU})
"""Served on the bureau's own pool: aggregates only, never a tenant's row."""

_IN_ONE_HOME = frozenset({Role.DIRECTOR, Role.NURSE, Role.CAREGIVER, Role.KITCHEN})


def permissions_of(role: Role | str) -> frozenset[str]:
    """Name what a role may do."""
    return PERMISSIONS[Role(role)]


def reaches(role: Role | str) -> Reach:
    """Tell whether a role is held in one home or in a whole region."""
    return Reach.HOME if Role(role) in _IN_ONE_HOME else Reach.REGION


def roles_with_reach(reach: Reach) -> tuple[Role, ...]:
    """List the roles of one reach, in the order people read them."""
    return tuple(role for role in Role if reaches(role) is reach)


def grant_fault(role: Role, region: int, institution_id: int | None) -> str | None:
    """Say what is wrong with granting the role there, or None."""
    if reaches(role) is Reach.HOME and institution_id is None:
        return _("{role}要授在一家机构，请选择机构").format(role=role.label)
    if reaches(role) is Reach.REGION and institution_id is not None:
        return _("{role}要授在整个地区，请把机构留空").format(role=role.label)
    if role is Role.CITY_BUREAU and region % 100 != 0:
        return _("市局要授在一个市或省，请选择市一级的地区")
    return None
