"""Masks, time-ordered ids and the log's silence."""

import io
import json
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.identity import mask_id, mask_name, mask_phone
from app.core.log import FORBIDDEN, configure_log, log
from app.core.uuid7 import day_of_tap, uuid7


def test_masks_look_as_the_standard_page_says() -> None:
    assert [mask_name(name) for name in ("王秀英", "王英", "欧阳秀英", "王", "")] == ["王*英", "王*", "欧**英", "*", ""]
    assert mask_phone("13812345678") == "138****5678"
    assert mask_id("110101194912311234") == "110101********1234"


@given(st.text("0123456789X", min_size=8, max_size=20))
def test_a_mask_never_shows_the_middle(number: str) -> None:
    assert len(mask_id(number)) == len(number)
    assert mask_id(number).count("*") >= 4
    assert mask_phone(number).count("*") >= 1


def test_a_tap_id_is_a_uuid7_and_knows_its_day() -> None:
    drawn = uuid7()
    assert (drawn.version, drawn.variant) == (7, uuid4().variant)
    assert day_of_tap(UUID("019aa4d0-0000-7000-8000-000000000000")) == date(2025, 11, 21)
    with pytest.raises(ValueError, match="UUIDv7"):
        day_of_tap(uuid4())


def test_tap_ids_do_not_repeat() -> None:
    assert len({uuid7() for _ in range(5_000)}) == 5_000


def test_personal_words_never_reach_the_log() -> None:
    kept = io.StringIO()
    configure_log(stream=kept)
    log().info("seen", bed_id=7, **dict.fromkeys(FORBIDDEN, "王秀英110101194912311234"))
    assert "王秀英" not in kept.getvalue()
    assert json.loads(kept.getvalue())["bed_id"] == 7
    configure_log()
