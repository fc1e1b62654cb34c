"""Who may do what, reviewed by hand and not read from the code under test."""

HOME_ROLES = ("director", "nurse", "caregiver", "kitchen")
REGION_ROLES = ("administrator", "network_manager", "case_officer", "statistics_clerk", "city_bureau")

SEE = {"regions.see", "institutions.see", "search.use"}
BEDS = {"beds.see", "beds.structure", "beds.mark", "beds.close"}
PEOPLE = {"residents.see", "residents.reveal", "residents.edit", "residents.merge"}
STAYS = {"stays.see", "stays.admit", "stays.move", "stays.leave", "stays.discharge", "stays.correct"}
TRANSFERS = {"transfers.see", "transfers.ask", "transfers.accept"}
RUN_A_HOME = SEE | BEDS | PEOPLE | STAYS | TRANSFERS | {"census.see", "institutions.edit", "imports.run", "audit.see"}
AT_THE_BEDSIDE = SEE | {"beds.see", "residents.see", "stays.see"}

EXPECTED: dict[str, set[str]] = {
    "administrator": SEE
    | {"accounts.manage", "regions.manage", "institutions.create", "institutions.edit"}
    | {"beds.see", "beds.structure", "beds.mark", "imports.run", "audit.see", "census.report"},
    "director": RUN_A_HOME,
    "nurse": AT_THE_BEDSIDE | {"residents.reveal", "residents.edit", "stays.leave"},
    "caregiver": AT_THE_BEDSIDE,
    "kitchen": SEE,
    "network_manager": RUN_A_HOME | {"institutions.create", "census.report"},
    "case_officer": AT_THE_BEDSIDE
    | {"figures.see", "transfers.see", "transfers.approve", "census.see", "census.rule", "census.report"},
    "statistics_clerk": {"regions.see", "figures.see"},
    "city_bureau": {"regions.see", "figures.see"},
}
