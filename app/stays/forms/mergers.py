"""What may be posted about two files of one person."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.web.forms import Form

__all__ = ["MergeForm", "UndoMergeForm"]


class MergeForm(Form):
    """Making one file of two."""

    tap_id: UUID
    kept_id: Annotated[int, Field(title=N_("保留的档案"))]
    gone_id: Annotated[int, Field(title=N_("并入的档案"))]
    reason: Annotated[str, Field(title=N_("认定原因"), min_length=2, max_length=200)]


class UndoMergeForm(Form):
    """Taking them apart again."""

    tap_id: UUID
    reason: Annotated[str, Field(title=N_("拆开原因"), min_length=2, max_length=200)]
