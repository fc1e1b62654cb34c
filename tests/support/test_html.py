"""The selector of the tests finds what it should, and fails where a page is broken."""

import pytest

from tests.support.html import page, select, the

PAGE = """
<main id="main"><h1>301 <small>室</small></h1>
<form action="/beds/7/closures" method="post"><input name="tap_id" value="1"><input name="note" required>
<button class="quiet small">停用&nbsp;床位</button></form><p>外 <a href="/beds/8?on=2026-01-01">302-1</a></p></main>
"""


@pytest.mark.parametrize(
    ("css", "count"),
    [
        ("input", 2), ("main input", 2), ("main > input", 0), ("form > input", 2), ("#main", 1), (".quiet.small", 1),
        ("input[name=note]", 1), ('a[href^="/beds/"]', 1), ("input[required]", 1), ("input:not([required])", 1),
        ("h1, button", 2), ("main form button.small", 1), ("p > a[href='/beds/8?on=2026-01-01']", 1), ("table", 0),
    ],
)  # fmt: skip
def test_a_selector_means_so_many_elements(css: str, count: int) -> None:
    assert len(select(PAGE, css)) == count


def test_words_and_attributes_are_read() -> None:
    assert the(PAGE, "h1").text == "301 室"
    assert the(PAGE, "button").text == "停用 床位"
    assert the(PAGE, "input[name=note]").get("required") == ""
    assert the(PAGE, "form")["action"] == "/beds/7/closures"


@pytest.mark.parametrize("broken", ["<p><b>x</p>", "<p>x", "x</p>"])
def test_a_page_that_is_not_closed_is_a_failure(broken: str) -> None:
    with pytest.raises(AssertionError):
        page(broken)


@pytest.mark.parametrize("css", ["input", "table", "a:hover", ""])
def test_none_or_several_or_an_unknown_selector_is_a_failure(css: str) -> None:
    with pytest.raises(AssertionError):
        the(PAGE, css)
