"""What must never be committed, planted one by one."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tidy() -> ModuleType:
    """Give the tool as a module; `tools` is a folder of scripts, no package."""
    spec = importlib.util.spec_from_file_location("tidy", ROOT / "tools" / "tidy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Written in two halves, so that the tool does not find them here.
@pytest.mark.parametrize(
    "planted",
    [
        "-----BEGIN EC PRIVATE" + " KEY-----",
        "token = ghp_" + "a1B2" * 9,
        "open('/home" + "/lin/data.csv')",
        "https://pypi" + ".org/simple",
        "# TO" + "DO later",
        "<<<<<<" + "< ours",
        "postgresql://yiyang_app:" + "Ab3-" * 8 + "@db/yiyang",
        "身份证 3205061938041" + "52346",
    ],
)
def test_each_fault_is_found_with_its_line(tidy: ModuleType, tmp_path: Path, planted: str) -> None:
    file = tmp_path / "planted.py"
    file.write_text(f"fine\n{planted}\n")
    found = list(tidy.faults(file))
    assert len(found) == 1
    assert "planted.py:2:" in found[0]


@pytest.mark.parametrize(
    "harmless", ["110105194912310026", "postgresql://user:password@host/database", "/srv/yiyang", "network/home"]
)
def test_what_only_looks_like_it_passes(tidy: ModuleType, tmp_path: Path, harmless: str) -> None:
    file = tmp_path / "harmless.txt"
    file.write_text(harmless)
    assert list(tidy.faults(file)) == []
