"""Pages of people's files."""

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
