"""How large and how odd a file may be, and how much of the machine its reading may take."""

from dataclasses import dataclass

__all__ = [
    "ANNOTATING", "MAX_BYTES", "MAX_COLUMNS", "MAX_ENTRIES", "MAX_LAST_ROW", "MAX_RATIO", "MAX_ROWS", "MAX_UNPACKED",
    "READING", "Allowance", "Refusal",
]  # fmt: skip

MIB = 1 << 20
MAX_BYTES = 10 * MIB
MAX_ENTRIES = 200
MAX_UNPACKED = 50 * MIB
MAX_RATIO = 100
MAX_ROWS = 20_000
MAX_COLUMNS = 60
# The reader holds every row down to the last one, empty or not: one word in row 1 048 576 would fill the memory.
MAX_LAST_ROW = 65_536


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one child may use: address space, processor seconds, wall-clock seconds, bytes answered."""

    memory: int
    cpu_seconds: int
    wall_seconds: int
    answer: int


# Measured on Linux: Python with the reader needs 27 MB of address space, 20 000 rows × 60 columns 270 MB and 7 s.
READING = Allowance(memory=512 * MIB, cpu_seconds=20, wall_seconds=45, answer=96 * MIB)
# Writing back goes through openpyxl, which holds every cell as an object; when this is not enough, the copy is text.
ANNOTATING = Allowance(memory=768 * MIB, cpu_seconds=60, wall_seconds=120, answer=64 * MIB)


class Refusal(Exception):
    """The file cannot be taken; `code` and `facts` choose the sentence outside the child."""

    def __init__(self, code: str, **facts: str | int) -> None:
        """Keep the code and what the sentence needs."""
        super().__init__(code)
        self.code = code
        self.facts = facts
