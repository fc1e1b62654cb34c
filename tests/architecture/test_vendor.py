"""Every vendored file is the one that was checked in, and nothing else lies beside it."""

import base64
import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
ENTRIES = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))


def test_the_list_names_every_vendored_file() -> None:
    scripts = {path.name for path in VENDOR.iterdir() if path.name != "vendor.json"}
    assert scripts == {entry["file"] for entry in ENTRIES}
    assert scripts


def test_each_vendored_file_has_the_hash_and_size_that_the_list_gives() -> None:
    for entry in ENTRIES:
        data = (VENDOR / entry["file"]).read_bytes()
        assert len(data) == entry["bytes"], entry["file"]
        assert base64.b64encode(hashlib.sha384(data).digest()).decode() == entry["sha384"], entry["file"]


def test_each_vendored_file_says_what_it_is_and_under_which_licence() -> None:
    for entry in ENTRIES:
        assert entry["package"], entry
        assert entry["version"], entry
        assert entry["licence"], entry
