"""Pages of an empty system."""

from fastapi import APIRouter

from app.welcome.routes import demos, first_run

__all__ = ["router"]

router = APIRouter()
router.include_router(first_run.router)
router.include_router(demos.router)
