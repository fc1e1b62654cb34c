"""The web application, put together: the only file that knows every router, from the top storey down."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.accounts import routes as accounts
from app.admissions import routes as admissions
from app.assessments import routes as assessments
from app.assessments.queries.due import tell_residents
from app.attachments import routes as attachments
from app.audit import routes as audit
from app.beds import routes as beds
from app.beds.queries import tell_people
from app.beds.routes.viewing import tell_panel
from app.bureau import routes as bureau
from app.census import routes as census
from app.core.live import listening
from app.core.postgres.guard import check_serving_role
from app.core.settings import settings
from app.core.startup import open_process
from app.desk import routes as desk
from app.imports import routes as imports
from app.institutions import routes as institutions
from app.offers import routes as offers
from app.offers.queries.clock import due_on
from app.placements import routes as placements
from app.public import routes as public
from app.regions import routes as regions
from app.residents import routes as residents
from app.residents.queries.lists import tell_stays
from app.stays import routes as stays
from app.stays.queries.board import names_of_bed, people_of_day
from app.stays.queries.listing import residents_on, stays_of_list
from app.waitlist import routes as waitlist
from app.waitlist.routes.parts import tell_entry
from app.web import errors, health, kit, live, outbox, worker
from app.web.application import Application
from app.web.origin import SameOriginOnly, SecurityHeaders
from app.web.static import ROOT, HashedFiles
from app.welcome import routes as welcome

__all__ = ["create_app"]

STOREYS = (
    welcome, desk, imports, bureau, public, admissions, offers, waitlist, placements, census, stays, assessments,
    residents, beds, institutions, regions, accounts, attachments, audit,
)  # fmt: skip
LARGEST_BODY = 11 * 1024 * 1024


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the pools unless whoever started us has, refuse a role that is too strong, listen for changes."""
    pools = open_process(settings())
    await check_serving_role(pools.engines["app"])
    async with listening(pools.engines["app"].url) as hub:
        app.state.hub = hub
        yield
    await pools.dispose()


def create_app() -> FastAPI:
    """Build the application; the database is opened when it starts."""
    app = Application(
        title="颐养 Yiyang",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        max_body_size=LARGEST_BODY,
        telemetry={"logs": False},
    )
    for storey in STOREYS:
        app.serve(storey.router)
    tell_people(people_of_day, names_of_bed)
    tell_panel("stays.bed_panel.show")
    tell_panel("offers.bed_panel.show", lived_in=False)
    tell_entry("offers", "offers.of_entry.index")
    tell_stays(stays_of_list)
    tell_residents(residents_on)
    waitlist.tell_calendar(due_on)
    app.serve(live.router)
    app.serve(outbox.router)
    app.serve(worker.router)
    app.serve(health.router)
    app.serve(kit.router)
    app.mount("/static", HashedFiles(directory=ROOT), name="static")
    errors.install(app)
    app.add_middleware(SameOriginOnly)
    app.add_middleware(SecurityHeaders, secure=settings().cookies_are_secure)
    return app
