"""Every named constraint of people's files has a sentence, and refuses with it what must not be."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.core.db import refusing
from app.core.errors import Refused
from app.residents.errors import SENTENCES
from app.residents.models import (
    Contact,
    Elder,
    ElderCategory,
    ElderHome,
    ElderMerge,
    ElderName,
    ElderPaper,
    ElderRelation,
    HealthNote,
)
from app.residents.rules.kinds import (
    BirthPrecision,
    Calendar,
    Category,
    GuardianBasis,
    HealthKind,
    NameKind,
    PaperKind,
    Relation,
    RelationKind,
)
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.support.constraints import county_comes_first, named, write

D, DAY, LATER, NOBODY = date, date(2026, 5, 1), date(2026, 6, 1), 99999999
MODELS = (Elder, ElderHome, ElderName, ElderMerge, ElderPaper, ElderCategory, Contact, ElderRelation, HealthNote)
TABLES = [model.__table__ for model in MODELS]
VOID = {"voided_at": DAY}

Two = tuple[Elder, Elder]


def test_every_named_constraint_has_a_sentence() -> None:
    assert named(TABLES) == SENTENCES.keys()
    assert all(sentence and not sentence.isascii() for sentence in SENTENCES.values())


def test_every_key_and_rule_contains_the_county_first() -> None:
    county_comes_first(TABLES)


def elder(who: Two, **changes: Any) -> Elder:
    given = {
        "county": who[0].county, "institution_id": who[0].institution_id, "name": "王秀英", "name_sort": "wang",
        "readings": "wxy", "sex": Sex.FEMALE, "born_on": D(1941, 3, 1), "birth_precision": BirthPrecision.DAY,
        "seal": uuid4(),
    }  # fmt: skip
    return Elder(**(given | changes))


def _of(model: Any, given: dict[str, Any]) -> Callable[..., Any]:
    def make(who: Two, **changes: Any) -> Any:
        return model(**({"county": who[0].county, "elder_id": who[0].id} | given | changes))

    return make


name = _of(ElderName, {"kind": NameKind.FORMER, "name": "王幺妹", "readings": "wym"})
category = _of(ElderCategory, {"kind": Category.VETERAN, "from_on": DAY, "document_no": "1 号"})
health = _of(HealthNote, {"kind": HealthKind.RISK, "code": "fall", "from_on": DAY, "seal": uuid4()})


def contact(who: Two, **changes: Any) -> Contact:
    given = {"relation": Relation.SON, "name": b"sealed", "seal": uuid4()}
    return _of(Contact, given)(who, **changes)  # type: ignore[no-any-return]


def paper(who: Two, **changes: Any) -> ElderPaper:
    given = {
        "kind": PaperKind.PASSPORT, "number": b"1", "number_bi": b"1", "city_bi": b"1", "last_four_bi": b"1",
        "seal": uuid4(),
    }  # fmt: skip
    return _of(ElderPaper, given)(who, **changes)  # type: ignore[no-any-return]


def relation(who: Two, **changes: Any) -> ElderRelation:
    given = {"elder_id": who[0].id, "other_id": who[1].id, "kind": RelationKind.SPOUSE}
    return ElderRelation(county=who[0].county, **(given | changes))


def merge(who: Two, **changes: Any) -> ElderMerge:
    given = {"kept_id": who[0].id, "gone_id": who[1].id, "reason": "同一张身份证"}
    return ElderMerge(county=who[0].county, **(given | changes))


GUARDIAN = {"guardian": True, "guardian_basis": GuardianBasis.LEGAL}
BREACHES: dict[str, Callable[[Two], list[Any]]] = {
    "ck_elders_name": lambda w: [elder(w, name=" ")],
    "ck_elders_birth": lambda w: [elder(w, born_on=D(1941, 3, 2), birth_precision=BirthPrecision.MONTH)],
    "ck_elders_lunar": lambda w: [elder(w, birthday_calendar=Calendar.LUNAR, lunar_month=13, lunar_day=1)],
    "ck_elders_death": lambda w: [elder(w, died_on=D(1940, 1, 1))],
    "fk_elders_merged_into": lambda w: [elder(w, merged_into_id=NOBODY)],
    "fk_elders_photo": lambda w: [elder(w, photo_id=NOBODY)],
    "ck_elder_names_name": lambda w: [name(w, name=" ")],
    "ck_elder_names_void": lambda w: [name(w, **VOID)],
    "ck_elder_merges_two": lambda w: [merge(w, gone_id=w[0].id)],
    "ck_elder_merges_reason": lambda w: [merge(w, reason=" ")],
    "ck_elder_merges_undone": lambda w: [merge(w, undone_at=DAY)],
    "fk_elder_merges_gone": lambda w: [merge(w, gone_id=NOBODY)],
    "uq_elder_merges_gone": lambda w: [merge(w), merge(w)],
    "ck_elder_papers_void": lambda w: [paper(w, **VOID)],
    "uq_elder_papers_number": lambda w: [paper(w), paper(w, elder_id=w[1].id)],
    "uq_elder_papers_kind": lambda w: [paper(w), paper(w, number_bi=b"2")],
    "ck_elder_categories_span": lambda w: [category(w, from_on=LATER, to_on=DAY)],
    "ck_elder_categories_void": lambda w: [category(w, **VOID)],
    "ck_elder_categories_basis": lambda w: [category(w, document_no=" ")],
    "ex_elder_categories_once": lambda w: [category(w), category(w, from_on=LATER)],
    "ck_contacts_guardian": lambda w: [contact(w, guardian=True)],
    "ck_contacts_void": lambda w: [contact(w, **VOID)],
    "uq_contacts_guardian": lambda w: [contact(w, **GUARDIAN), contact(w, **GUARDIAN)],
    "fk_elder_relations_other": lambda w: [relation(w, other_id=NOBODY)],
    "ck_elder_relations_order": lambda w: [relation(w, elder_id=w[1].id, other_id=w[0].id)],
    "ck_elder_relations_void": lambda w: [relation(w, **VOID)],
    "uq_elder_relations_pair": lambda w: [relation(w), relation(w, kind=RelationKind.SIBLING)],
    "ck_health_notes_span": lambda w: [health(w, from_on=LATER, to_on=DAY)],
    "ck_health_notes_said": lambda w: [health(w, code="")],
    "ck_health_notes_void": lambda w: [health(w, **VOID)],
    "pk_elder_homes": lambda w: [
        ElderHome(county=w[0].county, institution_id=w[0].institution_id, elder_id=w[0].id)
    ],
    "fk_elder_homes_elder": lambda w: [
        ElderHome(county=w[0].county, institution_id=w[0].institution_id, elder_id=NOBODY)
    ],
}  # fmt: skip
NEVER_MET = {
    rule
    for rule in named(TABLES)
    # Keys drawn by the database.
    if rule.startswith("pk_") and rule != "pk_elder_homes"
} | {
    # Words that EnumText refuses before they are sent.
    "ck_elders_sex", "ck_elders_birth_precision", "ck_elders_birthday_calendar", "ck_elders_hukou_kind",
    "ck_elders_no_id_reason", "ck_elder_names_kind", "ck_elder_papers_kind", "ck_elder_categories_kind",
    "ck_contacts_relation", "ck_contacts_guardian_basis", "ck_elder_relations_kind", "ck_health_notes_kind",
    "ck_health_notes_severity",
    # Row security refuses another home's rows, and rows of a file nobody sees, before a key can.
    "fk_elders_institution", "fk_elder_homes_institution", "fk_elder_names_elder", "fk_elder_merges_kept",
    "fk_elder_papers_elder", "fk_elder_categories_elder", "fk_contacts_elder", "fk_elder_relations_elder",
    "fk_health_notes_elder",
}  # fmt: skip


def test_every_constraint_is_broken_here_or_cannot_be() -> None:
    assert named(TABLES) - BREACHES.keys() - NEVER_MET == {"ck_elders_merged"}


@pytest.mark.parametrize("rule", BREACHES)
async def test_a_breach_is_refused_by_name(session: AsyncSession, rule: str) -> None:
    who = await two(session)
    rows = BREACHES[rule](who)
    with pytest.raises(Refused) as refusal:
        await write(session, rows)
    assert refusal.value.constraint == rule
    assert refusal.value.message == SENTENCES[rule]


async def test_a_file_is_never_merged_into_itself(session: AsyncSession) -> None:
    one, _other = await two(session)
    with pytest.raises(Refused) as refusal:
        async with refusing(session):
            one.merged_into_id = one.id
    assert refusal.value.constraint == "ck_elders_merged"


async def test_a_voided_row_is_bound_by_no_rule(session: AsyncSession) -> None:
    who = await two(session)
    void = VOID | {"void_reason": "登错了"}
    async with refusing(session):
        session.add_all([paper(who), paper(who, **void), paper(who, elder_id=who[1].id, kind=PaperKind.MILITARY)])
        session.add_all(
            [category(who), category(who, **void), contact(who, **GUARDIAN), contact(who, **GUARDIAN, **void)]
        )
        session.add_all([relation(who, **void), relation(who)])


async def two(session: AsyncSession) -> Two:
    home: Home = (await a_house(session)).home
    return await an_elder(session, home), await an_elder(session, home)
