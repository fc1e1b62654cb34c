"""Pages of stays, leaves, discharges and transfers."""

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
