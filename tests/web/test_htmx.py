"""The word one page leaves for the next: the sentence, and the way back where there is one."""

import pytest
from fastapi import Request, Response

from app.web.htmx import left_word, see_other


def asked(**cookies: str) -> Request:
    """A request of a plain page with its cookies."""
    line = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Request({"type": "http", "method": "GET", "path": "/", "headers": [(b"cookie", line.encode())]})


def left(message: str, undo: str | None = None) -> str:
    """The word as it lies in the cookie."""
    kept = see_other(asked(), "/board", message=message, undo=undo).headers["set-cookie"]
    return kept.partition("said=")[2].partition(";")[0].strip('"')


@pytest.mark.parametrize("undo", [None, "/institutions/1/stays/2/undoing?back=3&at=4&on=2026-03-20"])
def test_a_word_arrives_with_its_way_back(undo: str | None) -> None:
    word = "李 & 王已对调：撤销？=是"
    assert left_word(asked(said=left(word, undo))) == {"message": word, "undo": undo}


@pytest.mark.parametrize("path", ["https://elsewhere.example/x", "//elsewhere.example", "/\\elsewhere.example", "x"])
def test_a_way_back_leads_nowhere_else(path: str) -> None:
    assert left_word(asked(said=left("已保存", path))) == {"message": "已保存", "undo": None}


@pytest.mark.parametrize("undo", [None, "/institutions/1/stays/2/undoing?back=3&at=4&on=2026-03-20"])
@pytest.mark.parametrize("word", ["王秀英 3/4 床", 'a; Secure="x", \r\nSet-Cookie: s=1', "100% ü"])
def test_a_jar_of_cookies_would_write_the_same(word: str, undo: str | None) -> None:
    kept = see_other(asked(), "/board", message=word, undo=undo).headers["set-cookie"]
    jar = Response()
    jar.set_cookie("said", left(word, undo), max_age=30, httponly=True, samesite="lax")
    assert kept == jar.headers["set-cookie"]


def test_without_a_word_nothing_is_said() -> None:
    assert left_word(asked()) is None
