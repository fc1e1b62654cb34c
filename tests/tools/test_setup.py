"""`tools/setup` on machines that lack something: one clear message instead of a page of errors."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = ("python3", "python3.11", "python3.12", "python3.13", "python3.14")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a bare project: the script and a lock."""
    for folder in ("tools", "requirements", "bin"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / "tools" / "setup", tmp_path / "tools" / "setup")
    (tmp_path / "requirements" / "runtime.txt").write_text("")
    return tmp_path


def set_up(project: Path, python: str) -> "subprocess.CompletedProcess[str]":
    """Run the script where every python3 is this shell script."""
    for name in NAMES:
        program = project / "bin" / name
        program.write_text(f"#!/bin/sh\n{python}\n")
        program.chmod(0o755)
    environment = {"PATH": f"{project / 'bin'}:/usr/bin:/bin"}
    return subprocess.run([project / "tools" / "setup"], env=environment, capture_output=True, text=True, check=False)


def test_an_old_python_is_named(project: Path) -> None:
    done = set_up(project, 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac')
    assert done.returncode == 1
    assert "Python 3.9.2" in done.stderr
    assert "3.11" in done.stderr


def test_a_missing_venv_module_is_named_with_its_package(project: Path) -> None:
    done = set_up(project, 'case "$*" in *ensurepip*) exit 1;; esac')
    assert done.returncode == 1
    assert "python3-venv" in done.stderr
    assert not (project / ".venv").exists()
