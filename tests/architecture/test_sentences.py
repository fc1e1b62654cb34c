"""Whatever the database can refuse by name has a sentence a person can act on, in both languages."""

from collections.abc import Mapping
from importlib import import_module

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.i18n import translations
from app.core.sentences import SENTENCES
from tests.architecture.catalog import constraint_names
from tests.architecture.reading import domains
from tests.architecture.words import is_chinese, placeholders, writing_faults

MET_BY_NOBODY = {
    "alembic_version_pkc": "written by migrations",
    "ck_database_mark_kind": "written by the owner",
    "ck_database_mark_slot": "written by the owner",
    "ck_rights_keys_key": "written by the owner",
    "ck_rights_keys_one": "written by the owner",
    "pk_rights_keys": "written by the owner",
    "pk_database_mark": "written by the owner",
    "pk_process_secrets": "written by the owner",
}
"""Constraints of tables that no request ever writes."""


@pytest.fixture(scope="session")
def sentences() -> Mapping[str, str]:
    """Load every domain, so that each has said its sentences."""
    for domain in domains():
        import_module(f"app.{domain}")
        for room in ("errors", "models"):
            try:
                import_module(f"app.{domain}.{room}")
            except ModuleNotFoundError as missing:
                if missing.name != f"app.{domain}.{room}":
                    raise
    return dict(SENTENCES)


def unsaid(constraints: Mapping[str, str], sentences: Mapping[str, str]) -> list[str]:
    """List constraints without a sentence."""
    return sorted(
        f"{table}: {name}" for name, table in constraints.items() if name not in sentences.keys() | MET_BY_NOBODY
    )


def unfounded(constraints: Mapping[str, str], sentences: Mapping[str, str]) -> list[str]:
    """List sentences whose constraint does not exist."""
    return sorted((sentences.keys() | MET_BY_NOBODY) - constraints.keys())


def unkind(sentences: Mapping[str, str]) -> list[str]:
    """List sentences that are not 中文, are badly written, leave a gap nobody fills, or say no way out."""
    wrong = []
    for name, said in sorted(sentences.items()):
        if not is_chinese(said):
            wrong.append(f"{name}: not 中文")
        if "请" not in said:
            wrong.append(f"{name}: says no way out: {said}")
        if placeholders(said):
            wrong.append(f"{name}: leaves a gap: {said}")
        wrong += [f"{name}: {fault}: {said}" for fault in writing_faults(said)]
    return wrong


def misnamed(constraints: Mapping[str, str]) -> list[str]:
    """List constraints whose name does not say kind and table."""
    kinds = ("pk", "fk", "uq", "ck", "ex", "ix")
    return sorted(
        name
        for name, table in constraints.items()
        if name not in MET_BY_NOBODY
        and not any(name == f"{k}_{table}" or name.startswith(f"{k}_{table}_") for k in kinds)
    )


async def test_every_constraint_has_a_sentence(owner: AsyncConnection, sentences: Mapping[str, str]) -> None:
    constraints = await constraint_names(owner)
    assert len(constraints) >= 60
    assert unsaid(constraints, sentences) == []


async def test_every_sentence_has_a_constraint(owner: AsyncConnection, sentences: Mapping[str, str]) -> None:
    assert len(sentences) >= 60
    assert unfounded(await constraint_names(owner), sentences) == []


async def test_every_constraint_is_named_by_kind_and_table(owner: AsyncConnection) -> None:
    assert misnamed(await constraint_names(owner)) == []


def test_every_sentence_is_chinese_and_says_a_way_out(sentences: Mapping[str, str]) -> None:
    assert unkind(sentences) == []


def test_every_sentence_is_said_in_english_too(sentences: Mapping[str, str]) -> None:
    english = translations("en")
    assert [name for name, said in sorted(sentences.items()) if english.gettext(said) == said] == []


async def test_a_constraint_without_a_sentence_is_found(owner: AsyncConnection, sentences: Mapping[str, str]) -> None:
    await owner.execute(
        text("CREATE TABLE planted (county int, label text CONSTRAINT ck_planted_label CHECK (label <> ''))")
    )
    await owner.execute(text("CREATE UNIQUE INDEX label_of_planted ON planted (county, label)"))
    constraints = await constraint_names(owner)
    assert set(unsaid(constraints, sentences)) >= {"planted: ck_planted_label", "planted: label_of_planted"}
    assert "label_of_planted" in misnamed(constraints)


def test_a_sentence_without_a_constraint_is_found() -> None:
    constraints = dict.fromkeys(MET_BY_NOBODY, "")
    assert unfounded(constraints, {"ck_beds_gone": "请改"}) == ["ck_beds_gone"]


@pytest.mark.parametrize(
    "said",
    [
        "Bed taken",
        "床位已有人",
        "第3床已有人，请换一张",
        "床位已有人,请换一张",
        "你的床已有人，请换一张",
        "{n} 床已有人，请换",
    ],
)
def test_an_unkind_sentence_is_found(said: str) -> None:
    assert unkind({"ck_beds": said})


def test_a_kind_sentence_is_let_alone() -> None:
    assert unkind({"ck_beds": "第 3 床已有人入住，请换一张床"}) == []
