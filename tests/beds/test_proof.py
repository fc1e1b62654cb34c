"""The recount itself: every kind of breach is seen, and what only touches is none."""

from collections import namedtuple
from datetime import date, timedelta

from app.beds.rules.kinds import ClaimKind, Sex
from app.beds.rules.proof import breaches

Claim = namedtuple(
    "Claim",
    "id bed_id from_on to_on kind elder_id sex room_id service_id sex_rule shares_room county institution_id",
    defaults=(ClaimKind.CLOSURE, None, None, 1, 1, False, False, 1, 1),
)
Service = namedtuple("Service", "id bed_id room_id from_on to_on county institution_id", defaults=(1, 1))
Term = namedtuple("Term", "id room_id from_on to_on county institution_id", defaults=(1, 1))


def day(number: int) -> date:
    return date(2026, 1, 1) + timedelta(days=number)


SERVICES = [Service(1, 1, 1, day(0), day(99)), Service(2, 2, 1, day(0), day(99))]
TERMS = [Term(1, 1, day(0), day(50)), Term(2, 1, day(50), day(99))]


def rules(claims: list[Claim], services: list[Service] = SERVICES, terms: list[Term] = TERMS) -> list[str]:
    return [breach.rule for breach in breaches(claims, services, terms)]


def stay(number: int, first: int, last: int, elder: int, **other: object) -> Claim:
    given = {"kind": ClaimKind.STAY, "elder_id": elder, "sex": Sex.FEMALE}
    return Claim(number, 1, day(first), day(last), **(given | other))


def test_what_only_touches_is_no_breach() -> None:
    assert rules([Claim(1, 1, day(1), day(5)), Claim(2, 1, day(5), day(9))]) == []
    assert rules([Claim(1, 1, day(5), day(5)), Claim(2, 1, day(5), day(9)), Claim(3, 1, day(1), day(5))]) == []


def test_two_claims_on_one_bed_are_seen() -> None:
    assert rules([Claim(1, 1, day(1), day(6)), Claim(2, 1, day(5), day(9))]) == ["one claim per bed"]
    assert rules([Claim(1, 1, day(1), day(9)), Claim(2, 1, day(5), day(5))]) == ["one claim per bed"]


def test_one_elder_in_two_beds_is_seen() -> None:
    elsewhere = stay(2, 3, 5, 7)._replace(bed_id=2, service_id=2)
    assert rules([stay(1, 1, 9, 7), elsewhere]) == ["one bed per elder"]


def test_two_sexes_in_a_room_with_a_rule_are_seen() -> None:
    woman = stay(1, 1, 9, 7, sex_rule=True)
    man = stay(2, 3, 5, 8, sex_rule=True, sex=Sex.MALE)._replace(bed_id=2, service_id=2)
    assert rules([woman, man]) == ["one sex per room"]
    assert rules([woman, man._replace(shares_room=True)]) == []


def test_a_claim_outside_its_beds_service_is_seen() -> None:
    assert rules([Claim(1, 1, day(1), day(100))]) == ["claims lie in service"]
    assert rules([Claim(1, 1, day(1), day(5), service_id=2)]) == ["claims lie in service"]


def test_a_bed_in_two_rooms_or_in_none_is_seen() -> None:
    again = Service(3, 1, 1, day(5), day(8))
    assert rules([], [*SERVICES, again]) == ["one room per bed"]
    assert rules([], SERVICES, TERMS[:1]) == ["beds stand in rooms"] * 2
    assert rules([], SERVICES, [Term(1, 1, day(0), day(40)), TERMS[1]]) == ["beds stand in rooms"] * 2


def test_a_span_of_zero_days_has_never_stood() -> None:
    assert rules([], [*SERVICES, Service(3, 1, 1, day(5), day(5))]) == []
