"""Small counts are withheld, and with them as many others as it takes that no sum gives a withheld one away.

A table has rows that add up to their parents, and columns that add up to a last one of their own. Whoever reads it knows
every relation and every figure that is shown. A withheld count is safe when by all of that it may still be any of five
numbers or more. Tables of this shape are networks: a withheld count is an edge between the two sums it stands in, and how
far it may be pushed up or down is how much can be sent round through the other withheld ones.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["LEAST", "Table", "withheld"]

LEAST = 5
"""Fewer people than this are not shown, and no withheld count is known more narrowly than this."""
ALL = "all"
"""The column of the sum over the others."""

Cell = tuple[Hashable, str]
Node = tuple[Hashable, ...]
GROUND: Node = ("ground",)


@dataclass(frozen=True)
class Table:
    """Counts of the leaves by column, and the parent of each row; sums are worked out, the column `all` too."""

    leaves: Mapping[Hashable, Mapping[str, int]]
    parents: Mapping[Hashable, Hashable | None]
    columns: tuple[str, ...]

    @cached_property
    def counts(self) -> dict[Cell, int]:
        """Every cell of the table, sums included."""
        found: dict[Cell, int] = dict.fromkeys(((row, one) for row in self.parents for one in (*self.columns, ALL)), 0)
        for leaf, counts in self.leaves.items():
            for row in self._up(leaf):
                for column in self.columns:
                    found[row, column] += counts.get(column, 0)
                    found[row, ALL] += counts.get(column, 0)
        return found

    def _up(self, row: Hashable) -> Iterable[Hashable]:
        at: Hashable | None = row
        while at is not None:
            yield at
            at = self.parents[at]

    def ends(self, cell: Cell) -> tuple[Node, Node]:
        """Give the two sums a cell stands in: more of it is more in the first, and less in the second.

        A leaf stands in the sum of its row and in that of its column; a row that is a sum stands in its own and its
        parent's; the sum of everything stands in one and is closed over the ground.
        """
        row, column = cell
        parent = self.parents[row]
        above: Node = GROUND if parent is None else ("column", parent, column)
        own: Node = ("row", row) if row in self.leaves else ("column", row, column)
        return (above, own) if column == ALL else (own, above)


def withheld(table: Table, least: int = LEAST) -> frozenset[Cell]:
    """Give the cells that must not be shown: the small ones, and the cheapest others that keep them safe.

    What is safe stays safe when more is withheld, so each cell is looked at until it is, and never again.
    """
    counts = table.counts
    hidden = {cell for cell, count in counts.items() if 0 < count < least}
    if not hidden:
        return frozenset()
    near = _near(table)
    edges, waiting = _Edges.of(table, hidden), sorted(hidden, key=str)
    for cell in waiting:
        while edges.width(cell, least) < least:
            other = _partner(table, near, hidden, cell)
            hidden.add(other)
            edges.add(other, 1)
            waiting.append(other)
    return frozenset(hidden)


def _near(table: Table) -> dict[Node, list[Cell]]:
    """List the cells of each sum, the cheapest to withhold first."""
    found: dict[Node, list[Cell]] = {}
    for cell in sorted(table.counts, key=lambda cell: _cost(table, cell)):
        for end in table.ends(cell):
            found.setdefault(end, []).append(cell)
    return found


def _partner(table: Table, near: Mapping[Node, list[Cell]], hidden: set[Cell], bare: Cell) -> Cell:
    """Give the cheapest cell that stands in a sum with the bare one; where there is none left, with any other."""
    beside = [cell for end in table.ends(bare) for cell in near[end] if cell not in hidden]
    every = beside or [cell for cells in near.values() for cell in cells if cell not in hidden]
    return min(every, key=lambda cell: _cost(table, cell))


def _cost(table: Table, cell: Cell) -> tuple[int, int, int, str]:
    """Leaves before sums, and among them those that are not empty, the smallest first."""
    row, column = cell
    count = table.counts[cell]
    sums = (row not in table.leaves) + (column == ALL) + 8 * (table.parents[row] is None)
    return (sums, int(count == 0), count, str(cell))


@dataclass(slots=True)
class _Edges:
    """The withheld cells as arcs: a cell may grow without end, and shrink to nothing."""

    table: Table
    arcs: dict[Node, dict[Node, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, hidden: Iterable[Cell]) -> "_Edges":
        """Lay the arcs out."""
        edges = cls(table)
        for cell in hidden:
            edges.add(cell, 1)
        return edges

    def add(self, cell: Cell, sign: int) -> None:
        """Let a cell move, or hold it fast."""
        more, less = self.table.ends(cell)
        self._arc(more, less, sign * self.table.counts[cell])
        self._arc(less, more, sign * ENDLESS)

    def _arc(self, begin: Node, end: Node, room: float) -> None:
        self.arcs.setdefault(begin, {})[end] = self.arcs.get(begin, {}).get(end, 0) + room
        self.arcs.setdefault(end, {}).setdefault(begin, 0)

    def width(self, cell: Cell, enough: int) -> float:
        """Say how many steps a cell may go up and down by what the others leave open; no more than enough is counted."""
        more, less = self.table.ends(cell)
        self.add(cell, -1)
        up = _sent(self.arcs, more, less, enough)
        down = min(_sent(self.arcs, less, more, enough), self.table.counts[cell])
        self.add(cell, 1)
        return up + down


ENDLESS = 1_000_000


def _sent(arcs: Mapping[Node, Mapping[Node, float]], begin: Node, end: Node, enough: int) -> float:
    """Send as much as there is room for, way by way; what has been sent on the way leaves room to be sent back."""
    used: dict[tuple[Node, Node], float] = {}
    sent = 0.0
    while sent < enough and (way := _way(arcs, used, begin, end)):
        much = min(arcs[one][two] - used.get((one, two), 0) for one, two in way)
        for one, two in way:
            used[one, two] = used.get((one, two), 0) + much
            used[two, one] = used.get((two, one), 0) - much
        sent += much
    return sent


def _way(
    arcs: Mapping[Node, Mapping[Node, float]], used: Mapping[tuple[Node, Node], float], begin: Node, end: Node
) -> list[tuple[Node, Node]]:
    came: dict[Node, Node] = {begin: begin}
    waiting = [begin]
    for node in waiting:
        for near, room in arcs.get(node, {}).items():
            if near not in came and room > used.get((node, near), 0):
                came[near] = node
                waiting.append(near)
        if end in came:
            return _back(came, begin, end)
    return []


def _back(came: Mapping[Node, Node], begin: Node, end: Node) -> list[tuple[Node, Node]]:
    way, at = list[tuple[Node, Node]](), end
    while at != begin:
        way.append((came[at], at))
        at = came[at]
    return way
