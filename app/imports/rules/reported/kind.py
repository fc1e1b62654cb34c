"""The kind `reported` as a value: everything the engine needs to import a county's workbook."""

from app.core.i18n import N_
from app.imports.rules.kinds import Kind
from app.imports.rules.reported.checks import check_rows
from app.imports.rules.reported.existing import KnownPlaces
from app.imports.rules.reported.fields import FIELDS
from app.imports.rules.reported.plan import plan_reported
from app.imports.rules.reported.rows import ReportedContext, ReportedRecord, parse_row, write_row
from app.imports.rules.reported.saying import TELLING

__all__ = ["REPORTED"]

REPORTED: Kind[ReportedRecord, ReportedContext, KnownPlaces] = Kind(
    code="reported",
    title=N_("上报数"),
    fields=FIELDS,
    parse=parse_row,
    check=check_rows,
    plan=plan_reported,
    write=write_row,
    telling=TELLING,
    permission="census.report",
    of_county=True,
    # A sum row here adds beds up, not rows.
    sums_count_rows=False,
    held_by=N_("县级经办、县级直管"),
    constants=("county", "as_of"),
)
