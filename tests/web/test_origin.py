"""Unsafe requests must come from our own pages; every answer carries the headers."""

import pytest

from tests.support.people import Client


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": "http://test"}, False),
        ({"Origin": "http://elsewhere"}, True),
        ({"Origin": "null"}, True),
        ({}, True),
    ],
)
async def test_where_a_post_comes_from_decides(client: Client, headers: dict[str, str], refused: bool) -> None:
    for name in ("Sec-Fetch-Site", "Origin"):
        client.headers.pop(name, None)
    answer = await client.post("/no-such-act", headers=headers)
    assert (answer.status_code == 403) is refused


async def test_every_answer_carries_the_headers(client: Client) -> None:
    for path in ("/livez", "/no-such-page", "/static/css/base.css"):
        headers = (await client.get(path)).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
    assert (await client.get("/no-such-page")).headers["Cache-Control"] == "no-store"


async def test_probes_answer_without_a_sign_in(client: Client) -> None:
    assert (await client.get("/livez")).text == "ok"
    assert (await client.get("/readyz")).text == "ready"


@pytest.mark.parametrize(
    "path", ["/institutions/99999999999999999999", "/institutions/-1", "/institutions/x", "/institutions/%00"]
)
async def test_an_impossible_id_is_no_such_page(client: Client, path: str) -> None:
    assert (await client.get(path)).status_code in (303, 404)
