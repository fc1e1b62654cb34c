"""Certifying beds, one or many with a preview, ending marks and voiding those that were wrong."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from app.attachments import service as attachments
from app.beds import queries, service
from app.beds.forms.marks import EndMarksForm, MarkForm, VoidMarksForm
from app.beds.routes.answering import answer_act
from app.beds.routes.asking import Asked, first_time, ids_of, refused, status_of, the_home
from app.beds.rules.kinds import MarkKind
from app.beds.rules.labels import natural_key, say_labels
from app.beds.service import Paper
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]
