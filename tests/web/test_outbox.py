"""The outbox: each row once however often it comes, a refusal leaves nothing and stops nobody, nobody sends another's rows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.models import Act, AuditEntry
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.db import close_work
from app.core.errors import DomainError
from app.core.uuid7 import uuid7
from app.web import outbox
from app.web.outbox import MOST, Tap, outbox_kind
from tests.factories.institutions import an_institution
from tests.support.people import Client, ClientAs, a_user, client_for, open_sign_in_for

AT = "2026-03-01T00:00:00.000Z"


@dataclass
class Device:
    """A tablet in the hands of one person of one home, and what the home has done with the taps."""

    browser: Client
    user: int
    home: Home
    session: AsyncSession
    done: list[Tap] = field(default_factory=list)

    def row(self, kind: str = "test.note", **other: Any) -> dict[str, Any]:
        return {"id": str(uuid7()), "kind": kind, "at": AT, "user": self.user, "body": {"word": "翻身"}} | other

    async def send(self, *rows: Any) -> Any:
        return await self.browser.post("/outbox", json=list(rows), headers={"Accept": "application/json"})

    async def lines(self) -> list[str | None]:
        """The taps of the lines that stand in the trail."""
        mine = select(AuditEntry.tap_id).where(AuditEntry.action == "assessments.saved").order_by(AuditEntry.seq)
        return [str(tap) for tap in await self.session.scalars(mine)]


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of these tests are forgotten afterwards."""
    monkeypatch.setattr(outbox, "_kinds", dict(outbox._kinds))


@pytest.fixture
async def device(app: Any, session: AsyncSession, client_as: ClientAs, kinds: None) -> Any:
    """A nurse's tablet, and a kind of row that notes, refuses or breaks, as its word says."""
    place = await an_institution(session)
    await close_work(session)
    home = Home(place.county, place.id)
    user = await a_user("nurse", place)
    async with client_for(app, await open_sign_in_for(user.id)) as browser:
        ours = Device(browser, user.id, home, session)

        async def find(_session: AsyncSession, _actor: Actor, _tap: Tap) -> Home:
            return home

        async def note(inner: AsyncSession, actor: Actor, thing: Home, tap: Tap) -> None:
            where = {"county": thing.county, "institution_id": thing.institution_id}
            audit.record(inner, actor, "assessments.saved", kind="test", **where)
            if tap.body["word"] == "退住":
                raise DomainError("老人已退住，请核对")
            if tap.body["word"] == "坏":
                raise ZeroDivisionError
            ours.done.append(tap)

        outbox_kind("test.note", "assessments.make", note, place=find, label="记录")
        outbox_kind("test.close", "beds.close", note, place=find, label="停用")
        yield ours


async def test_a_row_is_done_once_although_the_first_reply_was_lost(device: Device) -> None:
    rows = [device.row(), device.row()]
    first = await device.send(*rows)
    # The device never saw that answer and sends both again, with one that was made since.
    again = await device.send(*rows, device.row())
    assert [one["ok"] for one in first.json()] == [True, True]
    assert [one["ok"] for one in again.json()] == [True, True, True]
    assert len(device.done) == 3
    assert (await device.lines())[:2] == [row["id"] for row in rows]


async def test_one_row_twice_in_one_batch_is_done_once(device: Device) -> None:
    row = device.row()
    answer = await device.send(row, row)
    assert [one["ok"] for one in answer.json()] == [True, True]
    assert len(device.done) == 1


async def test_a_refused_row_leaves_nothing_and_stops_no_other(device: Device) -> None:
    bad, broken = device.row(body={"word": "退住"}), device.row(body={"word": "坏"})
    answer = (await device.send(device.row(), bad, broken, device.row())).json()
    assert [one["ok"] for one in answer] == [True, False, False, True]
    assert answer[1] == {"id": bad["id"], "ok": False, "why": "老人已退住，请核对"}
    assert "编号" in answer[2]["why"]
    taken = [str(tap) for tap in await device.session.scalars(select(Act.tap_id))]
    assert {bad["id"], broken["id"]} & {*taken, *await device.lines()} == set()


async def test_a_refused_row_may_be_sent_again_when_the_reason_is_gone(device: Device) -> None:
    row = device.row(body={"word": "退住"})
    await device.send(row)
    row["body"] = {"word": "翻身"}
    assert (await device.send(row)).json() == [{"id": row["id"], "ok": True}]


async def test_a_tap_that_did_something_else_is_refused(device: Device) -> None:
    row = device.row()
    await device.send(row)
    (said,) = (await device.send(row | {"body": {"word": "喂水"}})).json()
    assert not said["ok"]
    assert len(device.done) == 1


async def test_rows_of_somebody_else_wait_for_them(device: Device) -> None:
    answer = await device.send(device.row(), device.row(user=device.user + 1))
    assert answer.status_code == 409
    assert device.done == []


async def test_what_cannot_be_read_or_is_not_allowed_is_refused_one_by_one(device: Device) -> None:
    rows = [
        device.row(id=str(uuid4())), device.row("test.unknown"), device.row("test.close"), device.row(at="gestern"),
        device.row(more=1), device.row(),
    ]  # fmt: skip
    answer = (await device.send(*rows)).json()
    assert [one["ok"] for one in answer] == [False] * 5 + [True]
    assert all(one["why"] for one in answer[:5])
    assert answer[3]["id"] == rows[3]["id"]


async def test_the_claimed_time_is_kept_only_where_it_can_be_true(device: Device, clock: Any) -> None:
    await clock.at("2026-03-01 08:00")
    for at in ("2026-02-23T00:00:00Z", "2026-03-01T00:04:00Z", "2026-02-20T00:00:00Z", "2026-03-01T00:06:00Z"):
        await device.send(device.row(at=at))
    assert [tap.at is not None for tap in device.done] == [True, True, False, False]


async def test_a_batch_that_is_no_batch_is_refused_as_a_whole(device: Device) -> None:
    no_batch: list[Any] = [{"rows": []}, [device.row()] * (MOST + 1)]
    for body in no_batch:
        answer = await device.browser.post("/outbox", json=body)
        assert answer.status_code == 422
    assert (
        await device.browser.post("/outbox", content=b"{", headers={"Accept": "application/json"})
    ).status_code == 422
    assert device.done == []


async def test_nobody_signed_in_is_told_so_and_not_led_to_a_page(client: Client) -> None:
    answer = await client.post("/outbox", json=[], headers={"Accept": "application/json"})
    assert answer.status_code == 401


async def test_the_worker_keeps_the_shell_and_no_page(client: Client) -> None:
    script = (await client.get("/service-worker.js")).text
    assert script.startswith("const SHELL = [")
    for name in ("css/base.css", "js/outbox.js", "js/assessment.js", "vendor/htmx.min.js"):
        assert f'"/static/{name}?v=' in script
    assert "charts" not in script.partition(";")[0]
    offline = await client.get("/offline")
    assert offline.status_code == 200
    assert "没有网" in offline.text
