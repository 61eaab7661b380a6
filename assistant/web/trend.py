"""Bars beside an answer's table of years, so that a development can be seen at a glance.

Invariant: only bars, never a line: a line would say that the years are comparable. Every bar is a cell of the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.web.figures import scale_label, scale_of
from assistant.web.terms import Part, Term

_NUMBER = re.compile(r"^(?:€\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?(?:\s*%)?$")
_EMPTY = ("", "-", "–", "—")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 560, 190, 56, 22, 28
MOST = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One cell as a bar: its corner and size, the number as printed, and the number of its column (1 and up)."""

    x: float
    y: float
    width: float
    height: float
    label: str
    column: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars: years below, values above, round numbers at the side, the names of the columns."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[float, str], ...]
    grid: tuple[tuple[float, str], ...]
    names: tuple[str, ...]
    summary: str


def bars_of(rows: tuple[tuple[tuple[Part, ...], ...], ...]) -> Bars | None:
    """The chart of a table whose first column holds years; None for any other table, or a cell that is no number."""
    cells = [[_words(cell) for cell in row] for row in rows]
    head, body = (cells[0], cells[1:]) if cells else ([], [])
    years = [row[0] for row in body if row]
    if not 2 <= len(years) <= MOST or len(head) < 2 or not all(re.fullmatch(r"(19|20)\d\d", year) for year in years):
        return None
    values = [[_value(cell) for cell in row[1:]] for row in body]
    known = [value for line in values for value in line if value is not None]
    if not known or any(cell not in _EMPTY and _value(cell) is None for row in body for cell in row[1:]):
        return None
    return _draw(head[1:], years, values, body, float(max(known)))


def _draw(
    names: list[str], years: list[str], values: list[list[Decimal | None]], body: list[list[str]], top: float
) -> Bars:
    _, high, ticks = scale_of(0, top)
    step = (WIDTH - LEFT) / len(years)
    width = min(step * 0.7 / len(names), 44)

    def y(value: float) -> float:
        """Points from the top edge for a value."""
        return round(TOP + (high - value) / high * (HEIGHT - TOP - BOTTOM), 1)

    bars = []
    for number, line in enumerate(values):
        middle = LEFT + step * (number + 0.5)
        for column, value in enumerate(line):
            if value is not None:
                x = middle + (column - len(names) / 2) * width
                at = y(float(value))
                bars.append(
                    Bar(round(x, 1), at, round(width - 4, 1), round(y(0) - at, 1), body[number][column + 1], column + 1)
                )
    places = tuple((round(LEFT + step * (n + 0.5), 1), year) for n, year in enumerate(years))
    grid = tuple((y(tick), scale_label(tick)) for tick in ticks)
    told = "; ".join(
        f"{names[column]} {year}: {cell}"
        for year, row in zip(years, body, strict=True)
        for column, cell in enumerate(row[1:])
        if cell not in _EMPTY
    )
    return Bars(tuple(bars), places, grid, tuple(names), told)


def _words(cell: tuple[Part, ...]) -> str:
    return "".join(p.text if isinstance(p, Term) else p for p in cell if not isinstance(p, int)).strip()


def _value(cell: str) -> Decimal | None:
    found = _NUMBER.match(cell)
    return Decimal(found[1].replace(".", "") + (found[2] or "").replace(",", ".")) if found else None
