"""Reading one cell of a row as yes or no, a whole number, a day or one of a list; a fault is said at the cell."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from app.imports.rules import faults
from app.imports.rules.kinds import Reading
from app.imports.rules.problems import Fault, Fix
from app.imports.rules.words import read_date, truth, whole

__all__ = ["day", "one_of", "whole_number", "yes_no"]

Word = TypeVar("Word")


def yes_no(reading: Reading, name: str) -> bool | None:
    """Read a yes or a no; a blank says nothing."""
    text = reading.sound(name)
    if not text:
        return None
    answer = truth(text)
    if answer is None:
        reading.spoil(faults.NOT_YES_NO, name, fix=Fix(choices=("是", "否")))
    return answer


def whole_number(reading: Reading, name: str) -> int | None:
    """Read a whole number; a blank says nothing."""
    text = reading.sound(name)
    if not text:
        return None
    number = whole(text)
    if number is None:
        reading.spoil(faults.NOT_A_NUMBER, name)
    return number


def day(reading: Reading, name: str, earliest: date, latest: date) -> date | None:
    """Read a day in any common shape within bounds; what was guessed is said as a warning."""
    text = reading.sound(name)
    if not text:
        return None
    read = read_date(text)
    if read is None:
        reading.spoil(faults.BAD_DATE, name)
        return None
    shown = read.value.isoformat()
    if not earliest <= read.value <= latest:
        between = earliest.isoformat(), latest.isoformat()
        reading.spoil(faults.DATE_UNLIKELY, name, date=shown, earliest=between[0], latest=between[1])
        return None
    if read.guess:
        reading.flag(faults.DATE_GUESSED, name, fix=Fix(shown), date=shown, guess=read.guess)
    return read.value


def one_of(
    reading: Reading, name: str, known: Callable[[str], Word | None], fault: Fault, choices: Sequence[str]
) -> Word | None:
    """Read a word of a list; an unknown one is the kind's own fault, with the list to choose from."""
    text = reading.sound(name)
    if not text:
        return None
    word = known(text)
    if word is None:
        reading.spoil(fault, name, fix=Fix(choices=tuple(choices)))
    return word
