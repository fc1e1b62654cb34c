"""Writing people: files, papers, categories, contacts, other names, couples and health."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sealer
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.demo import queries
from app.demo.rules.instants import entered_at
from app.demo.rules.story import ContactStory, HealthStory, HomeStory, Person
from app.demo.rules.town import Town
from app.residents.models import (
    Contact,
    Elder,
    ElderCategory,
    ElderHome,
    ElderName,
    ElderPaper,
    ElderRelation,
    HealthNote,
)
from app.residents.rules.kinds import Calendar, GuardianBasis, NameKind, PaperKind
from app.residents.rules.papers import comparable, temporary_number
from app.residents.rules.readings import name_sort, readings

__all__ = ["write_people"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys a town's files are sealed with."""

    county: int
    own: Sealer
    city: Sealer

    def seal(self, table: str, column: str, seal: UUID, words: str) -> bytes | None:
        """Seal words, or nothing where there are none."""
        return self.own.seal(table, column, seal, words) if words else None


async def write_people(session: AsyncSession, town: Town) -> None:
    """Write the files of everybody who ever lived in a town."""
    keys = Keys(town.county, await sealer(session, town.county), await sealer(session, town.county // 100 * 100))
    rows = [_elder(keys, person) for person in town.people]
    for person, new in zip(town.people, await queries.insert_with_ids(session, Elder, rows), strict=True):
        person.id = new
    homes = {home.plan.code: home for home in town.homes}
    everybody = town.people
    await queries.insert_rows(session, ElderHome, [row for one in everybody for row in _homes(one, homes)])
    await queries.insert_rows(session, ElderPaper, [row for one in everybody for row in _papers(keys, one)])
    await queries.insert_rows(session, ElderCategory, [row for one in everybody for row in _categories(keys, one)])
    await queries.insert_rows(session, Contact, [row for one in everybody for row in _contacts(keys, one)])
    await queries.insert_rows(session, HealthNote, [row for one in everybody for row in _health(keys, one)])
    await queries.insert_rows(session, ElderName, [_name(keys, one) for one in everybody if one.other_name])
    await queries.insert_rows(session, ElderRelation, [row for one in everybody for row in _related(keys, one)])


def _said(person: Person) -> Row:
    """Say when and by whom the file was entered."""
    home = person.home
    return {"recorded_at": entered_at(person.filed_on), "recorded_by": home.director_id if home else None}


def _elder(keys: Keys, person: Person) -> Row:
    seal, lunar = uuid7(), person.lunar
    return _said(person) | {
        "county": keys.county, "institution_id": person.home.id if person.home else 0, "seal": seal, "name": person.name,
        "name_sort": name_sort(person.name), "readings": readings(person.name), "name_note": person.name_note,
        "sex": person.sex, "born_on": person.born_on, "birth_precision": person.precision,
        "birthday_calendar": Calendar.LUNAR if lunar else Calendar.SOLAR,
        "lunar_month": lunar[0] if lunar else None, "lunar_day": lunar[1] if lunar else None,
        "lunar_leap": bool(lunar and lunar[2]), "died_on": person.died_on, "ethnicity": person.ethnicity,
        "hukou_region": person.hukou_region, "hukou_kind": person.hukou_kind, "no_id_reason": person.no_id_reason,
        "phone": keys.seal("elders", "phone", seal, person.phone),
        "address": keys.seal("elders", "address", seal, person.address),
        "notes": keys.seal("elders", "notes", seal, person.notes),
    }  # fmt: skip


def _homes(person: Person, homes: dict[str, HomeStory]) -> list[Row]:
    return [
        {"county": homes[code].plan.county, "institution_id": homes[code].id, "elder_id": person.id}
        for code in sorted(person.homes)
    ]


def _papers(keys: Keys, person: Person) -> list[Row]:
    return [_paper(keys, person, kind, number) for kind, number in person.papers]


def _paper(keys: Keys, person: Person, kind: PaperKind, told: str) -> Row:
    seal, purpose = uuid7(), f"elder_papers.{kind.value}"
    number = comparable(told) or temporary_number(keys.county, person.id)
    return _said(person) | {
        "county": keys.county, "elder_id": person.id, "seal": seal, "kind": kind,
        "number": keys.seal("elder_papers", "number", seal, number),
        "number_bi": keys.own.blind(purpose, number), "city_bi": keys.city.blind(purpose, number),
        "last_four_bi": keys.own.blind("elder_papers.last_four", number[-4:]),
    }  # fmt: skip


def _categories(keys: Keys, person: Person) -> list[Row]:
    return [
        _said(person) | {
            "county": keys.county, "elder_id": person.id, "kind": kind, "from_on": since,
            "document_no": document, "unverified": unverified,
        }
        for kind, since, document, unverified in person.categories
    ]  # fmt: skip


def _contacts(keys: Keys, person: Person) -> list[Row]:
    return [_contact(keys, person, number, contact) for number, contact in enumerate(person.contacts)]


def _contact(keys: Keys, person: Person, position: int, contact: ContactStory) -> Row:
    seal = uuid7()
    basis = GuardianBasis.ORGANISATION if contact.relation.value == "village" else GuardianBasis.LEGAL
    return _said(person) | {
        "county": keys.county, "elder_id": person.id, "seal": seal, "relation": contact.relation, "position": position,
        "name": keys.seal("contacts", "name", seal, contact.name),
        "phone": keys.seal("contacts", "phone", seal, contact.phone),
        "address": keys.seal("contacts", "address", seal, contact.address),
        "emergency": contact.emergency, "pays": contact.pays, "guardian": contact.guardian,
        "guardian_basis": basis if contact.guardian else None,
    }  # fmt: skip


def _health(keys: Keys, person: Person) -> list[Row]:
    return [_note(keys, person, note) for note in person.health]


def _note(keys: Keys, person: Person, note: HealthStory) -> Row:
    seal = uuid7()
    return _said(person) | {
        "county": keys.county, "elder_id": person.id, "seal": seal, "kind": note.kind, "code": note.code,
        "severity": note.severity, "words": keys.seal("health_notes", "words", seal, note.words),
        "from_on": note.from_on,
    }  # fmt: skip


def _name(keys: Keys, person: Person) -> Row:
    return _said(person) | {
        "county": keys.county, "elder_id": person.id, "kind": NameKind.FORMER, "name": person.other_name,
        "readings": readings(person.other_name),
    }  # fmt: skip


def _related(keys: Keys, person: Person) -> list[Row]:
    return [
        _said(person) | {
            "county": keys.county, "elder_id": min(person.id, other.id), "other_id": max(person.id, other.id),
            "kind": kind,
        }
        for other, kind in person.related
    ]  # fmt: skip
