"""The five steps of an import in the browser."""

from fastapi import APIRouter

from app.imports.routes import checking, columns, editing, finishing, reported, uploading, waiting

__all__ = ["router"]

router = APIRouter()
for part in (uploading, columns, checking, editing, waiting, finishing, reported):
    router.include_router(part.router)
