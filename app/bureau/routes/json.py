"""Answers for programs: the occupancy of counties, homes and days in JSON, each row with its definition and source."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau import queries
from app.bureau.queries.answers import Answer, home_said, homes_said, series_said
from app.bureau.rules.answers import CODE, NOT_YET, SINCE, VERSION, county_answers, county_exclusions
from app.census.rules.words import occupancy_definition
from app.core.i18n import N_, _
from app.core.request import current_request
from app.web.addresses import day_in, id_in
from app.web.deps import RowId, Session
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/bureau")
LONGEST = 3660
"""Days of the longest series: ten years."""
YEAR = timedelta(days=365)
NO_SUCH_DAY = N_("{name} 要写成 2026-11-22 这样的日期，请改正")
NO_SUCH_COUNTY = N_("您能看的区县里没有 {name}，请改正 county")
Asked = Mapping[str, str]
Said = tuple[dict[str, Any], Answer]


class Unanswerable(Exception):
    """A question without an answer: what to say and with which status."""

    def __init__(self, detail: str, status: int = 422) -> None:
        """Keep what to say."""
        self.detail, self.status = detail, status


@router.get("/occupancy.json", name="bureau.occupancy.json", access="figures.see")
async def answer_occupancy(request: Request, session: Session) -> Response:
    """Give all counties, or the homes of one or of all, on a day."""
    return await _answer(request, _occupancy(session, request.query_params))


@router.get("/series.json", name="bureau.series.json", access="figures.see")
async def answer_series(request: Request, session: Session) -> Response:
    """Give a county, or all together, day by day."""
    return await _answer(request, _series(session, request.query_params))


@router.get("/homes/{institution_id}/occupancy.json", name="bureau.homes.json", access="figures.see")
async def answer_home(request: Request, session: Session, institution_id: RowId) -> Response:
    """Give one home on a day."""
    return await _answer(request, _home(session, request.query_params, institution_id))


async def _occupancy(session: AsyncSession, asked: Asked) -> Said:
    by, county = asked.get("by") or "county", _county(asked)
    if by not in ("county", "home"):
        raise Unanswerable(_("by 只能是 county 或 home，请改正"))
    answer = homes_said if by == "home" else _counties
    day, said = await _on_day(session, asked, lambda day: answer(session, day, county))
    if not said.rows or said.pending:
        await _check(session, day, county)
    return {"as_of": day}, said


async def _counties(session: AsyncSession, day: date, county: int | None) -> Answer:
    every = await queries.counties_on(session, day)
    wanted = [one for one in every if county is None or one.code == county]
    pending, own = any(one.pending for one in wanted), any(one.computed for one in every)
    return Answer(county_answers(wanted), county_exclusions(wanted), pending, own)


async def _series(session: AsyncSession, asked: Asked) -> Said:
    county, last = _county(asked), await _day(session, asked, "to")
    first = _read(asked, "from") or last - YEAR
    if not 0 <= (last - first).days <= LONGEST:
        raise Unanswerable(_("from 要早于 to，且不超过 {n} 天，请改正").format(n=LONGEST))
    rows = await series_said(session, county, first, last)
    if not rows or rows[-1]["as_of"] < last:
        await _check(session, last, county)
    return {"from": first, "to": last, "county": county}, Answer(rows, [])


async def _home(session: AsyncSession, asked: Asked, institution_id: int) -> Said:
    day, said = await _on_day(session, asked, lambda day: home_said(session, institution_id, day))
    if not said.rows or said.pending:
        await _check(session, day, None)
        if not said.rows and not said.excluded and await queries.home_on(session, institution_id, day) is None:
            raise Unanswerable(_("您能看的区县里没有这家机构"), HTTPStatus.NOT_FOUND)
    return {"as_of": day}, said


async def _check(session: AsyncSession, last: date, county: int | None) -> None:
    """Say why days have no figures, where they are before any; asked only when figures are missing."""
    if county is not None and all(place.code != county for place in await queries.places(session)):
        raise Unanswerable(_(NO_SUCH_COUNTY).format(name=county), HTTPStatus.NOT_FOUND)
    known = await queries.days_open(session)
    if known.first is not None and last < known.first:
        raise Unanswerable(_(SINCE).format(day=last, first=known.first))


async def _on_day(
    session: AsyncSession, asked: Asked, answer: Callable[[date], Awaitable[Answer]]
) -> tuple[date, Answer]:
    """Answer for the day asked for, the newest open one where none is; a row of its own proves that a day is open."""
    named = _read(asked, "day")
    day = await queries.newest_day(session) if named is None else named
    said = await answer(day)
    if named is not None and not said.own:
        await _day(session, asked)
    return day, said


async def _day(session: AsyncSession, asked: Asked, name: str = "day") -> date:
    """Read the day asked for; the newest open one where none is. Nothing is said of a day that is not open yet."""
    day, newest = _read(asked, name), await queries.newest_day(session)
    if day is not None and day > newest:
        raise Unanswerable(_(NOT_YET).format(day=day, newest=newest))
    return newest if day is None else day


def _read(asked: Asked, name: str) -> date | None:
    text = asked.get(name, "")
    day = day_in(text)
    if text and day is None:
        raise Unanswerable(_(NO_SUCH_DAY).format(name=name))
    return day


def _county(asked: Asked) -> int | None:
    text = asked.get("county", "")
    county = id_in(text)
    if text and (county is None or county > 999_999):
        raise Unanswerable(_(NO_SUCH_COUNTY).format(name=text[:20]), HTTPStatus.NOT_FOUND)
    return county


async def _answer(request: Request, asked: Awaitable[Said]) -> Response:
    """Draw an answer with the mark of its content; whoever has that content already is told so."""
    try:
        head, said = await asked
    except Unanswerable as error:
        return _problem(error)
    body = orjson.dumps(
        {
            **head, "definition": CODE, "formula_version": VERSION, "words": occupancy_definition(),
            "rows": said.rows, "excluded": said.excluded,
        }
    )  # fmt: skip
    mark = f'"{sha256(body).hexdigest()}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if mark in known or "*" in known:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def _problem(error: Unanswerable) -> Response:
    """Refuse in the shape in which every refusal is told to programs."""
    body = {
        "type": "about:blank", "title": HTTPStatus(error.status).phrase, "status": error.status,
        "detail": error.detail, "instance": current_request().request_id,
    }  # fmt: skip
    return Response(orjson.dumps(body), error.status, media_type="application/problem+json")
