"""Pages of stays, leaves, discharges and transfers."""

from fastapi import APIRouter

from app.stays.routes import (
    discharge_tasks,
    discharges,
    elder_panel,
    leaves,
    mergers,
    returns,
    transfer_cases,
    transfers,
)

__all__ = ["router"]

router = APIRouter()
for part in (elder_panel, mergers, leaves, returns, discharges, discharge_tasks, transfers, transfer_cases):
    router.include_router(part.router)
