"""The one table of roles, and where each may be granted."""

import pytest

from app.accounts.rules import BUREAU_ROLES, PERMISSIONS, Reach, Role, grant_fault, permissions_of, reaches
from app.accounts.rules.roles import roles_with_reach

SEE = {"regions.see", "institutions.see", "search.use"}
BEDSIDE = SEE | {"beds.see", "residents.see", "stays.see", "assessments.see"}
DESK = {"assessments.make", "waitlist.see", "waitlist.apply", "admissions.see", "admissions.run"}
HOME = BEDSIDE | DESK | {
    "offers.see", "offers.make", "placements.see", "placements.receive", "admissions.waive",
    "institutions.edit", "beds.structure", "beds.mark", "beds.close", "imports.run", "audit.see", "census.see",
    "residents.reveal", "residents.edit", "residents.merge", "stays.admit", "stays.move", "stays.leave",
    "stays.discharge", "stays.correct", "transfers.see", "transfers.ask", "transfers.accept",
}  # fmt: skip

REVIEWED = {
    "administrator": SEE | {
        "accounts.manage", "regions.manage", "institutions.create", "institutions.edit", "beds.see", "beds.structure",
        "beds.mark", "imports.run", "audit.see", "census.report",
    },
    "director": HOME,
    "network_manager": HOME | {"institutions.create", "census.report", "waitlist.override"},
    "nurse": BEDSIDE | DESK | {"residents.reveal", "residents.edit", "stays.leave"},
    "caregiver": BEDSIDE,
    "kitchen": SEE,
    "case_officer": BEDSIDE | {
        "figures.see", "transfers.see", "transfers.approve", "census.see", "census.rule", "census.report",
        "waitlist.see", "waitlist.apply", "waitlist.review", "waitlist.override", "waitlist.rule",
        "offers.see", "offers.check", "offers.audit", "objections.decide", "placements.see", "placements.order",
        "admissions.see", "residents.edit", "assessments.make", "assessments.decide",
    },
    "statistics_clerk": {"regions.see", "figures.see"},
    "city_bureau": {"regions.see", "figures.see"},
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_the_reviewed_table_says_and_nothing_else(role: Role) -> None:
    assert permissions_of(role) == REVIEWED[role]


def test_every_role_stands_in_the_table_with_a_name_of_its_own() -> None:
    assert set(PERMISSIONS) == set(Role) == set(REVIEWED)
    assert len({role.label for role in Role}) == len(Role)


def test_the_roles_of_the_bureau_never_reach_a_tenants_row() -> None:
    seen = {permission for role in BUREAU_ROLES for permission in permissions_of(role)}
    assert seen == {"regions.see", "figures.see"}


def test_only_administrators_manage_accounts() -> None:
    assert [role for role in Role if "accounts.manage" in permissions_of(role)] == [Role.ADMINISTRATOR]


def test_roles_of_a_home_need_a_home_and_roles_of_a_region_none() -> None:
    assert {role.value for role in roles_with_reach(Reach.HOME)} == {"director", "nurse", "caregiver", "kitchen"}
    for role in Role:
        at_home, at_large = grant_fault(role, 510300, 7), grant_fault(role, 510300, None)
        assert (at_home is None, at_large is None) == (reaches(role) is Reach.HOME, reaches(role) is Reach.REGION)


def test_the_city_bureau_is_not_granted_in_a_single_county() -> None:
    assert grant_fault(Role.CITY_BUREAU, 510322, None) == "市局要授在一个市或省，请选择市一级的地区"
    assert grant_fault(Role.CITY_BUREAU, 500000, None) is None
