"""Who races at the beds of one home, what they know, what they do, and what it came to."""

import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from httpx2 import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedMark, RoomTerm

__all__ = ["CLIENTS", "Known", "Race", "Racer"]

CLIENTS = 32
START, DAYS = date(2026, 1, 1), 200


@dataclass(slots=True)
class Race:
    """What a race came to."""

    seed: int
    clients: int = CLIENTS
    requests: int = 0
    seconds: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    deadlocks: int = 0
    breaches: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Give the counts as plain values, times as p50, p99 and the worst."""
        plain = asdict(self) | {"answers": dict(self.answers), "acts": dict(self.acts), "breaches": dict(self.breaches)}
        times = sorted(self.milliseconds) or [0.0]
        plain["milliseconds"] = {
            "p50": round(times[len(times) // 2], 1),
            "p99": round(times[min(len(times) - 1, len(times) * 99 // 100)], 1),
            "worst": round(times[-1], 1),
        }
        return plain


@dataclass(slots=True)
class Known:
    """The ids that the racers aim at, read anew while they run."""

    beds: list[int] = field(default_factory=list)
    rooms: list[int] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    async def learn(self, session: AsyncSession, home: int) -> None:
        """Read those of one home."""
        self.beds = list(await session.scalars(select(Bed.id).where(Bed.institution_id == home).order_by(Bed.id)))
        self.rooms = sorted(set(await session.scalars(_live(RoomTerm, RoomTerm.room_id, home))))
        self.claims = sorted(await session.scalars(_live(BedClaim, BedClaim.id, home)))
        self.marks = sorted(await session.scalars(_live(BedMark, BedMark.id, home)))


def _live(model: Any, column: Any, home: int) -> Any:
    return select(column).where(model.institution_id == home, model.voided_at.is_(None), model.to_on == date.max)


class Racer:
    """One person with a browser, who does whatever comes to mind."""

    def __init__(self, root: str, browser: AsyncClient, known: Known, random: Random, race: Race) -> None:
        """Take a seat."""
        self.root, self.browser, self.known, self.random, self.race = root, browser, known, random, race

    def day(self) -> str:
        """Any day of the race's calendar."""
        return (START + timedelta(days=self.random.randrange(DAYS))).isoformat()

    def one(self, ids: list[int]) -> int:
        """Any of these, or nothing that exists."""
        return self.random.choice(ids) if ids else 1

    def some(self) -> list[int]:
        """One to three beds."""
        return self.random.sample(self.known.beds, min(len(self.known.beds), self.random.randint(1, 3)))

    def act(self) -> tuple[str, dict[str, Any]]:
        """Think of an act: the path and what the form says."""
        day, known = self.day(), self.known
        acts: list[tuple[str, dict[str, Any]]] = [
            ("closures", {"bed_ids": self.some(), "reason": "repair", "from_on": day}),
            ("closures", {"bed_ids": self.some(), "reason": "cleaning", "from_on": day}),
            ("closures", {"bed_ids": self.some(), "reason": "safety", "from_on": day, "planned_end_on": "2027-01-01"}),
            (f"closures/{self.one(known.claims)}/end", {"on": day}),
            (f"closures/{self.one(known.claims)}/end", {"on": day}),
            (f"closures/{self.one(known.claims)}/plan", {"planned_end_on": "2027-02-01"}),
            (f"closures/{self.one(known.claims)}/void", {"reason": "登错了"}),
            ("marks", {"bed_ids": self.some(), "kind": "nursing", "from_on": day, "basis": "竞速", "seen": "yes"}),
            ("marks", {"bed_ids": self.some(), "kind": "general", "from_on": day, "basis": "竞速", "seen": "yes", "replace": "yes"}),
            ("mark-ends", {"mark_ids": [self.one(known.marks)], "on": day}),
            (f"beds/{self.one(known.beds)}/room", {"room_id": self.one(known.rooms), "on": day}),
            (f"beds/{self.one(known.beds)}/span", {"from_on": "2025-06-01", "last_on": self.random.choice(["", day])}),
            (f"bed-retirements?beds={self.one(known.beds)}", {"on": day, "end_closures": self.random.choice(["", "yes"])}),
            (f"rooms/{self.one(known.rooms)}/beds", {"beds": "1", "from_on": day}),
            (f"rooms/{self.one(known.rooms)}/split", {"bed_ids": self.some(), "label": f"S{self.random.randrange(9999)}", "on": day}),
            (f"rooms/{self.one(known.rooms)}/merger", {"room_ids": [self.one(known.rooms)], "on": day}),
        ]  # fmt: skip
        return self.random.choice(acts)

    async def run(self, until: float, most: int) -> None:
        """Act until the time is up, or until all together have done enough."""
        while time.monotonic() < until and self.race.requests < most:
            path, said = self.act()
            body = urlencode({"tap_id": str(uuid4())} | said, doseq=True)
            begun = time.monotonic()
            answer = await self.browser.post(
                f"{self.root}/{path}", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
            )
            self.race.milliseconds.append((time.monotonic() - begun) * 1000)
            self.race.requests += 1
            done = answer.status_code == 303 and answer.headers["location"].startswith("/institutions/")
            self.race.answers[str(answer.status_code) if done or answer.status_code != 303 else "sent away"] += 1
            if done:
                self.race.acts[_kind(path)] += 1


def _kind(path: str) -> str:
    """Name an act by its path without the ids."""
    return "/".join(word for word in path.partition("?")[0].split("/") if not word.isdigit())
