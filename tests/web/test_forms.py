"""Posted forms become values or sentences beside the fields."""

from datetime import date
from uuid import UUID

import pytest
from pydantic import Field
from starlette.datastructures import FormData

from app.core.i18n import set_locale
from app.web.forms import Form, bind


class BedForm(Form):
    """A form of these tests."""

    label: str = Field(title="床号", max_length=5)
    count: int = Field(default=1, title="张数", ge=1, le=9)
    day: date | None = Field(default=None, title="日期")
    tap: UUID | None = Field(default=None, title="编号")
    beds: list[int] = Field(default=[], title="床位")


def said(**posted: str) -> dict[str, str]:
    return bind(BedForm, FormData(list(posted.items()))).errors


def test_a_good_form_has_values_and_no_sentences() -> None:
    bound = bind(
        BedForm, FormData([("label", " 301-1 "), ("day", "2026-11-23"), ("beds", "1"), ("beds", "2"), ("count", "")])
    )
    assert bound.values == BedForm(label="301-1", day=date(2026, 11, 23), beds=[1, 2])


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({}, {"label": "请填写床号"}),
        ({"label": ""}, {"label": "请填写床号"}),
        ({"label": "123456"}, {"label": "床号太长，最多 5 个字"}),
        ({"label": "1", "count": "x"}, {"count": "张数请填整数"}),
        ({"label": "1", "count": "0"}, {"count": "张数不能小于 1"}),
        ({"label": "1", "day": "11月"}, {"day": "日期请填日期，如 2026-11-23"}),
        ({"label": "1", "day": "9999-12-31"}, {"day": "日期请填日期，如 2026-11-23"}),
        ({"label": "1", "day": "0001-01-01"}, {"day": "日期请填日期，如 2026-11-23"}),
        ({"label": "1", "beds": "9" * 30}, {"beds": "床位请填整数"}),
        ({"label": "1", "tap": "x"}, {"tap": "这一页放得太久了，请刷新后重填"}),
        ({"label": "1", "more": "1"}, {"more": "页面多出一项「more」，请刷新后重填"}),
        ({"label": "a\x00b"}, {"label": "床号里有看不见的字符，请删掉后重新输入"}),
        ({"label": "a\ud800b"}, {"label": "床号里有看不见的字符，请删掉后重新输入"}),
    ],
)
def test_each_problem_is_one_sentence_at_its_field(posted: dict[str, str], sentence: dict[str, str]) -> None:
    assert said(**posted) == sentence


def test_sentences_stand_in_the_order_of_the_form() -> None:
    assert list(said(day="x", count="x")) == ["label", "count", "day"]


def test_what_was_typed_is_kept() -> None:
    assert bind(BedForm, FormData([("label", "123456"), ("count", "x")])).raw == {"label": "123456", "count": "x"}


def test_direction_marks_are_taken_out_and_names_composed() -> None:
    bound = bind(BedForm, FormData([("label", "a\u202eb e\u0301"[:6])]))
    assert bound.values is not None
    assert bound.values.label == "ab é"


def test_english_readers_read_english() -> None:
    set_locale("en")
    try:
        assert said()["label"] != "请填写床号"
    finally:
        set_locale("zh")
