"""Pages of stays, leaves, discharges and transfers."""

from fastapi import APIRouter

from app.stays.routes import (
    admissions,
    bed_moves,
    bed_panel,
    changes,
    corrections,
    discharge_tasks,
    discharges,
    elder_panel,
    exchanges,
    leaves,
    mergers,
    private_beds,
    returns,
    stays,
    transfer_cases,
    transfers,
    voids,
)

__all__ = ["router"]

router = APIRouter()
for part in (
    elder_panel, bed_panel, admissions, mergers, leaves, returns, discharges, discharge_tasks, transfers, transfer_cases,
    bed_moves, exchanges, private_beds, changes, corrections, voids, stays,
):  # fmt: skip
    router.include_router(part.router)
