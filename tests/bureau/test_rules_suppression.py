"""No withheld count can be worked out: the bounds of each are solved as linear programs over all that is shown."""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from app.bureau.rules.suppression import LEAST, Table, withheld

ROOT = "city"
Cell = tuple[Hashable, str]


def a_table(seed: int) -> Table:
    """Two counties with homes, some tiers, many small counts."""
    draw = Random(seed)
    tiers = tuple(str(number) for number in range(2, 2 + draw.randint(1, 3)))
    parents: dict[Hashable, Hashable | None] = {ROOT: None}
    leaves: dict[Hashable, Mapping[str, int]] = {}
    for county in range(draw.randint(1, 2)):
        parents[f"c{county}"] = ROOT
        for home in range(draw.randint(1, 3)):
            parents[f"c{county}h{home}"] = f"c{county}"
            leaves[f"c{county}h{home}"] = {tier: draw.choice((0, 0, 1, 2, 3, 4, 6, 9, 14, 30)) for tier in tiers}
    return Table(leaves, parents, tiers)


def relations(table: Table) -> list[dict[Cell, int]]:
    """Everything a reader knows to add up, written down without the code under test: each is zero."""
    columns = (*table.columns, "all")
    found: list[dict[Cell, int]] = []
    for row in table.parents:
        found.append({(row, column): -1 if column == "all" else 1 for column in columns})
        children = [one for one, parent in table.parents.items() if parent == row]
        if children:
            found += [{(row, column): -1} | {(one, column): 1 for one in children} for column in columns]
    return found


def bounds(table: Table, hidden: frozenset[Cell], cell: Cell) -> tuple[Fraction, Fraction | None]:
    """The least and the most a withheld cell may be (None: any number) given what is shown."""
    names = sorted(hidden, key=str)
    rows, right = [], []
    for told in relations(table):
        known = -sum(sign * table.counts[one] for one, sign in told.items() if one not in hidden)
        rows.append([Fraction(told.get(one, 0)) for one in names])
        right.append(Fraction(known))
    aim = [Fraction(int(one == cell)) for one in names]
    least = solve(rows, right, aim)
    most = solve(rows, right, [-one for one in aim])
    assert least is not None
    return least, None if most is None else -most


def solve(rows: list[list[Fraction]], right: list[Fraction], aim: list[Fraction]) -> Fraction | None:
    """The least of aim·x with rows·x = right, x ≥ 0, by the simplex method in whole fractions; None is no least."""
    many, long = len(rows), len(rows[0])
    body = []
    for at, (row, value) in enumerate(zip(rows, right, strict=True)):
        sign = -1 if value < 0 else 1
        helper = [Fraction(int(at == other)) for other in range(many)]
        body.append([sign * one for one in row] + helper + [sign * value])
    base = [long + at for at in range(many)]
    none = Fraction(0)
    first = [-sum((row[at] for row in body), none) for at in range(long)] + [none] * many
    first.append(-sum((row[-1] for row in body), none))
    assert pivoting(body, base, first, long)
    assert first[-1] == 0
    for at in range(many):
        if base[at] >= long and any(body[at][:long]):
            turn(body, base, [first], at, next(one for one in range(long) if body[at][one]))
    second = [*aim, *([Fraction(0)] * many), Fraction(0)]
    for at, name in enumerate(base):
        if name < long and second[name]:
            factor = second[name]
            second = [one - factor * two for one, two in zip(second, body[at], strict=True)]
    return -second[-1] if pivoting(body, base, second, long) else None


def pivoting(body: list[list[Fraction]], base: list[int], aim: list[Fraction], long: int) -> bool:
    while (enters := next((at for at in range(long) if aim[at] < 0), None)) is not None:
        ratios = [(row[-1] / row[enters], base[at], at) for at, row in enumerate(body) if row[enters] > 0]
        if not ratios:
            return False
        turn(body, base, [aim], min(ratios)[2], enters)
    return True


def turn(body: list[list[Fraction]], base: list[int], aims: list[list[Fraction]], at: int, enters: int) -> None:
    by = body[at][enters]
    body[at] = [one / by for one in body[at]]
    for other, row in enumerate(body):
        if other != at and row[enters]:
            factor = row[enters]
            body[other] = [one - factor * two for one, two in zip(row, body[at], strict=True)]
    for aim in aims:
        factor = aim[enters]
        aim[:] = [one - factor * two for one, two in zip(aim, body[at], strict=True)]
    base[at] = enters


def narrow(table: Table, hidden: frozenset[Cell]) -> list[object]:
    """The withheld cells that a reader knows too well."""
    found: list[object] = []
    for cell in hidden:
        least, most = bounds(table, hidden, cell)
        if most is not None and most - least < LEAST:
            found.append((cell, least, most))
    return found


def test_the_bounds_of_this_test_are_right() -> None:
    """A row of two with a sum: both withheld, each may be anything from nothing to the sum."""
    table = Table({"a": {"2": 3}, "b": {"2": 9}}, {ROOT: None, "a": ROOT, "b": ROOT}, ("2",))
    hidden: frozenset[Cell] = frozenset((home, column) for home, column in product("ab", ("2", "all")))
    assert bounds(table, hidden, ("a", "2")) == (Fraction(0), Fraction(12))
    assert bounds(table, frozenset({("a", "2"), ("a", "all")}), ("a", "2")) == (Fraction(3), Fraction(3))


@pytest.mark.parametrize("seed", range(9))
def test_no_withheld_count_is_known_too_narrowly(seed: int) -> None:
    table = a_table(seed)
    hidden = withheld(table)
    small = {cell for cell, count in table.counts.items() if 0 < count < LEAST}
    assert small <= hidden
    assert narrow(table, hidden) == []


def test_withholding_the_small_ones_alone_is_caught() -> None:
    """The planted fault: without the others the sums give the small ones away."""
    given_away = 0
    for seed in range(6):
        table = a_table(seed)
        only_small = frozenset(cell for cell, count in table.counts.items() if 0 < count < LEAST)
        given_away += bool(only_small) and bool(narrow(table, only_small))
    assert given_away >= 3


def test_what_needs_no_hiding_is_shown() -> None:
    table = Table({"a": {"2": 30}, "b": {"2": 9}, "c": {"2": 0}}, {ROOT: None, "a": ROOT, "b": ROOT, "c": ROOT}, ("2",))
    assert withheld(table) == frozenset()
