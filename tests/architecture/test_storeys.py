"""Storeys and rooms: imports go down only, and the contracts that say so are the ones of the house."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.architecture.reading import APP, ROOT, domains

STOREYS = [
    "__main__ : cli",
    "main | jobs",
    "welcome | desk",
    "demo",
    "imports",
    "bureau | public",
    "admissions",
    "offers",
    "waitlist | placements",
    "census",
    "stays",
    "assessments",
    "residents",
    "beds",
    "institutions",
    "regions",
    "accounts",
    "attachments",
    "audit",
    "web",
    "core",
]
ROOM_ORDER = ["(routes) : (api)", "(forms)", "(service)", "(queries)", "(models)", "(rules)", "(errors)"]
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS: dict[str, dict[str, Any]] = {
    contract["name"].partition(":")[0]: contract for contract in SETTINGS["contracts"]
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, timeout=100)


def test_every_import_goes_down() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{len(CONTRACTS)} kept, 0 broken" in result.stdout


def test_the_storeys_are_the_ones_of_the_house() -> None:
    assert SETTINGS["root_package"] == "app"
    assert SETTINGS["exclude_type_checking_imports"] is True
    assert CONTRACTS["Storeys"]["layers"] == STOREYS
    assert CONTRACTS["Storeys"]["exhaustive"] is True


def test_every_package_has_a_storey() -> None:
    named = {word for layer in STOREYS for word in layer.replace("|", " ").replace(":", " ").split()}
    present = {path.stem for path in APP.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert len(present) > 10
    assert present - {"__init__"} == named


def test_every_domain_has_its_rooms_in_order() -> None:
    rooms = CONTRACTS["Rooms"]
    assert rooms["layers"] == ROOM_ORDER
    assert sorted(rooms["containers"]) == [f"app.{domain}" for domain in domains()]


def test_rules_are_pure_and_only_pages_speak_http() -> None:
    assert set(CONTRACTS["Rules are pure"]["forbidden_modules"]) >= {"sqlalchemy", "app.core.db", "app.core.clock"}
    http = CONTRACTS["Only routes, api and web speak HTTP"]
    rooms = {f"app.*.{room}" for room in ("forms", "service", "queries", "models", "rules", "errors")}
    assert set(http["source_modules"]) == rooms | {"app.core"}
    assert set(http["forbidden_modules"]) == {"fastapi", "starlette", "jinja2"}


def test_an_import_that_goes_up_is_found(tmp_path: Path) -> None:
    _a_house(tmp_path, upper="", lower="from house import upper\n")
    result = lint(tmp_path)
    assert result.returncode != 0
    assert "house.lower -> house.upper" in result.stdout


def test_a_package_without_a_storey_is_found(tmp_path: Path) -> None:
    _a_house(tmp_path, upper="from house import lower\n", lower="")
    assert lint(tmp_path).returncode == 0
    (tmp_path / "house" / "shed.py").write_text("", "utf-8")
    assert lint(tmp_path).returncode != 0


def _a_house(folder: Path, *, upper: str, lower: str) -> None:
    """Build a house of two storeys under the same kind of contract."""
    package = folder / "house"
    package.mkdir()
    for name, source in {"__init__": "", "upper": upper, "lower": lower}.items():
        (package / f"{name}.py").write_text(source, "utf-8")
    contract = (
        'name = "Storeys"\ntype = "layers"\ncontainers = ["house"]\nexhaustive = true\nlayers = ["upper", "lower"]'
    )
    text = f'[tool.importlinter]\nroot_package = "house"\n[[tool.importlinter.contracts]]\n{contract}\n'
    (folder / "pyproject.toml").write_text(text, "utf-8")
