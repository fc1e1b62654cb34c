"""The number of an identity card: what it says, and each thing that can be wrong with it, by name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.beds.rules.kinds import Sex
from app.residents.errors import IdCardFault, IdCardRefused
from app.residents.rules.id_card import check_digit, clean_number, from_old, looks_like_excel, parse_id
from app.residents.rules.kinds import PaperKind
from tests.residents.cards import card_of

TODAY = date(2026, 5, 1)
GOOD = "11010519491231002X"


def test_a_sound_number_says_birth_date_and_sex() -> None:
    card = parse_id(GOOD, TODAY)
    assert (card.born_on, card.sex, card.kind) == (date(1949, 12, 31), Sex.FEMALE, PaperKind.ID_CARD)
    assert card.area == 110105


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５19491231002Ｘ", "110105-19491231-002x"]
)
def test_width_case_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert parse_id(typed, TODAY).number == GOOD


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("1.1010519491231e+17", IdCardFault.EXCEL_NUMBER),
        ("1.10105E+17", IdCardFault.EXCEL_NUMBER),
        ("110105194912310000.0", IdCardFault.EXCEL_NUMBER),
        ("110105194912310000", IdCardFault.EXCEL_NUMBER),
        ("110105491231002", IdCardFault.OLD_15),
        ("1101051949123100", IdCardFault.LENGTH),
        ("11010519491231002X1", IdCardFault.LENGTH),
        ("", IdCardFault.LENGTH),
        ("11010519491231OO2X", IdCardFault.SHAPE),
        ("X10105194912310021", IdCardFault.SHAPE),
        ("110105194913310020", IdCardFault.BIRTH_DATE),
        ("110105194902300021", IdCardFault.BIRTH_DATE),
        ("110105202712310021", IdCardFault.BIRTH_RANGE),
        ("110105180012310021", IdCardFault.BIRTH_RANGE),
        ("110105194912310021", IdCardFault.CHECK_DIGIT),
    ],
)
def test_each_fault_has_its_own_kind_and_sentence(typed: str, fault: IdCardFault) -> None:
    with pytest.raises(IdCardRefused) as refusal:
        parse_id(typed, TODAY)
    assert refusal.value.fault is fault
    assert refusal.value.field == "number"
    assert fault is IdCardFault.OLD_15 or refusal.value.message == fault.sentence


def test_no_two_faults_say_the_same() -> None:
    assert len({fault.sentence for fault in IdCardFault}) == len(IdCardFault)


def test_an_old_number_is_refused_with_its_new_form() -> None:
    with pytest.raises(IdCardRefused) as refusal:
        parse_id("110105491231002", TODAY)
    assert refusal.value.suggestion == GOOD == from_old("110105491231002")
    assert GOOD in refusal.value.message


def test_an_old_number_that_is_no_date_gets_no_offer() -> None:
    with pytest.raises(IdCardRefused) as refusal:
        parse_id("110105491331002", TODAY)
    assert refusal.value.suggestion == ""


@pytest.mark.parametrize("area", ["810000", "820000", "830000"])
def test_a_residence_permit_is_another_paper_with_the_same_rule(area: str) -> None:
    card = parse_id(card_of(date(1950, 2, 3), Sex.MALE, area=area), TODAY)
    assert (card.kind, card.sex) == (PaperKind.RESIDENCE_PERMIT, Sex.MALE)


@pytest.mark.parametrize("area", ["330281", "371083", "430281", "320219", "990302", "000000"])
def test_the_area_is_a_hint_and_never_a_fault(area: str) -> None:
    assert parse_id(card_of(date(1945, 6, 7), area=area), TODAY).born_on == date(1945, 6, 7)


@given(st.dates(date(1901, 1, 1), TODAY), st.sampled_from(list(Sex)), st.integers(0, 499))
def test_every_well_formed_number_is_taken(born: date, sex: Sex, order: int) -> None:
    card = parse_id(card_of(born, sex, order=order), TODAY)
    assert (card.born_on, card.sex) == (born, sex)


@given(st.dates(date(1901, 1, 1), TODAY), st.integers(0, 16), st.integers(1, 9))
def test_one_digit_read_wrongly_is_always_noticed(born: date, place: int, by: int) -> None:
    number = card_of(born)
    slipped = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(IdCardRefused):
        parse_id(slipped, TODAY)


def test_a_cell_that_holds_a_number_has_lost_its_end() -> None:
    assert looks_like_excel(1.1010519491231e17)
    assert looks_like_excel(110105194912310000)
    assert not looks_like_excel(GOOD)
    assert not looks_like_excel(20260501)


def test_the_check_digit_is_iso_7064() -> None:
    assert check_digit("11010519491231002") == "X"
    assert clean_number("１１０ 105–1949") == "1101051949"
