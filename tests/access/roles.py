"""Who may do what, reviewed by hand and not read from the code under test."""

HOME_ROLES = ("director", "nurse", "caregiver", "kitchen")
REGION_ROLES = ("administrator", "network_manager", "case_officer", "statistics_clerk", "city_bureau")

SEE = {"regions.see", "institutions.see", "search.use"}
BEDS = {"beds.see", "beds.structure", "beds.mark", "beds.close"}
RUN_A_HOME = SEE | BEDS | {"institutions.edit", "imports.run", "audit.see"}

EXPECTED: dict[str, set[str]] = {
    "administrator": SEE
    | {"accounts.manage", "regions.manage", "institutions.create", "institutions.edit"}
    | {"beds.see", "beds.structure", "beds.mark", "imports.run", "audit.see"},
    "director": RUN_A_HOME,
    "nurse": SEE | {"beds.see"},
    "caregiver": SEE | {"beds.see"},
    "kitchen": SEE,
    "network_manager": RUN_A_HOME | {"institutions.create"},
    "case_officer": SEE | {"beds.see", "figures.see"},
    "statistics_clerk": {"regions.see", "figures.see"},
    "city_bureau": {"regions.see", "figures.see"},
}
