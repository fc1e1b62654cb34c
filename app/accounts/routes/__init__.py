"""The door, one's own account, and the accounts one administers."""

from app.accounts.routes import access, account, grants, sign_ins, users
from app.web.routing import Router

__all__ = ["router"]

router = Router()
for part in (sign_ins, account, users, access, grants):
    router.include_router(part.router)
