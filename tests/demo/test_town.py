"""The made-up county before it is written: the same for the same seed, believable, and with its faults on purpose."""

import hashlib
from collections import Counter
from statistics import median

from app.demo.rules.homes import COUNTIES, HOMES, SHOWPIECE
from app.demo.rules.names import is_ours
from app.demo.rules.numbers import NO_AREA, NO_PHONE
from app.demo.rules.story import FOREVER, HomeStory, StayStory
from app.demo.rules.town import Town
from app.regions.data import rows_for_seed
from app.residents.rules.kinds import PaperKind
from app.stays.rules.kinds import EndReason, LeaveKind, StayKind, TaskState
from tests.demo.conftest import TODAY, a_town


def stays_of(town: Town) -> list[StayStory]:
    return [stay for home in town.homes for stay in home.stays]


def said(town: Town) -> str:
    """Say a whole town in one number."""
    lines = [
        (stay.person.name, stay.person.born_on, stay.from_on, stay.to_on, stay.kind, stay.payer, stay.end_reason,
         [(claim.bed.room.label, claim.bed.label, claim.from_on, claim.to_on) for claim in stay.claims],
         [(leave.kind, leave.from_on, leave.to_on) for leave in stay.leaves], stay.person.papers)
        for stay in stays_of(town)
    ]  # fmt: skip
    return hashlib.sha256(repr(lines).encode()).hexdigest()


def showpiece(town: Town) -> HomeStory:
    return next(home for home in town.homes if home.plan.code == SHOWPIECE)


def test_the_same_seed_tells_the_same_town() -> None:
    first = said(a_town(county=510311))
    assert said(a_town(county=510311)) == first
    assert said(a_town(seed=2, county=510311)) != first


def test_the_city_has_all_counties_and_real_townships() -> None:
    codes = {row[0] for row in rows_for_seed()}
    assert {home.county for home in HOMES} == set(COUNTIES)
    assert all(home.town in codes for home in HOMES)
    assert len(HOMES) >= 24
    assert 2300 <= sum(home.beds for home in HOMES) <= 2900
    assert len({(home.county, home.code) for home in HOMES}) == len(HOMES)


def test_homes_are_as_full_as_such_homes_are(town: Town) -> None:
    for home in town.homes:
        if home.closed_on is None:
            share = len(home.residents) / len(home.beds)
            assert 0.4 < share < 0.97, home.plan.name
        else:
            assert home.residents == []


def test_ages_make_a_believable_pyramid(town: Town) -> None:
    ages = [stay.person.age(TODAY) for home in town.homes for stay in home.residents]
    assert 72 <= median(ages) <= 80
    assert min(ages) >= 44
    assert max(ages) <= 104
    assert 0.005 < sum(age < 60 for age in ages) / len(ages) < 0.09


def test_the_state_supports_most_of_those_in_rural_homes(town: Town) -> None:
    rural = next(home for home in town.homes if home.plan.code == "DSJL")
    supported = sum(stay.person.supported for stay in rural.residents)
    assert supported / len(rural.residents) > 0.75


def test_more_die_in_winter(town: Town) -> None:
    deaths = Counter(stay.to_on.month for stay in stays_of(town) if stay.end_reason is EndReason.DEATH)
    assert sum(deaths[month] for month in (12, 1, 2)) > sum(deaths[month] for month in (5, 6, 7))


def test_families_fetch_their_old_people_for_the_spring_festival(town: Town) -> None:
    months = Counter(
        leave.from_on.month for stay in stays_of(town) for leave in stay.leaves if leave.kind is LeaveKind.HOME
    )
    assert months[1] + months[2] > 4 * (months[6] + months[7]) / 2


def test_every_kind_of_stay_is_there(town: Town) -> None:
    kinds = Counter(stay.kind for stay in stays_of(town))
    assert {StayKind.LONG, StayKind.TRIAL, StayKind.RESPITE} <= kinds.keys()
    assert any(stay.changes for stay in stays_of(town))
    travel = Counter(stay.kind for stay in stays_of(a_town(county=510303)))
    assert travel[StayKind.TRAVEL] > 3


def test_nobody_has_a_number_or_a_name_of_a_person(town: Town) -> None:
    for person in town.people:
        assert is_ours(person.name)
        cards = [number for kind, number in person.papers if kind is PaperKind.ID_CARD]
        assert all(number.startswith(NO_AREA) for number in cards)
        phones = [contact.phone for contact in person.contacts] + [person.phone]
        assert all(not phone or phone.startswith(NO_PHONE) for phone in phones)
        assert cards or person.no_id_reason is not None


def test_the_faults_the_pages_look_for_are_there(town: Town) -> None:
    home = showpiece(town)
    away = [stay.away for stay in home.residents if stay.away is not None]
    assert sum(leave.expected_on is not None and leave.expected_on < TODAY for leave in away) >= 2
    waiting = [stay.discharge for stay in home.stays if stay.discharge is not None and stay.discharge.closed_on is None]
    assert any((TODAY - story.on).days > 14 for story in waiting)
    assert all(TaskState.OPEN in {state for state, _on, _note in story.tasks.values()} for story in waiting)
    assert any(
        one.to_on == FOREVER and one.planned_end_on is not None and one.planned_end_on < TODAY for one in home.closures
    )
    assert any(claim.private and claim.to_on == FOREVER for stay in home.residents for claim in stay.claims)
    crowded = next(one for one in town.homes if one.plan.code == "HDJL")
    assert len(crowded.residents) > (crowded.plan.registered or 0)
    assert any(one.plan.registered is None for one in town.homes)
    assert any(unverified for person in town.people for *_rest, unverified in person.categories)
    assert any(stay.late is not None and stay.from_on > town.first for stay in stays_of(town))
    assert any(told.step == "accepted" for told in town.transfers)
    pairs = Counter(person.name for person in town.people if person.no_id_reason)
    assert any(sum(one.name == name for one in town.people) > 1 for name in pairs)
    assert any(stay.from_on == stay.to_on for stay in stays_of(town))
