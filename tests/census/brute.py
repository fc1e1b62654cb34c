"""What every day of a home counts to, the slow way: each day anew, each person anew, no sweep and no pieces.

It shares with the sweep only the rows and, for what occupancy already counts, `occupancy_of`, which has a recount of
its own.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from app.census.rules.facts import HomeFacts, StayFact
from app.census.rules.measures import AGES, MEASURES
from app.census.rules.occupancy import HomeOccupancy, Note, occupancy_of
from app.census.rules.rulings import Ruled, RulingCode, answers_on

__all__ = ["Counted", "brute_days", "differences"]

ONE_DAY = timedelta(days=1)
Night = dict[int, tuple[StayFact, set[str]]]
Marked = list[tuple[int, str]]
Counted = dict[str, Any]
"""Every measure of one day by its name, with day, standing, registered and flows."""


def brute_days(home: HomeFacts, rulings: Sequence[Ruled], first: date, last: date) -> list[Counted]:
    """Count every day from the first to the last."""
    days = [first + timedelta(days=step) for step in range(-1, (last - first).days + 1)]
    nights = {day: _night(home, day) for day in days}
    return [_day(home, rulings, day, nights[day], nights[day - ONE_DAY]) for day in days[1:]]


def differences(counted: Any, expected: Counted) -> list[str]:
    """Name what a day of the sweep has otherwise."""
    plain = {"day": counted.day, "standing": counted.standing, "registered": counted.registered, "flows": counted.flows}
    found = {**plain, **dict(zip(MEASURES, counted.numbers, strict=True))}
    return sorted(name for name in found.keys() | expected.keys() if found.get(name, ...) != expected.get(name, ...))


def _covers(row: Any, day: date) -> bool:
    return bool(row.from_on <= day < row.to_on)


def _night(home: HomeFacts, day: date) -> Night:
    marked = _marked(home, day)
    return {stay.id: (stay, _splits(home, stay, day, marked)) for stay in home.stays if _covers(stay, day)}


def _day(home: HomeFacts, rulings: Sequence[Ruled], day: date, here: Night, before: Night) -> Counted:
    total = occupancy_of(home, answers_on(rulings, day), day)
    found: Counted = dict.fromkeys(MEASURES, 0)
    found |= {"day": day, "standing": total.standing, "registered": total.registered}
    found |= _said_by_occupancy(total)
    for _bed_id, kind in _marked(home, day):
        found[f"beds_{kind}"] += 1
    for _stay, splits in here.values():
        for name in splits:
            found[name] += 1
    return found | _flows(home, day, here, before)


def _said_by_occupancy(total: HomeOccupancy) -> Counted:
    names = ("existing", "closed", "stay", "private", "held")
    beds = {_bed_name(name): getattr(total.beds, name) for name in names}
    extra = {f"extra_{_bed_name(name)}": getattr(total.extra, name) for name in names}
    people = {name: getattr(total, name) for name in ("in_residence", "counted", "on_leave", "in_hospital", "overdue")}
    notes = {note.value: total.notes.get(note, 0) for note in (Note.WITHOUT_BED, Note.AGE_UNSURE)}
    return beds | extra | people | notes | {f"out_{code}": total.excluded.get(code, 0) for code in RulingCode}


def _bed_name(name: str) -> str:
    return "slept" if name == "stay" else name


def _marked(home: HomeFacts, day: date) -> Marked:
    """The certified beds of the day, once for each mark."""
    served = {service.bed_id for service in home.services if _covers(service, day)} - home.extra
    return [(mark.bed_id, str(mark.kind)) for mark in home.marks if mark.bed_id in served and _covers(mark, day)]


def _bed(home: HomeFacts, stay: StayFact, day: date) -> int | None:
    for claim in home.claims:
        if (claim.kind, claim.stay_id) == ("stay", stay.id) and _covers(claim, day):
            return claim.bed_id
    return None


def _splits(home: HomeFacts, stay: StayFact, day: date, marked: Marked) -> set[str]:
    """Everything a split asks for that is true of the person on the day."""
    found = {f"cat_{row.kind}" for row in home.categories if row.elder_id == stay.elder_id and _covers(row, day)}
    found |= {f"level_{row.level}" for row in home.levels if row.elder_id == stay.elder_id and _covers(row, day)}
    bed = _bed(home, stay, day)
    found |= {f"in_{kind}" for bed_id, kind in marked if bed_id == bed}
    if stay.sex == "female":
        found.add("female")
    kind = str(_kind(home, stay, day))
    if kind != "long":
        found.add(f"kind_{kind}")
    return found | _age(stay.born_on, day) | _registered(stay.hukou_region, home.county)


def _kind(home: HomeFacts, stay: StayFact, day: date) -> str:
    newest, kind = date.min, stay.kind
    for change in home.changes:
        if change.stay_id == stay.id and newest < change.from_on <= day:
            newest, kind = change.from_on, change.kind
    return kind


def _age(born_on: date | None, day: date) -> set[str]:
    if born_on is None:
        return set()
    today = (day.year, day.month, day.day)
    birthdays = [year for year in range(born_on.year + 1, day.year + 1) if (year, born_on.month, born_on.day) <= today]
    decade = min(max(len(birthdays) // 10 - 5, 0), 4)
    return {AGES[decade]}


def _registered(region: int | None, county: int) -> set[str]:
    """A county's code begins its townships' codes; a city's own homes are at home in all of its counties."""
    if region is None:
        return set()
    said, here = str(region)[:6], str(county)
    mine = here.removesuffix("00").removesuffix("00")
    if said.startswith(mine):
        return {"hukou_in"}
    wider = said.removesuffix("00").removesuffix("00")
    return set() if here.startswith(wider) else {"hukou_out"}


def _flows(home: HomeFacts, day: date, here: Night, before: Night) -> Counted:
    eve = day - ONE_DAY
    passing = [stay for stay in home.stays if stay.from_on == stay.to_on == day]
    came = [one for id_, one in here.items() if id_ not in before]
    went = [one for id_, one in before.items() if id_ not in here]
    for stay in passing:
        one = (stay, _splits(home, stay, day, _marked(home, day)))
        came.append(one)
        went.append(one)
    split: dict[str, list[int]] = {}
    for column, moved in ((0, came), (1, went)):
        for _stay, names in moved:
            for name in names:
                split.setdefault(name, [0, 0, 0, 0])[column] += 1
    for id_ in here.keys() & before.keys():
        now, then = here[id_][1], before[id_][1]
        for column, names in ((2, now - then), (3, then - now)):
            for name in names:
                split.setdefault(name, [0, 0, 0, 0])[column] += 1
    ends = [
        "died" if stay.end_reason == "death" else "moved_out" if stay.end_reason == "transfer" else "discharged"
        for stay, _names in went
    ]
    moved_in = sum(stay.ground == "transfer" for stay, _names in came)
    beds = [(_bed(home, here[id_][0], eve), _bed(home, here[id_][0], day)) for id_ in here.keys() & before.keys()]
    return {
        "admitted": len(came) - moved_in, "moved_in": moved_in, "flows": split or None,
        **{name: ends.count(name) for name in ("discharged", "died", "moved_out")},
        "moves": sum(None not in pair and pair[0] != pair[1] for pair in beds),
    }  # fmt: skip
