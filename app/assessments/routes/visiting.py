"""What every page of a visit needs: the file and the assessment in the address, one tap once, a refusal beside its field."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Response

from app.assessments.errors import AssessmentNotFound
from app.assessments.models import Assessment
from app.assessments.queries import assessment_of
from app.assessments.rules.scale import Scale
from app.assessments.scales import scale_named
from app.audit import service as audit
from app.core.errors import DomainError, NotAllowed
from app.core.i18n import _
from app.residents.routes.filing import PREFIX, OfFile, file_for
from app.residents.routes.looks import must_say_why
from app.web.deps import RowId
from app.web.forms import Bound, bind, refused
from app.web.htmx import see_other

__all__ = [
    "ASSESSMENTS", "DECIDE", "MAKE", "SEE", "VISIT", "Act", "DecidingVisit", "MakingFile", "MakingVisit", "OfVisit",
    "SeeingFile", "SeeingVisit", "carry_out", "say_why",
]  # fmt: skip

SEE, MAKE, DECIDE = "assessments.see", "assessments.make", "assessments.decide"
ASSESSMENTS = f"{PREFIX}/assessments"
VISIT = f"{ASSESSMENTS}/{{assessment_id}}"

SeeingFile = Annotated[OfFile, Depends(file_for(SEE))]
MakingFile = Annotated[OfFile, Depends(file_for(MAKE))]


@dataclass(frozen=True, slots=True)
class OfVisit:
    """One request about one assessment; its id is kept apart, as a refusal may expire the row."""

    file: OfFile
    row: Assessment
    id: int

    def path(self, route: str, **params: Any) -> str:
        """Give the path of a route of this visit."""
        return self.file.path(route, assessment_id=self.id, **params)

    @property
    def scale(self) -> Scale:
        """The scale under the rulings that were in force on the day."""
        return scale_named(self.row.scale_code).under(self.row.rulings)

    async def again(self) -> "OfVisit":
        """The same visit read anew, after a refusal has expired its row."""
        row = await assessment_of(self.file.session, self.file.home.scope, self.id, voided=True)
        return OfVisit(self.file, row, self.id)


def _visit_for(permission: str) -> Callable[..., Awaitable[OfVisit]]:
    async def find(file: Annotated[OfFile, Depends(file_for(permission))], assessment_id: RowId) -> OfVisit:
        await say_why(file)
        row = await assessment_of(file.session, file.home.scope, assessment_id, voided=True)
        if row.elder_id != file.elder_id:
            raise AssessmentNotFound
        return OfVisit(file, row, row.id)

    return find


SeeingVisit = Annotated[OfVisit, Depends(_visit_for(SEE))]
MakingVisit = Annotated[OfVisit, Depends(_visit_for(MAKE))]
DecidingVisit = Annotated[OfVisit, Depends(_visit_for(DECIDE))]


async def say_why(file: OfFile) -> None:
    """A part of a file opens no earlier than the file itself."""
    if await must_say_why(file):
        raise NotAllowed(_("请先在档案页写明查看原因"))


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its form, what it is called in the trail of taps, what it does, how the form is drawn again, where one lands."""

    form: type[Any]
    action: str
    do: Callable[[Any], Awaitable[Any]]
    again: Callable[[Bound[Any]], Awaitable[Response]]
    said: str
    to: Callable[[Any], str]


async def carry_out(file: OfFile, act: Act, **where: Any) -> Response:
    """Read the form, do the act once, and go on; or draw the form again with what was typed."""
    await say_why(file)
    bound = bind(act.form, await file.request.form())
    form = bound.values
    if form is None:
        return await act.again(bound)
    body = form.model_dump(mode="json", exclude={"tap_id"})
    body |= {"home": file.home.institution_id, "elder": file.elder_id, **where}
    claim = {"tap_id": form.tap_id, "action": act.action, "body": body, "county": file.home.county}
    made = None
    try:
        if await audit.first_time(file.session, file.actor, **claim):
            made = await act.do(form)
    except DomainError as refusal:
        return await act.again(refused(bound, refusal))
    return see_other(file.request, act.to(made), message=act.said)
