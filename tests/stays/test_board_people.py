"""The board knows people: names to whom they belong, where they are, what endangers them, in few statements."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.rules import permissions_of
from app.beds import queries
from app.beds.rules.states import BedState
from app.beds.rules.tiles import BoardBed
from app.core.actor import Actor, Grant
from app.core.clock import business_date
from app.residents.models import HealthNote
from app.residents.rules.kinds import HealthKind
from app.stays import service
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, LateReason, LeaveKind, Payer, StayKind
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.stays.desking import Ward, open_ward
from tests.stays.residence import NOON, TODAY, a_leave, housed
from tests.support.clock import Clock
from tests.support.counting import Counting
from tests.support.html import the
from tests.support.people import ClientAs

# The application hangs the people into the board.
pytestmark = pytest.mark.usefixtures("app")


def reader(house: HouseOfBeds, role: str, *, region: bool = False) -> Actor:
    home = None if region else house.home.institution_id
    return Actor(1, 1, "读者", (Grant(role, permissions_of(role), house.home.county, home),))


async def tile(session: AsyncSession, house: HouseOfBeds, bed: str, who: Actor | None, day: date = TODAY) -> BoardBed:
    home = house.home
    board = await queries.board(session, home.scope, home.institution_id, day, reader=who)
    found = board.find(house.beds[bed])
    assert found is not None
    return found[3]


async def test_three_hundred_beds_with_their_people_take_eleven_statements(
    session: AsyncSession, clock: Clock, counting: Callable[[], Counting]
) -> None:
    await clock.at(NOON)
    house = await a_house(session, rooms="101–175", beds="4")
    for number, bed in enumerate(list(house.beds)[:40]):
        stay = await housed(session, house, bed)
        if number % 4 == 0:
            args = (session, house.actor, house.home)
            await service.start_leave(*args, stay.id, a_leave(LeaveKind.HOSPITAL, on=18))
    await business_date(session)
    director = reader(house, "director")
    with counting() as seen:
        board = await queries.board(session, house.home.scope, house.home.institution_id, TODAY, reader=director)
    assert (board.totals.beds, board.totals.of_state(BedState.HOSPITAL)) == (300, 10)
    assert seen.count == 11
    with counting() as seen:
        await queries.board(session, house.home.scope, house.home.institution_id, TODAY)
    assert seen.count == 6


async def test_a_tile_shows_name_age_and_risks(session: AsyncSession, clock: Clock) -> None:
    await clock.at(NOON)
    house = await a_house(session)
    stay = await housed(session, house, name="王秀英")
    for code in ("fall", "choking"):
        session.add(
            HealthNote(
                county=house.home.county, elder_id=stay.elder_id, seal=uuid4(), kind=HealthKind.RISK, code=code,
                from_on=date(2026, 1, 1),
            )
        )  # fmt: skip
    await session.flush()
    person = (await tile(session, house, "301-1", reader(house, "caregiver"))).person
    assert person is not None
    assert (person.name, person.age, person.risks, person.about) == ("王秀英", 85, "跌噎", "女，85 岁")
    assert "风险：" in person.said


@pytest.mark.parametrize(
    ("draft", "state", "word"),
    [
        ({"expected_on": TODAY}, BedState.LEAVE, "假 今天"),
        ({"expected_on": date(2026, 3, 25)}, BedState.LEAVE, "假 25 日"),
        ({"expected_on": date(2026, 4, 3)}, BedState.LEAVE, "假 04-03"),
        ({"on": 10, "expected_on": date(2026, 3, 16)}, BedState.LEAVE, "▲假4天"),
        ({"kind": LeaveKind.HOSPITAL, "on": 14}, BedState.HOSPITAL, "院 6 天"),
        ({"kind": LeaveKind.HOSPITAL, "on": 14, "expected_on": date(2026, 3, 18)}, BedState.HOSPITAL, "▲院2天"),
    ],
)
async def test_who_is_away_says_so_beside_the_number(
    session: AsyncSession, clock: Clock, draft: dict[str, object], state: BedState, word: str
) -> None:
    await clock.at(NOON)
    house = await a_house(session)
    stay = await housed(session, house)
    await service.start_leave(session, house.actor, house.home, stay.id, a_leave(**draft))  # type: ignore[arg-type]
    bed = await tile(session, house, "301-1", reader(house, "director"))
    assert (bed.state, bed.word) == (state, word)


async def test_on_a_day_to_come_whoever_is_expected_is_back_and_a_planned_end_is_said(
    session: AsyncSession, clock: Clock
) -> None:
    await clock.at(NOON)
    house = await a_house(session)
    stay = await housed(session, house)
    await service.start_leave(session, house.actor, house.home, stay.id, a_leave(expected_on=date(2026, 3, 25)))
    elder = await an_elder(session, house.home)
    draft = AdmissionDraft(
        elder_id=elder.id, bed_id=house.beds["302-1"], kind=StayKind.RESPITE, ground=Ground.DIRECT, payer=Payer.SELF,
        from_on=TODAY, planned_end_on=date(2026, 4, 1),
    )  # fmt: skip
    await service.admit(session, house.actor, house.home, draft)
    director = reader(house, "director")
    assert (await tile(session, house, "301-1", director, date(2026, 3, 24))).state is BedState.LEAVE
    assert (await tile(session, house, "301-1", director, date(2026, 3, 25))).state is BedState.OCCUPIED
    assert (await tile(session, house, "302-1", director, date(2026, 3, 31))).word == ""
    leaving = await tile(session, house, "302-1", director, date(2026, 4, 1))
    assert (leaving.word, leaving.note) == ("将离", "计划 4 月 1 日离院")


async def test_a_private_place_names_who_pays_for_it(session: AsyncSession, clock: Clock) -> None:
    await clock.at(NOON)
    house = await a_house(session)
    elder = await an_elder(session, house.home, name="王秀英")
    draft = AdmissionDraft(
        elder_id=elder.id, bed_id=house.beds["301-1"], kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.SELF,
        from_on=TODAY - timedelta(days=3), late_reason=LateReason.PAPER, private_bed_ids=(house.beds["301-2"],),
    )  # fmt: skip
    await service.admit(session, house.actor, house.home, draft)
    bed = await tile(session, house, "301-2", reader(house, "director"))
    assert bed.person is not None
    assert (bed.state, bed.word, bed.person.name, bed.person.stay_id) == (BedState.PRIVATE, "包", "王秀英", None)
    assert "王秀英包房" in bed.said


async def test_who_may_not_see_stays_is_told_no_name(session: AsyncSession, clock: Clock) -> None:
    await clock.at(NOON)
    house, other = await a_house(session), await a_house(session)
    await housed(session, house, name="王秀英")
    for who in (None, reader(house, "administrator", region=True), reader(house, "kitchen"), reader(other, "director")):
        bed = await tile(session, house, "301-1", who)
        assert (bed.state, bed.person) == (BedState.OCCUPIED, None)
    masked = (await tile(session, house, "301-1", reader(house, "case_officer", region=True))).person
    assert masked is not None
    assert (masked.name, masked.risks) == ("王*英", "")
    whole = (await tile(session, house, "301-1", reader(house, "network_manager", region=True))).person
    assert whole is not None
    assert whole.name == "王秀英"


@pytest.fixture
async def ward(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Ward:
    return await open_ward(session, client_as, clock)


async def test_the_page_can_be_dragged_by_whom_may_move_and_today_only(ward: Ward, client_as: ClientAs) -> None:
    stay = await ward.lives("王秀英", "301-1")
    await ward.lives("李桂芳", "302-1")
    board = (await ward.get("board")).text
    mine = the(board, f"#bed-{ward.house.beds['301-1']}")
    assert (mine["draggable"], mine["data-stay"], mine["data-version"]) == ("true", str(stay.id), str(stay.version))
    assert "王秀英" in board
    yesterday = (await ward.get("board?day=2026-03-19")).text
    assert "draggable" not in yesterday
    nurse = await client_as("nurse", ward.house.institution)
    assert "draggable" not in (await nurse.get(f"{ward.root}/board")).text


async def test_row_security_itself_keeps_people_from_a_strangers_board(ward: Ward, client_as: ClientAs) -> None:
    await ward.lives("王秀英", "301-1")
    administrator = await client_as("administrator", region=0)
    page = (await administrator.get(f"{ward.root}/board")).text
    assert "王秀英" not in page
    assert "301-1 床，在院，在住" in page
    officer = await client_as("case_officer", region=ward.house.home.county)
    assert "王*英" in (await officer.get(f"{ward.root}/board")).text
