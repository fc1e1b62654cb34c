"""The kind `residents` as a value: everything the engine needs to import a ledger of residents."""

from app.core.i18n import N_
from app.imports.rules.kinds import Kind
from app.imports.rules.residents.checks import check_rows
from app.imports.rules.residents.existing import ExistingPeople
from app.imports.rules.residents.fields import FIELDS
from app.imports.rules.residents.parsing import parse_row, write_row
from app.imports.rules.residents.plan import plan_residents
from app.imports.rules.residents.rows import ResidentContext, ResidentRow
from app.imports.rules.residents.saying import TELLING

__all__ = ["RESIDENTS"]

RESIDENTS: Kind[ResidentRow, ResidentContext, ExistingPeople] = Kind(
    code="residents",
    title=N_("老人"),
    fields=FIELDS,
    parse=parse_row,
    check=check_rows,
    plan=plan_residents,
    write=write_row,
    telling=TELLING,
    permissions=("residents.edit", "stays.admit"),
    held_by=N_("院长或县级直管"),
    constants=("building", "no_id_reason", "stay_kind", "payer"),
)
