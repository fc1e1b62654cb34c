"""轮候公示: the list as it was last published, of a county and of each home."""

from fastapi import Request, Response

from app.core.errors import NotFound
from app.public.queries.lists import published_list, published_lists
from app.public.queries.vacancies import open_counties
from app.public.routes.showing import shared
from app.public.routes.vacancies import County, county_at_hand
from app.waitlist.rules.policy import Key
from app.waitlist.rules.steps import EntryState
from app.web.access import PUBLIC
from app.web.deps import Session
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/open/waitlist")

PAGE, PAPER = 30, 1000
WHOLE_COUNTY = 0


@router.get("", name="public.lists.index", access=PUBLIC)
async def list_counties(request: Request, session: Session) -> Response:
    """Which county's list."""
    counties = await open_counties(session)
    return await shared(request, "public/counties.html", counties=counties, lead="public.lists.show")


@router.get("/{county}", name="public.lists.show", access=PUBLIC)
async def show_list(
    request: Request, session: Session, county: County, home: str = "0", page: str = "1", paper: str = ""
) -> Response:
    """One page of a published list, or all of it on paper."""
    here = county_at_hand(await open_counties(session), county)
    if here is None:
        raise NotFound
    lists = await published_lists(session, county)
    chosen = _number(home, 0)
    first = 0 if paper else (_number(page, 1) - 1) * PAGE
    found = await published_list(session, county, chosen, first=first, many=PAPER if paper else PAGE)
    name = next((one.name for one in lists if one.institution_id == chosen), None)
    return await shared(
        request, "public/paper.html" if paper else "public/list.html", county=here, lists=lists, chosen=chosen,
        found=found, whose=name or here.name, page=_number(page, 1), pages=max(1, -(-found.entries // PAGE)) if found else 1,
        states={state.value: state.label for state in EntryState}, keys={key.value: key.label for key in Key},
    )  # fmt: skip


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 10 and int(typed) else otherwise
