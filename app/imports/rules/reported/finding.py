"""Which county and which home a row means: by code, else by name; the nearest name is proposed where there is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.imports.rules.kinds import Layout
from app.imports.rules.plans import Key
from app.imports.rules.problems import Fact, Fault, Fix, Problem
from app.imports.rules.reported import faults
from app.imports.rules.reported.existing import HomeRef, KnownPlaces
from app.imports.rules.reported.rows import ReportedContext, ReportedRecord
from app.imports.rules.words import known_form
from app.institutions.rules.codes import CODE_PATTERN

__all__ = ["NAME_LIMIT", "Finder", "Found"]

NAME_LIMIT = 80
"""As long as a home's name may be on file."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a row belongs: a home on file, or the keys of the county and the home that would be made."""

    county: Key
    key: Key
    home: HomeRef | None = None


class Finder:
    """Looks rows up, and keeps what is wrong with those that cannot be found."""

    def __init__(self, known: KnownPlaces, layout: Layout, context: ReportedContext) -> None:
        """Lay the homes out by code and by name, so that each row is one look."""
        self.known, self.layout, self.context = known, layout, context
        self.problems: list[Problem] = []
        self._cut: set[Key] = set()
        self._by_code: dict[tuple[int, str], HomeRef] = {(home.county, home.code): home for home in known.homes}
        self._by_name: dict[tuple[int, str], list[HomeRef]] = {}
        for home in known.homes:
            self._by_name.setdefault((home.county, known_form(home.name)), []).append(home)
        self._names = {code: name for name, code in known.counties.items()}

    def find(self, record: ReportedRecord) -> Found | None:
        """Find a row's home; None when a problem says why not."""
        county = self._county(record)
        if county is None:
            return None
        key = (known_form(record.county),) if self.context.county is None else (str(county),)
        if county == 0:
            return self._new(record, key)
        home, several = self._home(county, record)
        if home is not None:
            if home.code == record.code and known_form(home.name) != known_form(record.name[:NAME_LIMIT].strip()):
                self._say(faults.NAME_DIFFERS, "home_name", record, home=home.name)
            return Found(key, (*key, home.code), home)
        if several:
            self._say(faults.HOME_TWICE, "home_name", record, county=self._called(county), n=several)
            return None
        if self.context.makes:
            return self._new(record, key)
        self._unknown(county, record)
        return None

    def _unknown(self, county: int, record: ReportedRecord) -> None:
        """Say what is not on file: the code where the name is, since only another code helps there; else the name."""
        place = self._called(county)
        named = self._by_name.get((county, known_form(record.name)), ()) if record.code else ()
        if len(named) == 1:
            fix, code = Fix(named[0].code, skip=True), named[0].code
            self._say(faults.UNKNOWN_CODE, "home_code", record, fix, county=place, home=named[0].name, code=code)
            return
        near = self.known.nearest(county, record.name)
        fix = Fix(near, skip=True) if near else Fix(skip=True)
        self._say(faults.UNKNOWN_HOME, "home_name", record, fix, county=place, home=record.name)

    def _county(self, record: ReportedRecord) -> int | None:
        """The code of a row's county, 0 for one that would be made, None where that is not possible."""
        here, said = self.context.county, known_form(record.county)
        if here is not None:
            if said and self.known.counties.get(said) != here:
                self._say(faults.OTHER_COUNTY, "county", record, Fix(skip=True), county=self.context.place)
                return None
            return here
        if not said:
            self._say(faults.COUNTY_NEEDED, "county", record)
            return None
        code = self.known.counties.get(said, 0)
        if not code and not self.context.makes:
            self._say(faults.UNKNOWN_COUNTY, "county", record, region=self.context.place)
            return None
        return code

    def _home(self, county: int, record: ReportedRecord) -> tuple[HomeRef | None, int]:
        """A home by its code; by its name where no code is given; the name may be a code too."""
        if record.code:
            return self._by_code.get((county, record.code)), 0
        named: Sequence[HomeRef] = self._by_name.get((county, known_form(record.name)), ())
        if not named and (coded := self._by_code.get((county, record.name.upper()))):
            return coded, 0
        return (named[0], 0) if len(named) == 1 else (None, len(named))

    def _new(self, record: ReportedRecord, county: Key) -> Found | None:
        if not re.fullmatch(CODE_PATTERN, record.code):
            self._say(faults.CODE_UNFIT, "home_code", record)
            return None
        key = (*county, record.code)
        if len(record.name) > NAME_LIMIT and key not in self._cut:
            self._cut.add(key)
            self._say(faults.NAME_CUT, "home_name", record, length=len(record.name), limit=NAME_LIMIT)
        return Found(county, key)

    def _called(self, county: int) -> str:
        return self.context.place if self.context.county else self._names.get(county, str(county))

    def _say(self, fault: Fault, name: str, record: ReportedRecord, fix: Fix | None = None, **facts: Fact) -> None:
        said = self.layout.said(name, record.row)
        self.problems.append(
            Problem(fault, self.layout.where(name, record.row), record.row, {"row": record.row, **facts}, fix, said)
        )
