"""A short form is read in one go, to the same fields as the framework reads, and within the same limits."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from app.web.posting import SHORT, URLENCODED, Posting

PIECES = st.sampled_from(
    [b"&", b"=", b"+", b"%", b"%20", b"%2", b"%zz", b"%E7%8E%8B", b"%ff", b"%00", b";", b"a", b"bed_id", b" ", b"\r\n",
     "王".encode(), b"\xff", b"\x00", b"[]", b"#", b"?", b'"']
)  # fmt: skip
BODIES = st.one_of(
    st.lists(PIECES, max_size=30).map(b"".join),
    st.binary(max_size=60),
    st.lists(st.tuples(st.text(max_size=5), st.text(max_size=8)), max_size=6).map(
        lambda said: urlencode(said).encode()
    ),
)


def posted(kind: type[Request], body: bytes, cuts: Sequence[int] = (), *, says: str = URLENCODED) -> Request:
    """A request whose body comes in pieces."""
    edges = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    parts = [body[start:end] for start, end in pairwise(edges)]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    headers = [(b"content-type", says.encode()), (b"content-length", str(len(body)).encode())]
    return kind({"type": "http", "method": "POST", "path": "/", "headers": headers, "app": None}, receive)


async def read(request: Request, **limits: Any) -> list[tuple[str, Any]] | str:
    """The fields, or what was said instead."""
    try:
        return (await request.form(**limits)).multi_items()
    except HTTPException as refusal:
        return f"{refusal.status_code} {refusal.detail}"


@given(body=BODIES, cuts=st.lists(st.integers(0, 40), max_size=3))
async def test_both_ways_read_the_same_fields(body: bytes, cuts: list[int]) -> None:
    assert await read(posted(Posting, body, cuts)) == await read(posted(Request, body, cuts))


@given(body=BODIES, fields=st.integers(0, 5), size=st.integers(0, 12))
async def test_both_ways_keep_the_same_limits(body: bytes, fields: int, size: int) -> None:
    limits = {"max_fields": fields, "max_part_size": size}
    assert await read(posted(Posting, body), **limits) == await read(posted(Request, body), **limits)


@pytest.mark.parametrize(
    "says",
    [URLENCODED, f"{URLENCODED};charset=UTF-8", f"{URLENCODED}; charset=gbk", URLENCODED.upper(), f" {URLENCODED} ;x",
     "text/plain", "", "multipart/form-data; boundary=x"],
)  # fmt: skip
async def test_both_ways_read_every_kind_alike(says: str) -> None:
    body = b"a=%E7%8E%8B&b=1+2&a="
    if says.startswith("multipart"):
        body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xe7\x8e\x8b\r\n--x--\r\n'
    assert await read(posted(Posting, body, says=says)) == await read(posted(Request, body, says=says))


async def test_a_long_form_goes_the_usual_way() -> None:
    for body in (b"a=" + b"b" * SHORT, b"&".join([b"a=1"] * 1001), b"a=" + b"b" * (1024 * 1024 + 1)):
        assert await read(posted(Posting, body)) == await read(posted(Request, body))


async def test_a_form_is_read_once() -> None:
    request = posted(Posting, b"a=1")
    assert await request.form() is await request.form()
