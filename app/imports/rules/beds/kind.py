"""The kind `beds` as a value: everything the engine needs to import a bed ledger."""

from app.core.i18n import N_
from app.imports.rules.beds.checks import check_rows
from app.imports.rules.beds.existing import ExistingStructure
from app.imports.rules.beds.fields import FIELDS
from app.imports.rules.beds.plan import plan_beds
from app.imports.rules.beds.rows import BedContext, BedRow, parse_row, write_row
from app.imports.rules.beds.saying import TELLING
from app.imports.rules.kinds import Kind

__all__ = ["BEDS"]

BEDS: Kind[BedRow, BedContext, ExistingStructure] = Kind(
    code="beds",
    title=N_("床位"),
    fields=FIELDS,
    parse=parse_row,
    check=check_rows,
    plan=plan_beds,
    write=write_row,
    telling=TELLING,
    constants=("building", "mark_basis", "document_no", "certified_on", "in_service_from"),
)
