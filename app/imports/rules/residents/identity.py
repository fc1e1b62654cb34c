"""Who a row speaks of: the number of the card, sex, birth and age, and what they say against each other."""

from dataclasses import dataclass
from datetime import date

from app.beds.rules.kinds import Sex
from app.core.errors import DomainError
from app.imports.rules.cells import one_of, whole_number
from app.imports.rules.kinds import Reading
from app.imports.rules.problems import Fix
from app.imports.rules.residents import faults
from app.imports.rules.residents.dates import read_birth
from app.imports.rules.residents.fields import FIELDS
from app.imports.rules.residents.rows import ResidentContext
from app.imports.rules.residents.words import NOTHING, no_id_word, paper_word, sex_word
from app.imports.rules.words import known_form
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.id_card import IdCard, clean_number
from app.residents.rules.kinds import BirthPrecision, NoIdReason, PaperKind
from app.residents.rules.papers import sound_paper

__all__ = ["CHOICES", "Who", "who_is"]

CHOICES = {each.name: each.choices for each in FIELDS}

# What the rule of the card finds wrong, by the names it gives its faults.
_CARD_FAULTS = {
    "excel_number": faults.ID_LOST,
    "old_15": faults.ID_OLD,
    "length": faults.ID_LENGTH,
    "shape": faults.ID_SHAPE,
    "birth_date": faults.ID_BIRTH,
    "birth_range": faults.ID_BIRTH,
    "check_digit": faults.ID_CHECK,
}
# A lunar birthday falls within this many days of the one on the card, mostly before it.
_LUNAR_GAP = 62
_YOUNG, _OLD, _OLDEST = 60, 110, 125


@dataclass(frozen=True, slots=True)
class Who:
    """A person as far as the row says."""

    sex: Sex
    number: str
    paper: PaperKind | None
    no_id_reason: NoIdReason | None
    born_on: date | None
    precision: BirthPrecision


def who_is(reading: Reading, context: ResidentContext) -> Who | None:
    """Read who the row speaks of; None when it cannot be told, which the row's problems say."""
    number, paper, card = _paper(reading, context)
    reason = _no_id(reading, number)
    sex = _sex(reading, card)
    born_on, precision = _birth(reading, card, context)
    _ages(reading, born_on, precision, context)
    if sex is None:
        return None
    return Who(sex, number, paper if number else None, None if card else reason, born_on, precision)


def _paper(reading: Reading, context: ResidentContext) -> tuple[str, PaperKind | None, IdCard | None]:
    paper = one_of(reading, "paper_kind", paper_word, faults.PAPER_UNKNOWN, CHOICES["paper_kind"])
    text = reading.sound("id_no")
    if known_form(text) in NOTHING or no_id_word(text) or "paper_kind" in reading.spoiled:
        return "", None, None
    try:
        sound = sound_paper(PaperDraft(paper or PaperKind.ID_CARD, text), context.today)
    except DomainError as refusal:
        fault = _CARD_FAULTS.get(str(getattr(refusal, "fault", "")), faults.PAPER_SHAPE)
        reading.spoil(fault, "id_no", length=len(clean_number(text)))
    else:
        return sound.number, sound.kind, sound.card
    return "", None, None


def _no_id(reading: Reading, number: str) -> NoIdReason | None:
    """Nobody is turned away for want of a card, but the reason is said."""
    reason = one_of(reading, "no_id_reason", no_id_word, faults.NO_ID_UNKNOWN, CHOICES["no_id_reason"])
    reason = reason or no_id_word(reading.sound("id_no"))
    if number and reason:
        reading.flag(faults.ID_AND_REASON, "no_id_reason")
        return None
    wrong = {"id_no", "paper_kind", "no_id_reason"} & reading.spoiled
    if not number and not reason and not wrong:
        name = "no_id_reason" if reading.layout.columns.get("no_id_reason") else "id_no"
        reading.spoil(faults.NO_ID, name, fix=Fix(choices=CHOICES["no_id_reason"]))
    return reason


def _sex(reading: Reading, card: IdCard | None) -> Sex | None:
    said = one_of(reading, "sex", sex_word, faults.SEX_UNKNOWN, CHOICES["sex"])
    if card is None:
        # What is wrong with the number is enough to say of a row; its sex is asked for once the number is right.
        if said is None and not {"sex", "id_no"} & reading.spoiled:
            reading.spoil(faults.SEX_MISSING, "sex", fix=Fix(choices=CHOICES["sex"]))
        return said
    if said is not None and said is not card.sex:
        word = "男" if card.sex is Sex.MALE else "女"
        reading.spoil(faults.SEX_UNLIKE_ID, "sex", fix=Fix(word), sex=word)
    return card.sex


def _birth(reading: Reading, card: IdCard | None, context: ResidentContext) -> tuple[date | None, BirthPrecision]:
    said, precision = _born(reading, context, known=card is not None)
    if card is None:
        return said, precision
    born, days = card.born_on.isoformat(), abs((said - card.born_on).days) if said else 0
    exact = precision is BirthPrecision.DAY and said != card.born_on
    if said and exact and days <= _LUNAR_GAP:
        reading.flag(faults.BIRTH_NEAR_ID, "born", date=said.isoformat(), born=born)
    elif said and (exact or not _within(said, card.born_on, precision)):
        reading.spoil(faults.BIRTH_UNLIKE_ID, "born", date=said.isoformat(), born=born)
    return card.born_on, BirthPrecision.DAY


def _within(said: date, born: date, precision: BirthPrecision) -> bool:
    if precision is BirthPrecision.MONTH:
        return (said.year, said.month) == (born.year, born.month)
    return abs(said.year - born.year) <= (0 if precision is BirthPrecision.YEAR else 5)


def _born(reading: Reading, context: ResidentContext, *, known: bool) -> tuple[date | None, BirthPrecision]:
    text = reading.sound("born")
    if not text or known_form(text) in NOTHING:
        return (None, BirthPrecision.UNKNOWN) if known else _by_age(reading, context)
    read = read_birth(text, context.today)
    day = read.day
    if day.lunar:
        reading.spoil(faults.BIRTH_LUNAR, "born")
    elif day.either:
        first, second = (each.isoformat() for each in day.either[:2])
        reading.spoil(faults.BIRTH_EITHER, "born", fix=Fix(choices=(first, second)), first=first, second=second)
    elif day.value is None:
        reading.spoil(faults.BAD_BIRTH, "born")
    elif not context.today.year - _OLDEST <= day.value.year or day.value > context.today:
        reading.spoil(faults.BIRTH_RANGE, "born", date=day.value.isoformat())
    else:
        if day.guess:
            shown = day.value.isoformat()
            reading.flag(faults.BIRTH_GUESSED, "born", fix=Fix(shown), date=shown, guess=day.guess)
        return day.value, read.precision
    return None, BirthPrecision.UNKNOWN


def _by_age(reading: Reading, context: ResidentContext) -> tuple[date | None, BirthPrecision]:
    """Of somebody whose birth nobody knows an age gives about a year."""
    if "id_no" in reading.spoiled or "born" in reading.spoiled:
        return None, BirthPrecision.UNKNOWN
    age = whole_number(reading, "age")
    if age and age <= _OLDEST:
        year = context.effective_on.year - age
        reading.flag(faults.BIRTH_FROM_AGE, "age", year=year)
        return date(year, 1, 1), BirthPrecision.ESTIMATED
    name = "born" if reading.layout.has("born") else None
    reading.flag(faults.BIRTH_UNKNOWN, name)
    return None, BirthPrecision.UNKNOWN


def _ages(reading: Reading, born_on: date | None, precision: BirthPrecision, context: ResidentContext) -> None:
    if born_on is None:
        return
    on = context.effective_on
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    place = next((name for name in ("born", "age", "id_no") if reading.layout.has(name) and reading.text(name)), None)
    if age < _YOUNG:
        reading.flag(faults.AGE_LOW, place, age=age)
    elif age > _OLD:
        reading.flag(faults.AGE_HIGH, place, age=age)
    if precision is BirthPrecision.DAY and reading.sound("age"):
        said = whole_number(reading, "age")
        # 虚岁 counts one or two years more than 周岁.
        if said is not None and not -1 <= said - age <= 2:
            reading.flag(faults.AGE_DIFFERS, "age", said=said, age=age)
