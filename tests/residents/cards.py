"""Numbers of identity cards that nobody has: the area 99 is no province."""

from datetime import date

from app.beds.rules.kinds import Sex
from app.residents.rules.id_card import check_digit

__all__ = ["card_of"]


def card_of(born_on: date, sex: Sex = Sex.FEMALE, *, order: int = 1, area: str = "990302") -> str:
    """Give the number of somebody born on a day; another `order` is another person."""
    running = order * 2 + (1 if sex is Sex.MALE else 0)
    seventeen = f"{area}{born_on:%Y%m%d}{running:03d}"
    return seventeen + check_digit(seventeen)
