"""How commands end: with a sentence and a number, never with a traceback."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
import typer
from sqlalchemy.exc import ProgrammingError

from app.cli.root import FAILED, run
from app.core.crypto import KeyFileMissing
from app.core.errors import NotFound
from app.core.postgres.trouble import DatabaseTrouble
from app.core.settings import Settings


async def fail(with_what: BaseException) -> None:
    raise with_what


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (DatabaseTrouble("数据库没有在运行"), "数据库没有在运行"),
        (NotFound("未找到该机构"), "未找到该机构"),
        (KeyFileMissing("/keys/master.key"), "/keys/master.key"),
        (ConnectionRefusedError("refused"), "连不上数据库"),
        (ProgrammingError("SELECT", {}, ValueError("Key (id_no)=(secret)")), "ValueError"),
    ],
)
def test_a_refusal_is_one_sentence(capsys: pytest.CaptureFixture[str], failure: BaseException, said: str) -> None:
    with pytest.raises(typer.Exit) as ended:
        run(fail(failure))
    assert ended.value.exit_code == FAILED
    complaint = capsys.readouterr().err
    assert said in complaint
    assert "secret" not in complaint
    assert complaint.count("\n") == 1


def test_a_wrong_setting_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    async def read() -> None:
        Settings()

    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(typer.Exit):
        run(read())
    assert "PORT" in capsys.readouterr().err


def test_sigterm_leaves_every_context_in_order(tmp_path: Path) -> None:
    async def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(30)
        finally:
            (tmp_path / "closed").touch()

    with pytest.raises(typer.Exit) as ended:
        run(work())
    assert ended.value.exit_code == FAILED
    assert (tmp_path / "closed").exists()


def test_the_work_of_a_command_is_its_answer() -> None:
    async def answer() -> int:
        return 222

    assert run(answer()) == 222
