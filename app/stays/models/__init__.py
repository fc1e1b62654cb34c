"""Tables of stays, leaves, discharges and transfers."""

from app.stays.models.discharges import Discharge, DischargeBed, DischargeTask
from app.stays.models.leaves import Leave
from app.stays.models.stays import Stay, StayChange
from app.stays.models.transfers import Transfer, TransferPerson

__all__ = [
    "Discharge", "DischargeBed", "DischargeTask", "Leave", "Stay", "StayChange", "Transfer", "TransferPerson",
]  # fmt: skip
