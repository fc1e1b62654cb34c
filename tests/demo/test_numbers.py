"""Numbers and names that can be nobody's."""

from datetime import date

from app.beds.rules.kinds import Sex
from app.demo.rules.chance import Chance
from app.demo.rules.names import FAMOUS, is_ours, person_name
from app.demo.rules.numbers import id_number, legal_code, phone_number
from app.institutions.rules.codes import is_uscc
from app.regions.data import rows_for_seed
from app.residents.rules.id_card import parse_id
from tests.demo.conftest import TODAY

CHANCE = Chance("numbers")


def test_an_identity_number_is_sound_and_of_no_area() -> None:
    areas = {str(row[0])[:2] for row in rows_for_seed()}
    for sex in Sex:
        card = parse_id(id_number(CHANCE, date(1941, 3, 1), sex), TODAY)
        assert (card.born_on, card.sex, card.area) == (date(1941, 3, 1), sex, 0)
        assert card.number[:2] not in areas


def test_a_telephone_has_eleven_digits_of_a_range_nobody_has() -> None:
    numbers = [phone_number(CHANCE) for _each in range(50)]
    assert all(len(number) == 11 and number.startswith("154") and number.isdecimal() for number in numbers)


def test_a_legal_code_keeps_its_check_character() -> None:
    codes = [legal_code(CHANCE) for _each in range(200)]
    assert all(is_uscc(code) and code.startswith("12000000") for code in codes)


def test_names_are_of_our_lists_and_of_nobody_known() -> None:
    names = {person_name(CHANCE, sex, born) for sex in Sex for born in range(1925, 1990) for _each in range(20)}
    assert len(names) > 1500
    assert all(is_ours(name) for name in names)
    assert not names & FAMOUS


def test_a_stream_of_another_name_is_not_disturbed() -> None:
    one, other = Chance("a"), Chance("a")
    other.between(1, 100)
    assert one.child("b").between(1, 10**9) == other.child("b").between(1, 10**9)
