"""The way in, search, the command box, the keyboard sheet, today, and changes by name."""

from fastapi import APIRouter

from app.desk.routes import changes, county, doors, outbox, today

__all__ = ["router"]

router = APIRouter()
for part in (doors, today, county, changes, outbox):
    router.include_router(part.router)
