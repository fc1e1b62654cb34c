"""How a line of the audit is hashed: the same fields, in the same order, each with its length before it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from app.core.i18n import N_, _

__all__ = [
    "GENESIS",
    "ChainKey",
    "Line",
    "Said",
    "action_words",
    "add_action_words",
    "around",
    "body_hash",
    "canonical",
    "chain",
    "chain_of",
    "line_hash",
    "say_details",
]

GENESIS = b"\x00" * 32
"""What stands before the first line of every chain."""

ChainKey = tuple[int, int]
"""A chain: (county, home); home 0 is the county's own chain, county 0 the global one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says before it has its place in a chain."""

    county: int
    institution_id: int
    action: str
    user_id: int | None
    sign_in_id: int
    actor: str
    subject_kind: str
    subject_id: int | None
    details: dict[str, Any]
    request_id: str
    tap_id: str | None


@dataclass(frozen=True, slots=True)
class Line(Said):
    """One line as it is hashed; instants count in microseconds, so no setting of the server can change a hash."""

    seq: int
    at: datetime


def chain_of(county: int | None, institution_id: int | None) -> ChainKey:
    """Name the chain of a line: its home's, else its county's, else the global one."""
    return (county or 0, (institution_id or 0) if county else 0)


def canonical(line: Line) -> bytes:
    """Write a line as bytes: every field as text with its length before it, so no two lines read alike."""
    before, after = around(line)
    micros = int(line.at.timestamp()) * 1_000_000 + line.at.microsecond
    return before + _fields(line.seq, micros) + after


def around(said: Said) -> tuple[bytes, bytes]:
    """Give what stands before a line's place and instant, and what stands after them."""
    details = orjson.dumps(said.details, option=orjson.OPT_SORT_KEYS).decode()
    return _fields(said.county, said.institution_id), _fields(
        said.action, said.user_id, said.sign_in_id, said.actor, said.subject_kind, said.subject_id, details,
        said.request_id, said.tap_id,
    )  # fmt: skip


def _fields(*values: object) -> bytes:
    parts = (b"-" if value is None else str(value).encode() for value in values)
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def line_hash(previous: bytes, line: Line) -> bytes:
    """Hash a line together with the hash before it."""
    return hashlib.sha256(previous + canonical(line)).digest()


def chain(previous: bytes, lines: Iterable[Line]) -> list[bytes]:
    """Hash lines one after the other."""
    hashes = []
    for line in lines:
        previous = line_hash(previous, line)
        hashes.append(previous)
    return hashes


def body_hash(action: str, body: Any) -> bytes:
    """Hash what an act was asked to do; the tap's own id does not count, everything else does."""
    return hashlib.sha256(orjson.dumps([action, body], option=orjson.OPT_SORT_KEYS, default=str)).digest()


_ACTION_WORDS: dict[str, str] = {}


def add_action_words(words: dict[str, str]) -> None:
    """Add a domain's words for its actions, such as `beds.closed` → 停用床位."""
    _ACTION_WORDS.update(words)


def action_words(action: str) -> str:
    """Say an action in the reader's language; one without words is shown by its code."""
    return _(_ACTION_WORDS[action]) if action in _ACTION_WORDS else action


LONGEST_LIST = 6
DETAIL_WORDS = {
    "after": N_("改为"),
    "basis": N_("依据"),
    "beds": N_("床位"),
    "before": N_("原来"),
    "cap": N_("床位上限"),
    "cells": N_("改了几格"),
    "changed": N_("更新"),
    "closed_on": N_("停办日期"),
    "code": N_("代码"),
    "error": N_("错误"),
    "extra": N_("加床"),
    "from_on": N_("起"),
    "item": N_("项目"),
    "kind": N_("类别"),
    "label": N_("名称"),
    "name": N_("名称"),
    "new": N_("新增"),
    "notice": N_("提示"),
    "on": N_("日期"),
    "opened_on": N_("开办日期"),
    "purpose": N_("用途"),
    "reason": N_("原因"),
    "region": N_("地区"),
    "role": N_("角色"),
    "rows": N_("行数"),
    "size": N_("字节"),
    "skipped": N_("跳过"),
    "to_on": N_("止"),
    "unchanged": N_("不变"),
    "username": N_("工号"),
    "value": N_("数值"),
    "warning": N_("警告"),
    "why": N_("原因"),
}
"""Words for the keys of details; a key without words is shown as it was written."""


def say_details(details: dict[str, Any]) -> list[tuple[str, str]]:
    """Say a line's details as pairs of words: long lists as their count, what is empty not at all."""
    said = []
    for key, value in details.items():
        if isinstance(value, dict):
            said += say_details(value)
        elif value not in (None, "", []):
            said.append((_(DETAIL_WORDS[key]) if key in DETAIL_WORDS else key, _say_value(value)))
    return said


def _say_value(value: Any) -> str:
    if value is True or value is False:
        return _("是") if value else _("否")
    if isinstance(value, list):
        if len(value) > LONGEST_LIST:
            return _("{count} 项").format(count=len(value))
        return "、".join("—" if one is None else _say_value(one) for one in value)
    if isinstance(value, dict):
        return "，".join(f"{name}：{words}" for name, words in say_details(value))
    return str(value)
