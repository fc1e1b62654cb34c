"""Typed input: a posted form becomes values or sentences beside the fields, never an exception."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import PydanticKnownError
from starlette.datastructures import FormData, UploadFile

from app.core.errors import DomainError
from app.core.i18n import N_, _
from app.web.addresses import FIRST_YEAR, LAST_YEAR

__all__ = ["Bound", "Form", "bind", "refused", "status_of"]

F = TypeVar("F", bound=BaseModel)

UNPROCESSABLE, CONFLICT = 422, 409
BIDI = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
BIGGEST = 10**18 - 1
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

SENTENCES = {
    "missing": N_("请填写{label}"),
    "string_too_short": N_("{label}太短，至少 {min_length} 个字"),
    "string_too_long": N_("{label}太长，最多 {max_length} 个字"),
    "string_pattern_mismatch": N_("{label}的写法不对，请照提示填写"),
    "int_parsing": N_("{label}请填整数"),
    "int_type": N_("{label}请填整数"),
    "float_parsing": N_("{label}请填数字"),
    "decimal_parsing": N_("{label}请填数字"),
    "bool_parsing": N_("{label}请选是或否"),
    "greater_than": N_("{label}要大于 {gt}"),
    "greater_than_equal": N_("{label}不能小于 {ge}"),
    "less_than": N_("{label}要小于 {lt}"),
    "less_than_equal": N_("{label}不能大于 {le}"),
    "date_from_datetime_parsing": N_("{label}请填日期，如 2026-11-23"),
    "date_parsing": N_("{label}请填日期，如 2026-11-23"),
    "date_type": N_("{label}请填日期，如 2026-11-23"),
    "datetime_parsing": N_("{label}请填日期和时间"),
    "enum": N_("请从列表中选{label}"),
    "literal_error": N_("请从列表中选{label}"),
    "uuid_parsing": N_("这一页放得太久了，请刷新后重填"),
    "uuid_type": N_("这一页放得太久了，请刷新后重填"),
    "uuid_version": N_("这一页放得太久了，请刷新后重填"),
    "extra_forbidden": N_("页面多出一项「{label}」，请刷新后重填"),
    "list_type": N_("请选择{label}"),
    "too_short": N_("请至少选 {min_length} 项{label}"),
    "too_long": N_("{label}最多选 {max_length} 项"),
    "control_characters": N_("{label}里有看不见的字符，请删掉后重新输入"),
}


class Form(BaseModel):
    """What may be posted: unknown fields are refused, text is trimmed. Give each field a 中文 `title`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)

    @field_validator("*")
    @classmethod
    def _within_reach(cls, value: Any) -> Any:
        """Refuse what no column and no calendar holds: an id beyond bigint, a day that has no day after it."""
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, int) and abs(one) > BIGGEST:
                raise PydanticKnownError("int_parsing")
            if isinstance(one, date) and not FIRST_YEAR <= one.year <= LAST_YEAR:
                raise PydanticKnownError("date_parsing", {"error": "out of reach"})
        return value


@dataclass(frozen=True, slots=True)
class Bound(Generic[F]):
    """A form as it arrived: its values when all is well, else a sentence per field; `raw` redraws what was typed."""

    values: F | None
    errors: dict[str, str] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    files: dict[str, UploadFile] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell whether there are values."""
        return self.values is not None

    def with_error(self, name: str, message: str) -> "Bound[F]":
        """Add a sentence that the rules or the database said about one field."""
        return Bound(None, {**self.errors, name: message}, self.raw, self.files)


def refused(bound: Bound[F], refusal: DomainError) -> Bound[F]:
    """Put a refusal beside its field; what is no matter of the form goes on as it is."""
    if refusal.status not in (UNPROCESSABLE, CONFLICT):
        raise refusal
    return bound.with_error(refusal.field or "", refusal.message)


def status_of(bound: Bound[Any], refusal: DomainError | None = None) -> int:
    """The status of a form that is drawn again."""
    if refusal is not None:
        return refusal.status
    return UNPROCESSABLE if bound.errors else 200


def bind(model: type[F], posted: FormData) -> Bound[F]:
    """Read a posted form into its model. Blank fields count as not given; files are kept apart."""
    raw, files, errors = _collect(model, posted)
    if errors:
        return Bound(None, errors, raw, files)
    given = {name: value for name, value in raw.items() if value}
    try:
        return Bound(model.model_validate(given), {}, raw, files)
    except ValidationError as problem:
        return Bound(None, _sentences(model, problem), raw, files)


def _collect(model: type[BaseModel], posted: FormData) -> tuple[dict[str, Any], dict[str, UploadFile], dict[str, str]]:
    raw: dict[str, Any] = {}
    files: dict[str, UploadFile] = {}
    errors: dict[str, str] = {}
    lists, found = _lists_of(model), dict[str, list[Any]]()
    for name, value in posted.multi_items():
        found.setdefault(name, []).append(value)
    for name, values in found.items():
        if isinstance(values[0], UploadFile):
            if values[0].filename:
                files[name] = values[0]
            continue
        texts = [_clean(str(value)) for value in values]
        if any(CONTROL.search(text) for text in texts if not text.isprintable()):
            errors[name] = _(SENTENCES["control_characters"]).format(label=_label(model, name))
            texts = [CONTROL.sub("", text) for text in texts]
        raw[name] = texts if name in lists else texts[-1]
    return raw, files, errors


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", BIDI.sub("", text)).replace("\r\n", "\n").strip()


@lru_cache(512)
def _lists_of(model: type[BaseModel]) -> frozenset[str]:
    """Name the fields that take several values."""
    kinds = (list, tuple, set, frozenset)
    return frozenset(name for name, one in model.model_fields.items() if get_origin(one.annotation) in kinds)


def _label(model: type[BaseModel], name: str) -> str:
    wanted = model.model_fields.get(name)
    return _(wanted.title) if wanted is not None and wanted.title else name


def _sentences(model: type[BaseModel], problem: ValidationError) -> dict[str, str]:
    """Say each problem once, in the order of the form's own fields."""
    found: dict[str, str] = {}
    for error in problem.errors(include_url=False, include_input=False):
        name = str(error["loc"][0]) if error["loc"] else ""
        found.setdefault(name, _sentence(model, name, error))
    order = list(model.model_fields)
    return dict(sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def _sentence(model: type[BaseModel], name: str, error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    sentence = SENTENCES.get(error["type"], N_("{label}填写有误，请核对"))
    return _(sentence).format(label=_label(model, name), **error.get("ctx", {}))
