"""The five steps of an import in the browser."""

from fastapi import APIRouter

from app.imports.routes import checking, columns, editing, finishing, reported, reported_waiting, uploading, waiting

__all__ = ["router"]

router = APIRouter()
for part in (uploading, columns, checking, editing, waiting, finishing, reported, reported_waiting):
    router.include_router(part.router)
