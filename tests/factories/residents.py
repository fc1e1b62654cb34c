"""People, valid by default: a woman of eighty-four whose file the home keeps."""

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.residents.models import Elder, ElderHome
from app.residents.rules.kinds import BirthPrecision

__all__ = ["an_elder"]

_numbers = count(1)
NAMES = ("王秀英", "李桂芳", "张玉兰", "刘德明", "陈素华", "杨国强", "曾淑珍", "周光荣", "罗正清", "单永福")


async def an_elder(session: AsyncSession, home: Home, **other: Any) -> Elder:
    """Open a person's file as a plain row, without the service."""
    number = next(_numbers)
    name = other.pop("name", NAMES[number % len(NAMES)])
    said: dict[str, Any] = {
        "sex": Sex.FEMALE, "born_on": date(1941, 3, 1), "birth_precision": BirthPrecision.DAY,
        "name_sort": name, "readings": name, "seal": uuid4(),
    }  # fmt: skip
    elder = Elder(county=home.county, institution_id=home.institution_id, name=name, **(said | other))
    session.add(elder)
    await session.flush()
    session.add(ElderHome(county=home.county, institution_id=home.institution_id, elder_id=elder.id))
    await session.flush()
    return elder
