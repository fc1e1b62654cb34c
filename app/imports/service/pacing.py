"""How far a long act has come, said in rows of the ledger while it writes or takes away rows of many tables."""

from collections.abc import Awaitable, Callable

__all__ = ["Pace", "Tell"]

# Told (rows done, rows in all).
Tell = Callable[[int, int], Awaitable[None]]
STEP = 250


class Pace:
    """Counts units of work and says them as rows; without anybody to tell, it is silent."""

    def __init__(self, tell: Tell | None = None, rows: int = 0) -> None:
        """Keep whom to tell, and of how many rows."""
        self.tell, self.rows = tell, rows
        self.units, self.done, self.said = 0, 0.0, 0

    async def begin(self, units: int) -> None:
        """Say that the work begins, and of how many units it is."""
        self.units = units
        if self.tell:
            await self.tell(0, self.rows)

    async def on(self, units: float = 1) -> None:
        """Go on by some units; every few hundred rows it is said."""
        self.done += units
        now = min(round(self.rows * self.done / (self.units or 1)), self.rows)
        if self.tell and (now - self.said >= STEP or now == self.rows > self.said):
            self.said = now
            await self.tell(now, self.rows)
