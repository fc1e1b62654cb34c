"""The list of homes, one home's file, and what is recorded in it."""

from app.institutions.routes import closing, facts, homes, prices, registered_beds, sheet
from app.web.routing import Router

__all__ = ["router"]

router = Router()
for part in (homes, facts, registered_beds, prices, closing, sheet):
    router.include_router(part.router)
