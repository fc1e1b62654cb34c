"""A home's facts as its file shows them: by group, each question with its answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.i18n import _
from app.institutions.rules.facts import Holding, holding, last_day, say_fact
from app.institutions.rules.kinds import FactKind, Group

__all__ = ["Answer", "Question", "filed"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its words, since when, and on which paper."""

    id: int
    text: str
    title: str
    since: date
    until: date | None
    document_no: str
    attachment_id: int | None
    holding: Holding
    point: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of fact with its answers as of a day."""

    kind: FactKind
    answers: list[Answer]

    @property
    def label(self) -> str:
        """The question's word on the screen."""
        return self.kind.label


def filed(facts: Iterable[Any], day: date, regions: Mapping[int, str]) -> dict[Group, list[Question]]:
    """Arrange the facts of a day by group and question; a group nobody has answered stands there empty."""
    by_kind: dict[FactKind, list[Answer]] = {kind: [] for kind in FactKind}
    for fact in facts:
        by_kind[fact.kind].append(_answer(fact, day, regions))
    return {
        group: [Question(kind, by_kind[kind]) for kind in FactKind if kind.group is group and by_kind[kind]]
        for group in Group
    }


def _answer(fact: Any, day: date, regions: Mapping[int, str]) -> Answer:
    said, title = say_fact(fact), fact.kind.label
    if fact.kind is FactKind.GRADE:
        title, _gap, said = said.partition("　")
    region = regions.get(fact.region_code, "") if fact.region_code else ""
    if fact.kind is FactKind.LOCATION and region and not said.startswith(region):
        said = region + said
    if fact.kind is FactKind.AFFILIATION and region:
        said = _("{said}（{region}）").format(said=said, region=region)
    until = fact.expires_on or last_day(fact.from_on, fact.to_on)
    point = f"{fact.lat.normalize():f}，{fact.lon.normalize():f}" if fact.lat is not None else ""
    return Answer(
        fact.id, said, title, fact.from_on, until, fact.document_no, fact.attachment_id,
        holding(fact.expires_on, day), point,
    )  # fmt: skip
