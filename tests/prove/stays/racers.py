"""Who races in a town: directors of either home, a manager of the county's homes, and officers of the county."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from httpx2 import AsyncClient

from tests.prove.racers import Race
from tests.prove.stays.bed_acts import BED_ACTS
from tests.prove.stays.desk import Acts, Desk, Nothing
from tests.prove.stays.known import Known
from tests.prove.stays.people_acts import PEOPLE_ACTS
from tests.prove.stays.town import Town
from tests.prove.stays.transfer_acts import OFFICER_ACTS, TRANSFER_ACTS
from tests.support.people import a_user, open_sign_in_for

__all__ = ["EVERY_ACT", "HOME_ACTS", "Result", "StayRacer", "seated"]

HOME_ACTS: Acts = PEOPLE_ACTS | TRANSFER_ACTS | BED_ACTS
EVERY_ACT = frozenset(HOME_ACTS | OFFICER_ACTS)


@dataclass(slots=True)
class Result(Race):
    """A race with what was tried, what was never once accepted, and the addresses that answered with a fault."""

    tried: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)
    in_two_counties: int = 0

    def figures(self) -> dict[str, Any]:
        """Give the counts as plain values."""
        never = sorted(EVERY_ACT - set(self.acts))
        plain = {"tried": dict(self.tried), "faults": dict(self.faults), "rows": self.rows, "never_accepted": never}
        return super(Result, self).figures() | plain


class StayRacer:
    """One person with a browser, who does what comes to mind as often as it would."""

    def __init__(self, address: str, desk: Desk, browser: AsyncClient, acts: Acts, race: Result) -> None:
        """Take a seat."""
        self.address, self.desk, self.browser, self.race = address, desk, browser, race
        self.acts, self.weights = list(acts.items()), [weight for weight, _act in acts.values()]

    async def run(self, until: float, most: int) -> None:
        """Act until the time is up, or until all together have done enough."""
        while time.monotonic() < until and self.race.requests < most:
            [(name, (_weight, act))] = self.desk.random.choices(self.acts, self.weights)
            try:
                path, said = act(self.desk)
            except Nothing:
                await asyncio.sleep(0.01)
            else:
                await self._post(name, path, said)

    async def _post(self, name: str, path: str, said: dict[str, Any]) -> None:
        here = path if path.startswith("/") else f"/institutions/{self.desk.home}/{path}"
        body = urlencode({"tap_id": str(uuid4())} | said, doseq=True)
        begun = time.monotonic()
        self.race.requests += 1
        self.race.tried[name] += 1
        answer = await self.browser.post(
            self.address + here, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        self.race.milliseconds.append((time.monotonic() - begun) * 1000)
        status = answer.status_code
        away = status == 303 and not answer.headers["location"].startswith(("/institutions/", "/transfers/"))
        self.race.answers["sent away" if away else str(status)] += 1
        # 503 says that the home is busy and nothing was saved: an answer, on a machine that is too small for the race.
        if (status >= 500 and status != 503) or away or status == 405:
            self.race.faults[f"{status} {name}"] += 1
        elif status == 303:
            self.race.acts[name] += 1


async def seated(address: str, town: Town, known: Known, random: Random, race: Result, acts: Acts) -> list[StayRacer]:
    """Let everybody sit down: two officers, a manager of homes, and the directors of either home."""
    officers = 2 if OFFICER_ACTS.keys() & acts.keys() else 0
    sheet = {name: act for name, act in acts.items() if name not in OFFICER_ACTS}
    racers = []
    for number in range(race.clients):
        house, other = town.houses if number % 2 else town.houses[::-1]
        keys = (other.home.county, other.home.institution_id)
        desk = Desk(house.home.institution_id, keys, house.home.county, town.today, known, Random(random.random()))
        if number < officers:
            user, mine = await a_user("case_officer", region=desk.county), {**OFFICER_ACTS}
        elif number == officers:
            user, mine = await a_user("network_manager", region=desk.county), sheet
        else:
            user, mine = await a_user("director", house.institution), sheet
        browser = AsyncClient(
            headers={"Sec-Fetch-Site": "same-origin", "Origin": address}, timeout=60, verify=False,
            cookies={"s": await open_sign_in_for(user.id)},
        )  # fmt: skip
        racers.append(StayRacer(address, desk, browser, mine, race))
    return racers
