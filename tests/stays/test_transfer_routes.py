"""The pages of a transfer: asked here, answered there, approved by the county, in three browsers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.core.clock import business_date
from app.core.db import transaction
from app.core.postgres.urls import Urls
from app.stays.models import Stay, Transfer, TransferPerson
from tests.factories.beds import HouseOfBeds, a_house
from tests.stays.test_transfers import Pair
from tests.support.html import page
from tests.support.html import select as pick
from tests.support.people import Client, a_user, client_for, open_sign_in_for
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing


class Desks:
    """Three people at three desks of a town that keeps what is committed."""

    def __init__(self, app: Any, stack: AsyncExitStack) -> None:
        """Open the town."""
        self.app, self.stack = app, stack
        self.giving: HouseOfBeds
        self.receiving: HouseOfBeds
        self.stay_id, self.elder_id, self.name = 0, 0, ""
        self.today = date.min

    async def fill(self, county: int) -> None:
        """Build two homes with one resident in the first."""
        async with acting_everywhere(), transaction() as session:
            self.giving, self.receiving = await a_house(session), await a_house(session, county=county)
            self.today = await business_date(session)
            stay = await Pair(session, self.giving, self.receiving).resident("301-1", name="王秀英")
            self.stay_id, self.elder_id = stay.id, stay.elder_id
        self.asker = await self.sign_in("director", self.giving)
        self.taker = await self.sign_in("director", self.receiving)
        self.officer = await self.sign_in("case_officer", region=COUNTY)

    async def sign_in(self, role: str, house: HouseOfBeds | None = None, *, region: int | None = None) -> Client:
        """Let somebody sit down."""
        user = await a_user(role, house.institution if house else None, region=region)
        return await self.stack.enter_async_context(client_for(self.app, await open_sign_in_for(user.id)))

    def at(self, house: HouseOfBeds, path: str = "") -> str:
        """The address of transfers in one home."""
        return f"/institutions/{house.home.institution_id}/transfers{path}"

    async def ask(self, **said: object) -> Any:
        """Ask by the form."""
        to = self.receiving.home
        form = {
            "tap_id": str(uuid4()), "stay_ids": self.stay_id, "to_home": f"{to.county}-{to.institution_id}",
            "on": self.today.isoformat(), "reason": "care", "consent_by": "self",
            "consented_on": self.today.isoformat(),
        }  # fmt: skip
        return await self.asker.post(self.at(self.giving), data=form | said)

    async def all(self, rows: Any) -> list[Any]:
        """Read what has been committed."""
        async with acting_everywhere(), transaction(read_only=True) as session:
            return list(await session.scalars(rows))

    async def the_transfer(self) -> Transfer:
        """The one there is."""
        [found] = await self.all(select(Transfer))
        return found  # type: ignore[no-any-return]


@asynccontextmanager
async def three(app: Any, urls: Urls, *, county: int = COUNTY) -> AsyncIterator[Desks]:
    """A pair of homes, three browsers, and everything swept away at the end."""
    async with committing(urls), AsyncExitStack() as stack:
        desks = Desks(app, stack)
        await desks.fill(county)
        yield desks


@pytest.mark.parametrize("county", [COUNTY, OTHER_COUNTY])
async def test_three_people_and_it_is_done(app: Any, pools: Any, urls: Urls, county: int) -> None:
    async with three(app, urls, county=county) as desks:
        asked = await desks.ask()
        assert asked.status_code == 303, asked.text
        assert (await desks.asker.get(asked.headers["location"])).status_code == 200
        transfer = await desks.the_transfer()
        there = desks.at(desks.receiving, f"/{transfer.id}")
        assert pick((await desks.taker.get(there)).text, "select[name=bed_ids] option")
        form: dict[str, Any] = {
            "tap_id": str(uuid4()), "version": transfer.version, "elder_ids": desks.elder_id,
            "bed_ids": desks.receiving.beds["302-2"],
        }  # fmt: skip
        assert (await desks.taker.post(f"{there}/acceptance", data=form)).status_code == 303
        assert "等您审批" in (await desks.officer.get("/transfers")).text
        transfer = await desks.the_transfer()
        assert (await desks.officer.get(f"/transfers/{transfer.id}")).status_code == 200
        form = {"tap_id": str(uuid4()), "version": transfer.version}
        for _twice in range(2):
            answer = await desks.officer.post(f"/transfers/{transfer.id}/approval", data=form)
            assert answer.status_code == 303, answer.text
        assert (await desks.the_transfer()).done_at is not None
        there_now = select(Stay).where(Stay.institution_id == desks.receiving.home.institution_id)
        assert len(await desks.all(there_now)) == 1


async def test_approved_ahead_it_is_carried_out_by_a_director(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask(on=(desks.today + timedelta(days=3)).isoformat())
        transfer = await desks.the_transfer()
        path = desks.at(desks.giving, f"/{transfer.id}/completion")
        answer = await desks.asker.post(path, data={"tap_id": str(uuid4()), "version": transfer.version})
        assert answer.status_code == 409
        assert "等对方接收" in answer.text


async def test_the_list_of_the_case_officer_masks_names(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        [person] = await desks.all(select(TransferPerson))
        shown = (await desks.officer.get("/transfers")).text
        assert person.name not in shown
        assert "王*英" in shown


async def test_a_form_that_is_refused_keeps_what_was_typed(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        later = (desks.today + timedelta(days=9)).isoformat()
        words = page((await desks.ask(consented_on=later, needs="夜里起两次")).text).text
        assert "同意的日期还没到" in words
        assert "夜里起两次" in words


async def test_a_home_that_is_no_side_of_it_sees_nothing(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        transfer = await desks.the_transfer()
        async with acting_everywhere(), transaction() as session:
            third = await a_house(session)
        stranger = await desks.sign_in("director", third)
        assert (await stranger.get(desks.at(third, f"/{transfer.id}"))).status_code == 404


async def test_the_giving_home_cannot_answer_for_the_other(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        transfer = await desks.the_transfer()
        form = {"tap_id": str(uuid4()), "version": transfer.version, "elder_ids": 1, "bed_ids": 1}
        answer = await desks.asker.post(desks.at(desks.giving, f"/{transfer.id}/acceptance"), data=form)
        assert answer.status_code == 422
        assert "请由接收机构答复" in answer.text


async def test_withdrawing_wants_a_reason(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        transfer = await desks.the_transfer()
        path = desks.at(desks.giving, f"/{transfer.id}/withdrawal")
        form = {"tap_id": str(uuid4()), "version": transfer.version, "reason": ""}
        assert (await desks.asker.post(path, data=form)).status_code == 422
        form |= {"tap_id": str(uuid4()), "reason": "家属不愿意"}
        assert (await desks.asker.post(path, data=form)).status_code == 303
        assert (await desks.the_transfer()).withdrawn_at is not None
