"""Who may do what, reviewed by hand and not read from the code under test."""

HOME_ROLES = ("director", "nurse", "caregiver", "kitchen")
REGION_ROLES = ("administrator", "network_manager", "case_officer", "statistics_clerk", "city_bureau")

SEE = {"regions.see", "institutions.see", "search.use"}
BEDS = {"beds.see", "beds.structure", "beds.mark", "beds.close"}
PEOPLE = {"residents.see", "residents.reveal", "residents.edit", "residents.merge"}
STAYS = {"stays.see", "stays.admit", "stays.move", "stays.leave", "stays.discharge", "stays.correct"}
TRANSFERS = {"transfers.see", "transfers.ask", "transfers.accept"}
DESK = {"assessments.see", "assessments.make", "waitlist.see", "waitlist.apply", "admissions.see", "admissions.run"}
FAIR_DOOR = DESK | {"offers.see", "offers.make", "placements.see", "placements.receive", "admissions.waive"}
RUN_A_HOME = (
    SEE | BEDS | PEOPLE | STAYS | TRANSFERS | FAIR_DOOR
    | {"census.see", "institutions.edit", "imports.run", "audit.see"}
)  # fmt: skip
AT_THE_BEDSIDE = SEE | {"beds.see", "residents.see", "stays.see", "assessments.see"}

EXPECTED: dict[str, set[str]] = {
    "administrator": SEE
    | {"accounts.manage", "regions.manage", "institutions.create", "institutions.edit"}
    | {"beds.see", "beds.structure", "beds.mark", "imports.run", "audit.see", "census.report"},
    "director": RUN_A_HOME,
    "nurse": AT_THE_BEDSIDE | DESK | {"residents.reveal", "residents.edit", "stays.leave"},
    "caregiver": AT_THE_BEDSIDE,
    "kitchen": SEE,
    "network_manager": RUN_A_HOME | {"institutions.create", "census.report", "waitlist.override"},
    "case_officer": AT_THE_BEDSIDE
    | {"figures.see", "transfers.see", "transfers.approve", "census.see", "census.rule", "census.report"}
    | {"waitlist.see", "waitlist.apply", "waitlist.review", "waitlist.override", "waitlist.rule"}
    | {"offers.see", "offers.check", "offers.audit", "objections.decide", "placements.see", "placements.order"}
    | {"admissions.see", "residents.edit", "assessments.make", "assessments.decide"},
    "statistics_clerk": {"regions.see", "figures.see"},
    "city_bureau": {"regions.see", "figures.see"},
}
