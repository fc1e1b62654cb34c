"""Sealed values open only where they belong; equal values meet in the blind index and nowhere else."""

import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import KeyFile, KeyFileMissing, Sealer, Tampered
from app.core.keys import sealer
from tests.support.tenants import COUNTY, OTHER_COUNTY

SEAL = UUID(int=7)
HERE = Sealer(510302, 1, b"d" * 32, b"i" * 32)
PHONE = "13800001234"


def test_a_value_opens_in_its_place() -> None:
    assert HERE.open("users", "phone", SEAL, HERE.seal("users", "phone", SEAL, PHONE)) == PHONE


@pytest.mark.parametrize(
    ("keys", "table", "column", "seal"),
    [
        (HERE, "users", "phone", UUID(int=8)),
        (HERE, "users", "name", SEAL),
        (HERE, "elders", "phone", SEAL),
        (Sealer(510304, 1, b"d" * 32, b"i" * 32), "users", "phone", SEAL),
        (Sealer(510302, 1, b"e" * 32, b"i" * 32), "users", "phone", SEAL),
    ],
    ids=["another row", "another column", "another table", "another county", "another key"],
)
def test_a_moved_value_does_not_open(keys: Sealer, table: str, column: str, seal: UUID) -> None:
    sealed = HERE.seal("users", "phone", SEAL, PHONE)
    with pytest.raises(Tampered):
        keys.open(table, column, seal, sealed)


def test_a_flipped_bit_does_not_open() -> None:
    sealed = bytearray(HERE.seal("users", "phone", SEAL, PHONE))
    sealed[-1] ^= 1
    with pytest.raises(Tampered):
        HERE.open("users", "phone", SEAL, bytes(sealed))


def test_the_same_value_is_sealed_differently_but_met_by_its_index() -> None:
    assert HERE.seal("users", "phone", SEAL, PHONE) != HERE.seal("users", "phone", SEAL, PHONE)
    assert HERE.blind("phone", PHONE) == HERE.blind("phone", PHONE)
    assert HERE.blind("phone", PHONE) != HERE.blind("tail", PHONE)
    assert HERE.blind("phone", PHONE) != Sealer(510304, 1, b"d" * 32, b"j" * 32).blind("phone", PHONE)


def test_the_key_file_is_private_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    with pytest.raises(KeyFileMissing):
        KeyFile.load(path, create=False)
    first = KeyFile.load(path, create=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KeyFile.load(path, create=True).secret("x") == first.secret("x")
    assert first.secret("x") != first.secret("y")


async def test_each_county_has_keys_of_its_own_that_stay(session: AsyncSession) -> None:
    here, again, there = [await sealer(session, county) for county in (COUNTY, COUNTY, OTHER_COUNTY)]
    assert (here.data, here.index) == (again.data, again.index)
    assert here.data != there.data
    assert here.index != there.index


async def test_the_database_holds_neither_key_nor_value(session: AsyncSession) -> None:
    keys = await sealer(session, COUNTY)
    wrapped = (
        await session.execute(text("SELECT wrapped FROM county_keys WHERE county = :c"), {"c": COUNTY})
    ).scalar_one()
    assert keys.data not in wrapped
    assert PHONE.encode() not in keys.seal("users", "phone", uuid4(), PHONE)
