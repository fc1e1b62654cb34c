"""Somebody with a person's assessments open, who sends forms and rows as a browser does."""

import base64
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from app.assessments.scales import SCALES
from app.core.uuid7 import uuid7
from tests.assessments.answering import of_total
from tests.assessments.visits import PNG
from tests.residents.filing import FileDesk
from tests.support.html import the

__all__ = ["PICTURE", "VisitDesk", "ago"]

PICTURE = "data:image/png;base64," + base64.b64encode(PNG).decode()
DAY = "2026-10-01"


def ago(**time: float) -> str:
    """An instant as a device writes it."""
    return (datetime.now(UTC) - timedelta(**time)).isoformat()


class VisitDesk:
    """A nurse of the home with the file open; others may sit down."""

    def __init__(self, desk: FileDesk) -> None:
        self.desk = desk
        self.visit = 0
        self.users: dict[int, int] = {}

    @property
    def home(self) -> int:
        return self.desk.house.home.institution_id

    async def start(self, **said: Any) -> Any:
        """Begin a visit; gives the answer and remembers which it is."""
        form = {"scale": "gbt42195-2022", "reason": "first", "assessed_on": DAY, "months": "6"} | said
        answer = await self.desk.post("assessments", **form)
        found = re.search(r"/assessments/(\d+)/answers$", answer.headers.get("location", ""))
        self.visit = int(found[1]) if found else 0
        return answer

    async def get(self, path: str = "", **headers: str) -> Any:
        """Open a page of the visit."""
        return await self.desk.get(f"/assessments/{self.visit}{path}", **headers)

    async def post(self, path: str, **said: Any) -> Any:
        """Send a form of the visit."""
        return await self.desk.post(f"assessments/{self.visit}/{path}", **said)

    async def user(self) -> int:
        """Whoever is signed in, as the page tells its script."""
        browser = self.desk.browser
        if id(browser) not in self.users:
            self.users[id(browser)] = int(the((await browser.get("/outbox")).text, "#outbox")["data-user"])
        return self.users[id(browser)]

    async def row(self, kind: str = "assessments.save", at: str = "", **body: Any) -> dict[str, Any]:
        """A row of the outbox about this visit."""
        about = {"home": self.home, "elder": self.desk.elder_id, "assessment": self.visit}
        return {"id": str(uuid7()), "kind": kind, "at": at or ago(), "user": await self.user(), "body": about | body}

    async def send(self, *rows: dict[str, Any]) -> list[dict[str, Any]]:
        """Send rows; gives what is said of each."""
        answer = await self.desk.browser.post("/outbox", json=list(rows), headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.text
        said: list[dict[str, Any]] = answer.json()
        return said

    async def answered(self, total: int = 48, **facts: Any) -> list[dict[str, Any]]:
        """Answer everything and have the level reckoned, as a tablet does once there is a line."""
        answers = of_total(SCALES["gbt42195-2022"], total)
        one_by_one = [await self.row(answers={code: choice}) for code, choice in answers.items()]
        return await self.send(*one_by_one, await self.row(facts=facts), await self.row("assessments.score"))

    async def sign(self, role: str, name: str, **other: Any) -> Any:
        """Sign by finger."""
        return await self.post("signatures", **({"role": role, "name": name, "image": PICTURE} | other))
