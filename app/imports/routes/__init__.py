"""The five steps of an import in the browser."""

from fastapi import APIRouter

from app.imports.routes import checking, columns, editing, finishing, uploading

__all__ = ["router"]

router = APIRouter()
for part in (uploading, columns, checking, editing, finishing):
    router.include_router(part.router)
