"""Pages of people's files."""

from fastapi import APIRouter

from app.residents.routes import (
    categories,
    contacts,
    duplicates,
    editing,
    elders,
    file,
    health,
    identity,
    looks,
    names,
    papers,
    printing,
    relations,
    reveals,
)

__all__ = ["router"]

router = APIRouter()
# The address of one file comes last: it would take the word of another page for somebody's id.
for part in (
    elders, identity, duplicates, editing, categories, contacts, health, looks, names, papers, printing, relations,
    reveals, file,
):  # fmt: skip
    router.include_router(part.router)
