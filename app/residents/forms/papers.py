"""What may be posted about papers, other names, looks and numbers shown whole."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.kinds import NameKind, PaperKind
from app.web.forms import Form

__all__ = ["LookForm", "NameForm", "PaperForm"]

Tap = Annotated[UUID, Field(title=N_("提交编号"))]


class PaperForm(Form):
    """One paper."""

    tap_id: Tap
    kind: Annotated[PaperKind, Field(title=N_("证件种类"))]
    number: Annotated[str, Field(title=N_("证件号"), max_length=40)] = ""
    expires_on: Annotated[date | None, Field(title=N_("有效期止"))] = None
    id_differs: bool = False

    def draft(self) -> PaperDraft:
        """Give what is asked for."""
        return PaperDraft(self.kind, self.number, self.expires_on)


class NameForm(Form):
    """Another name of a person."""

    tap_id: Tap
    kind: Annotated[NameKind, Field(title=N_("哪一种名字"))]
    name: Annotated[str, Field(title=N_("名字"), min_length=1, max_length=60)]


class LookForm(Form):
    """Why numbers are to be shown whole, or a file opened from outside. It may be asked again: nothing is written twice."""

    reason: Annotated[str, Field(title=N_("查看原因"), min_length=2, max_length=100)]
