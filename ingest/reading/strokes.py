"""The lines that a page draws with the path operators (ISO 32000-1, 8.5): what tables are ruled with.

Invariant: a path is in user space until it is painted; a line is noted only when it is straight, thin and longer than 6
points on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ingest.reading.matrix import Matrix, multiply

Line = tuple[float, float, float, float]
THICKEST, MOST_RULES = 2.5, 5000
"""A drawn shape no thicker than this is a line; more lines than this on a page are a drawing."""


class Strokes:
    """The path under way: rectangles and segments, in the order in which they were drawn."""

    def __init__(self) -> None:
        self._point = (0.0, 0.0)
        self._path: list[tuple[float, float, float, float, bool]] = []

    def rectangle(self, operands: Sequence[Any]) -> None:
        """``re``: a rectangle from its corner, width and height."""
        x, y, width, height = (float(value) for value in operands[:4])
        self._path.append((x, y, x + width, y + height, True))

    def move_to(self, operands: Sequence[Any]) -> None:
        """``m``: begin at a point, drawing nothing."""
        self._point = (float(operands[0]), float(operands[1]))

    def line_to(self, operands: Sequence[Any]) -> None:
        """``l``: a segment from where the path has come to a point."""
        x, y = float(operands[0]), float(operands[1])
        self._path.append((*self._point, x, y, False))
        self._point = (x, y)

    def forget(self, _: Sequence[Any] = ()) -> None:
        """``n``: end the path without painting it."""
        self._path = []

    def stroked(self) -> list[Line]:
        """The lines that painting the outline draws: a rectangle that is no line itself has four. Ends the path."""
        lines: list[Line] = []
        for x0, y0, x1, y1, closed in self._ended():
            if closed and min(abs(x1 - x0), abs(y1 - y0)) > THICKEST:
                lines += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
            else:
                lines.append((x0, y0, x1, y1))
        return lines

    def filled(self) -> list[Line]:
        """The lines that filling draws: rectangles so thin that they are lines. Ends the path."""
        thin = (p for p in self._ended() if p[4] and min(abs(p[2] - p[0]), abs(p[3] - p[1])) <= THICKEST)
        return [(x0, y0, x1, y1) for x0, y0, x1, y1, _ in thin]

    def _ended(self) -> list[tuple[float, float, float, float, bool]]:
        path, self._path = self._path, []
        return path


def rules_of(lines: Iterable[Line], ctm: Matrix) -> Iterator[Line]:
    """The lines that may rule a table, from point to point on the page."""
    for x0, y0, x1, y1 in lines:
        a = multiply((1, 0, 0, 1, x0, y0), ctm)
        b = multiply((1, 0, 0, 1, x1, y1), ctm)
        long, thick = sorted((abs(a[4] - b[4]), abs(a[5] - b[5])), reverse=True)
        if thick <= THICKEST and long > 6:
            yield a[4], a[5], b[4], b[5]
