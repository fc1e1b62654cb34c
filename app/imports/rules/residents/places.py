"""Which bed a row means, however it is written: 301-1, 主楼301室1床, or building, room and bed apart."""

import re
from collections.abc import Iterable
from functools import cached_property

from app.beds.rules.labels import bed_name
from app.imports.rules.beds.words import bed_key, place_key, room_key
from app.imports.rules.residents.existing import KnownPlace
from app.imports.rules.residents.rows import ResidentRow

__all__ = ["Places"]

_TAIL = re.compile(r"(号床位|号床|床位|床|号)$")
_BETWEEN = re.compile(r"(号房间|房间|号房|号室|房|室|号)(?=.)")
_DASHES = re.compile(r"[-/_—–－~#.·]+")


class Places:
    """The home's beds, found by any way of writing their names."""

    def __init__(self, places: Iterable[KnownPlace]) -> None:
        """Index what there is; a bed that is no longer in service can still be found for stays of then."""
        self.all = tuple(places)
        self.by_id = {place.bed_id: place for place in self.all}
        self.several = len({place.building for place in self.all}) > 1

    def name(self, bed_id: int) -> str:
        """The bed as a person says it; the building stands before it where there are several."""
        place = self.by_id[bed_id]
        short = bed_name(place.room, place.label)
        return f"{place.building} {short}" if self.several else short

    @cached_property
    def _spelled(self) -> dict[str, list[KnownPlace]]:
        found: dict[str, list[KnownPlace]] = {}
        for place in self.all:
            short = f"{place.room}-{bed_key(place.label, place.room)}"
            for text in {
                short,
                bed_name(place.room, place.label),
                f"{place.building}{short}",
                f"{place.building}-{short}",
            }:
                known = found.setdefault(_squeezed(text), [])
                if place not in known:
                    known.append(place)
        return found

    @cached_property
    def _rooms(self) -> dict[str, list[KnownPlace]]:
        found: dict[str, list[KnownPlace]] = {}
        for place in self.all:
            found.setdefault(room_key(place.room), []).append(place)
        return found

    def meant(self, row: ResidentRow) -> list[KnownPlace]:
        """Give the beds a row may mean: one when it is clear, none when nobody knows it."""
        if row.room:
            found = [place for place in self._rooms.get(room_key(row.room), ()) if self._stands_in(place, row.building)]
            if row.bed:
                found = [place for place in found if bed_key(place.label, place.room) == bed_key(row.bed, row.room)]
            return found or self._by_text(row)
        return self._by_text(row)

    def _by_text(self, row: ResidentRow) -> list[KnownPlace]:
        text = _squeezed(row.bed)
        plain = re.sub(r"-0+(?=\d+$)", "-", text)
        found = self._spelled.get(text) or self._spelled.get(plain) or self._rooms.get(room_key(row.bed), [])
        return [place for place in found if self._stands_in(place, row.building)] if text else []

    def _stands_in(self, place: KnownPlace, building: str) -> bool:
        return not building or place_key(place.building) == place_key(building)


def _squeezed(text: str) -> str:
    """Bring a bed's name into the form in which names are compared: 301室1床, 301—1 and 301-1 are one."""
    plain = _TAIL.sub("", place_key(text))
    return _DASHES.sub("-", _BETWEEN.sub("-", plain)).strip("-")
