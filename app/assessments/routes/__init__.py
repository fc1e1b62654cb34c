"""Pages of assessments."""

from fastapi import APIRouter

from app.assessments.routes.answers import router as answers
from app.assessments.routes.board import router as board
from app.assessments.routes.deciding import router as deciding
from app.assessments.routes.outbox import take_rows
from app.assessments.routes.paper import router as paper
from app.assessments.routes.results import router as results
from app.assessments.routes.risks import router as risks
from app.assessments.routes.rulings import router as rulings
from app.assessments.routes.signatures import router as signatures
from app.assessments.routes.triggers import router as triggers
from app.assessments.routes.visits import router as visits

__all__ = ["router"]

take_rows()
router = APIRouter()
# The address of one visit comes last: it would take the word of another page for an id.
for part in (board, rulings, triggers, risks, visits, answers, results, signatures, deciding, paper):
    router.include_router(part)
