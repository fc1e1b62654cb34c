"""A long walk over all acts of stays, beside the model: late entries, zero days, couples, ends and their undoing.

    python -m tests.prove.walk [STEPS] [SEED]

The steps are shared out among three seeds in a row. Every history that goes wrong is shrunk to its few acts that matter and printed; the figure goes to
docs/figures/walk.json.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import URL

from app.core.db import Database, use_database
from tests.prove.races import machine
from tests.stays.machine import StaysMachine
from tests.support.building import build_database

__all__ = ["walk"]

STEPS_OF_ONE = 50
SEEDS = 3
"""So many seeds in a row: no act may hang on the luck of one."""


def walk(server: URL, *, steps: int, numbers: Sequence[int]) -> dict[str, Any]:
    """Walk so many steps from these seeds in a database of its own, and count what was done and what refused."""
    with asyncio.Runner() as runner:
        urls = runner.run(build_database(server, f"yiyang_walk_{numbers[0] % 10_000}", f"w{numbers[0] % 10_000}_"))
        pools = Database(urls.app, urls.bureau)
        use_database(pools)
        StaysMachine.runner = runner
        begun = time.monotonic()
        examples = max(steps // len(numbers) // STEPS_OF_ONE, 1)
        for number in numbers:
            run_state_machine_as_test(
                seed(number)(StaysMachine),
                settings=settings(
                    max_examples=examples, stateful_step_count=STEPS_OF_ONE, deadline=None,
                    suppress_health_check=list(HealthCheck), database=None,
                ),
            )  # fmt: skip
        seconds = time.monotonic() - begun
        runner.run(pools.dispose())
    return {
        "figure": "walk",
        "command": f"python -m tests.prove.walk {steps} {numbers[0]}",
        "seeds": list(numbers),
        "machine": machine(),
        "seconds": round(seconds, 1),
        "tries": sum(sum(count) for count in StaysMachine.acts.values()),
        "acts": {name: _accepted(*count) for name, count in sorted(StaysMachine.acts.items())},
        "breaches": 0,
        "differences": 0,
    }


def _accepted(refused: int, done: int) -> dict[str, Any]:
    return {"done": done, "refused": refused, "accepted": round(done / (done + refused), 3)}


def main() -> None:
    """Walk and write the figure; a difference between model and database ends it with the history."""
    from app.core.crypto import KeyFile
    from app.core.keys import use_key_file
    from tests.support.server import room_for_a_server, throw_away_server

    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 20261122
    os.environ.setdefault("YIYANG_TEST_SERVER", str(room_for_a_server()))
    use_key_file(KeyFile(b"a key file of the tests, 32 long"))
    with throw_away_server() as server:
        figure = walk(server, steps=steps, numbers=[number + place for place in range(SEEDS)])
    target = Path("docs/figures/walk.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(figure, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.write(target.read_text())


if __name__ == "__main__":
    main()
