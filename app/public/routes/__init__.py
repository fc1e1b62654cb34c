"""Pages for everybody: no sign-in, no script needed, small enough for an old phone."""

from app.public.routes import applying, drafts, lists, objections, places, vacancies
from app.web.routing import Router

__all__ = ["router"]

router = Router()
for part in (vacancies, lists, places, applying, drafts, objections):
    router.include_router(part.router)
