"""Files are told by their bytes, sealed, opened only by those who may, and every look leaves a line."""

from typing import Any

import pytest
from sqlalchemy import text

from app.attachments.errors import AttachmentTooLarge, EmptyAttachment, UnknownAttachmentType
from app.attachments.rules import MAX_BYTES, OF_THE_HOME, PERSONAL, checked_type, permission_to_open
from app.attachments.service import keep_file
from app.core.db import Database, transaction
from app.core.errors import DomainError
from app.core.postgres.urls import Urls
from tests.factories.institutions import an_institution
from tests.support.people import a_user, client_for, open_sign_in_for
from tests.support.tenants import OTHER_COUNTY, acting_everywhere
from tests.support.town import committing

SCAN = b"%PDF-1.7 a scan of a paper"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (SCAN, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_a_file_is_told_by_its_first_bytes(data: bytes, media_type: str) -> None:
    assert checked_type(data) == media_type


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", EmptyAttachment),
        (b"<html>%PDF-", UnknownAttachmentType),
        (b"RIFF\x00\x00\x00\x00WAVE", UnknownAttachmentType),
        (b"MZ", UnknownAttachmentType),
        (b"%PDF-" + b"x" * MAX_BYTES, AttachmentTooLarge),
    ],
)
def test_other_files_are_refused_with_a_way_out(data: bytes, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal) as refused:
        checked_type(data)
    assert refused.value.message


async def test_who_may_opens_it_and_the_look_is_kept(app: Any, urls: Urls, pools: Database) -> None:
    async with committing(urls):
        async with acting_everywhere() as actor, transaction() as session:
            home = await an_institution(session)
            there = await an_institution(session, county=OTHER_COUNTY)
            where = {"county": home.county, "institution_id": home.id}
            kept = await keep_file(
                session, actor, **where, filename="核定 批复.pdf", content=SCAN, purpose="registered_beds"
            )
        tokens = [await open_sign_in_for((await a_user("director", place)).id) for place in (home, there)]
        async with client_for(app, tokens[0]) as director, client_for(app, tokens[1]) as stranger:
            opened = await director.get(f"/attachments/{kept.id}")
            assert (opened.status_code, opened.content) == (200, SCAN)
            assert opened.headers["Content-Type"] == "application/pdf"
            assert "filename*=UTF-8''%E6%A0%B8" in opened.headers["Content-Disposition"]
            assert (await stranger.get(f"/attachments/{kept.id}")).status_code == 404
            assert (await stranger.get("/attachments/987654")).status_code == 404
        async with acting_everywhere(), transaction(read_only=True) as session:
            looks = await session.execute(text("SELECT subject_kind, subjects, fields FROM access_entries"))
            assert looks.all() == [("attachments", [kept.id], ["content"])]


async def test_who_sees_only_the_home_opens_no_file_of_a_person(app: Any, urls: Urls, pools: Database) -> None:
    async with committing(urls):
        async with acting_everywhere() as actor, transaction() as session:
            home = await an_institution(session)
            said: dict[str, Any] = {"county": home.county, "institution_id": home.id, "filename": "a.pdf"}
            kept = [
                await keep_file(session, actor, **said, content=SCAN, purpose=purpose)
                for purpose in ("registered_beds", "elder_photo", "some_day")
            ]
        for role, answers in {"kitchen": [200, 404, 404], "caregiver": [200, 200, 200]}.items():
            async with client_for(app, await open_sign_in_for((await a_user(role, home)).id)) as browser:
                got = [(await browser.get(f"/attachments/{file.id}")).status_code for file in kept]
                assert got == answers, role
        manager = await a_user("administrator", region=home.county)
        async with client_for(app, await open_sign_in_for(manager.id)) as browser:
            assert [(await browser.get(f"/attachments/{file.id}")).status_code for file in kept] == [200, 404, 404]


def test_a_purpose_is_the_homes_or_a_persons() -> None:
    assert not OF_THE_HOME & PERSONAL
    assert {permission_to_open(purpose) for purpose in OF_THE_HOME} == {"institutions.see"}
    assert {permission_to_open(purpose) for purpose in PERSONAL} == {"residents.see"}
