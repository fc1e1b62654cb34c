"""Opening and changing people's files, their photo, and the day somebody died."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.service import CLAIM_REFUSALS, correct_sex
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.crypto import Sealer
from app.core.db import refusing
from app.core.keys import sealer
from app.core.people_changed import person_changed
from app.core.uuid7 import uuid7
from app.residents.errors import AlreadyOnFile, DeathRefused, ElderNotFound, KnownUnderAnotherName, PhotoElsewhere
from app.residents.models import Elder, ElderHome
from app.residents.queries.elders import card_of, names_said
from app.residents.queries.known import Known, find_known, kept_file
from app.residents.rules.actions import ACTIONS as ACTIONS
from app.residents.rules.checks import SoundElder, sound_elder
from app.residents.rules.drafts import ElderDraft
from app.residents.rules.readings import plain_name
from app.residents.service.changing import refuse_changed
from app.residents.service.editing import file_to_edit
from app.residents.service.everywhere import Everywhere, in_all_homes
from app.residents.service.papers import PAPER_REFUSALS, keep_papers
from app.residents.service.sharing import let_see

__all__ = ["change_file", "keep_photo", "open_file", "record_death", "take_death_back"]

SEALED = ("phone", "address", "notes")
COUNTED = ("sex", "born_on", "birth_precision", "hukou_region", "hukou_kind")
"""What the census counts by: when it changes, so do the days of the person's stays."""


async def open_file(
    session: AsyncSession, actor: Actor, home: Home, draft: ElderDraft, *, upload: Upload | None = None
) -> Elder:
    """Open a person's file, or take the one the county already has of the same paper: nobody gets a second one.

    A file the home already sees raises AlreadyOnFile; of one it does not, the name must be right as well.
    """
    authorize(actor, "residents.edit", home)
    person = sound_elder(draft, await business_date(session))
    for paper in person.papers:
        if paper.number and (known := await find_known(session, home, paper.kind, paper.number)):
            return await _take_known(session, actor, home, known, draft)
    async with refusing(session, PAPER_REFUSALS):
        elder = await _new_file(session, actor, home, person, draft)
    kinds = [paper.kind.value for paper in person.papers]
    audit.record(session, actor, "residents.opened", elder, papers=kinds, differs=draft.id_differs)
    if upload is not None:
        await _keep_photo(session, actor, elder, upload)
    return elder


async def change_file(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, draft: ElderDraft, *, version: int | None = None
) -> Elder:
    """Change a person's own lines; whoever read an older version hears of the newer one with both values."""
    authorize(actor, "residents.edit", home)
    async with in_all_homes(session, actor, home, [elder_id]) as everywhere:
        return await _change(session, actor, home, elder_id, draft, version=version, everywhere=everywhere)


async def _change(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder_id: int,
    draft: ElderDraft,
    *,
    version: int | None,
    everywhere: Everywhere,
) -> Elder:
    elder = await file_to_edit(session, actor, home, elder_id)
    today = await business_date(session)
    # Who was taken with a card that is wrong itself is not asked about it again, unless these very lines change.
    looked = replace(draft, id_differs=draft.id_differs or _as_it_stands(elder, draft))
    person = sound_elder(looked, today, card=await card_of(session, elder, today), opening=False)
    keys = await sealer(session, elder.county)
    asked = person.columns | {name: text for name in SEALED if (text := getattr(draft, name)) is not None}
    standing = {name: _standing(elder, name, keys) for name in asked}
    changed = {name: value for name, value in asked.items() if standing[name] != value}
    await refuse_changed(session, elder, standing, changed, version)
    if not changed:
        return elder
    async with refusing(session, CLAIM_REFUSALS):
        for name, value in changed.items():
            setattr(elder, name, _kept(elder, name, value, keys))
        if "sex" in changed:
            await correct_sex(session, home, elder.id, elder.sex)
            everywhere.corrected(elder.id, elder.sex)
    audit.record(
        session, actor, "residents.changed", elder, institution_id=home.institution_id, fields=sorted(changed),
        differs=draft.id_differs,
    )  # fmt: skip
    if changed.keys() & set(COUNTED):
        everywhere.changed()
    return elder


async def keep_photo(session: AsyncSession, actor: Actor, home: Home, elder_id: int, upload: Upload | None) -> Elder:
    """Put a new photo into the file, or take the old one out; scans of earlier ones stay with the attachments."""
    elder = await file_to_edit(session, actor, home, elder_id)
    if elder.institution_id != home.institution_id:
        raise PhotoElsewhere
    if upload is None:
        async with refusing(session):
            elder.photo_id = None
    else:
        await _keep_photo(session, actor, elder, upload)
    audit.record(session, actor, "residents.photo_changed", elder, photo=elder.photo_id)
    return elder


async def record_death(session: AsyncSession, actor: Actor, elder: Elder, on: date) -> None:
    """Write the day of death into the file. The caller has been authorized, has locked the file and ends the stay."""
    if on > await business_date(session) or (elder.born_on and on < elder.born_on):
        raise DeathRefused
    async with refusing(session):
        elder.died_on = on
    person_changed(session, elder.county, elder.id)
    audit.record(session, actor, "residents.death_recorded", elder, on=on)


async def take_death_back(session: AsyncSession, actor: Actor, elder: Elder) -> None:
    """Take a day of death out again that was wrong. The caller has been authorized and has locked the file."""
    before = elder.died_on
    async with refusing(session):
        elder.died_on = None
    person_changed(session, elder.county, elder.id)
    audit.record(session, actor, "residents.death_taken_back", elder, before=before)


async def _take_known(session: AsyncSession, actor: Actor, home: Home, known: Known, draft: ElderDraft) -> Elder:
    """Let the home see the file the county has, once the name proves that the number was not a slip."""
    if known.here:
        raise AlreadyOnFile(known.elder_id)
    async with refusing(session):
        await let_see(session, home, known.elder_id)
        elder = await kept_file(session, home.county, known.elder_id)
        if elder is not None and elder.merged_into_id is not None:
            await let_see(session, home, elder.merged_into_id)
            elder = await kept_file(session, home.county, elder.merged_into_id)
        if elder is None:
            raise ElderNotFound
        if plain_name(draft.name) not in await names_said(session, elder):
            raise KnownUnderAnotherName
    audit.record(session, actor, "residents.shared", elder, institution_id=home.institution_id)
    return elder


async def _new_file(session: AsyncSession, actor: Actor, home: Home, person: SoundElder, draft: ElderDraft) -> Elder:
    elder = Elder(**home.keys, seal=uuid7(), recorded_by=actor.user_id, **person.columns)
    if any(getattr(draft, name) for name in SEALED):
        keys = await sealer(session, home.county)
        for name in SEALED:
            setattr(elder, name, _kept(elder, name, getattr(draft, name), keys))
    session.add(elder)
    await session.flush()
    session.add(ElderHome(**home.keys, elder_id=elder.id))
    await keep_papers(session, actor, elder, person.papers)
    return elder


async def _keep_photo(session: AsyncSession, actor: Actor, elder: Elder, upload: Upload) -> None:
    where = {"county": elder.county, "institution_id": elder.institution_id}
    kept = await keep_upload(session, actor, **where, upload=upload, purpose="elder_photo")
    async with refusing(session):
        elder.photo_id = kept.id


def _standing(elder: Elder, name: str, keys: Sealer) -> Any:
    value = getattr(elder, name)
    if name in SEALED:
        return keys.open("elders", name, elder.seal, value) if value else ""
    return value


def _kept(elder: Elder, name: str, value: Any, keys: Sealer) -> Any:
    if name not in SEALED:
        return value
    text = (value or "").strip()
    return keys.seal("elders", name, elder.seal, text) if text else None


def _as_it_stands(elder: Elder, draft: ElderDraft) -> bool:
    kept = (elder.sex, elder.born_on, elder.birth_precision)
    return (draft.sex, draft.born_on, draft.birth_precision) == kept
