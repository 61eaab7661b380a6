"""Recovers tables of a PDF from the lines drawn around their cells.

Invariant: a word belongs to the cell whose lines surround it; cells that no line parts are one cell.
Standard library only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.reading.block import BlockSpan
from ingest.reading.chunk import Chunk, Rule
from ingest.reading.lines import unwrap
from ingest.reading.rows import Segment, segments_of
from ingest.reading.tables import Grid, GridCell

NEAR = 2.5


@dataclass(frozen=True, slots=True)
class Frame:
    """A grid of drawn lines: heights of its rows, places of its columns, and the lines themselves."""

    ys: tuple[float, ...]
    xs: tuple[float, ...]
    rules: tuple[Rule, ...]

    @property
    def open_above(self) -> bool:
        """True when no line closes the top: its first row began on the page before."""
        return not any(r[1] == r[3] and abs(r[1] - self.ys[0]) <= NEAR for r in self.rules)

    def goes_on(self, other: Frame) -> bool:
        """True when ``other``, at the head of the next page, has the same columns."""
        return len(self.xs) == len(other.xs) and all(abs(a - b) < 4 for a, b in zip(self.xs, other.xs, strict=True))

    def holds(self, x: float, y: float) -> bool:
        """True for a point inside the outer lines."""
        return self.xs[0] - 1 < x < self.xs[-1] + 1 and self.ys[0] - 1 < y < self.ys[-1] + 1


def frames_of(rules: Sequence[Rule]) -> list[Frame]:
    """The grids of at least two columns that the lines of a page make, from top to bottom."""
    found: list[Frame] = []
    for group in _connected(rules):
        level = [rule for rule in group if rule[1] == rule[3]]
        upright = [rule for rule in group if rule[0] == rule[2]]
        if not level or not upright:
            continue
        ys = _places([r[1] for r in level] + [min(r[1] for r in upright), max(r[3] for r in upright)])
        xs = _places([r[0] for r in upright] + [min(r[0] for r in level), max(r[2] for r in level)])
        if len(ys) > 1 and len(xs) > 2:
            found.append(Frame(ys, xs, tuple(group)))
    return sorted(found, key=lambda frame: frame.ys[0])


def grid_of(frame: Frame, chunks: Sequence[Chunk], page: int) -> Grid:
    """The table in ``frame`` with the words that stand in it."""
    words: dict[tuple[int, int], list[Chunk]] = {}
    owner = _merged(frame)
    for chunk in chunks:
        x, y = (chunk.x0 + chunk.x1) / 2, chunk.y - 0.3 * chunk.size
        words.setdefault(owner[(_index(frame.ys, y), _index(frame.xs, x))], []).append(chunk)
    rows: list[tuple[GridCell, ...]] = []
    for row in range(len(frame.ys) - 1):
        cells: list[GridCell] = []
        for column in range(len(frame.xs) - 1):
            if owner[(row, column)] == (row, column):
                across, down = _extent(owner, row, column)
                cells.append(_cell(segments_of(words.get((row, column), [])), across, down, page))
        rows.append(tuple(cells))
    return Grid(tuple(rows))


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that touch each other, directly or by way of others."""
    groups: list[list[Rule]] = []
    for rule in sorted(set(rules), key=lambda one: (one[1], one[0]))[:3000]:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(other for group in touching for other in group)]
        groups = [group for group in groups if not any(group is other for other in touching)]
        groups.append(merged)
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    apart = one[0] > other[2] + NEAR or other[0] > one[2] + NEAR or one[1] > other[3] + NEAR or other[1] > one[3] + NEAR
    return not apart


def _places(values: Sequence[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return tuple(found)


def _index(edges: Sequence[float], value: float) -> int:
    return min(max(sum(1 for edge in edges if edge <= value) - 1, 0), len(edges) - 2)


def _merged(frame: Frame) -> dict[tuple[int, int], tuple[int, int]]:
    """For each field between the lines the top left field of the cell it is part of."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    rows, columns = len(frame.ys) - 1, len(frame.xs) - 1
    for row in range(rows):
        for column in range(columns):
            if (row, column) in owner:
                continue
            right = column + 1
            while right < columns and (row, right) not in owner and not _upright(frame, row, right):
                right += 1
            low = row + 1
            while low < rows and not any(_level(frame, low, c) for c in range(column, right)):
                low += 1
            for below in range(row, low):
                for beside in range(column, right):
                    owner.setdefault((below, beside), (row, column))
    return owner


def _upright(frame: Frame, row: int, column: int) -> bool:
    """True when an upright line parts this field from the one at its left."""
    middle, x = (frame.ys[row] + frame.ys[row + 1]) / 2, frame.xs[column]
    return any(r[0] == r[2] and abs(r[0] - x) <= NEAR and r[1] <= middle <= r[3] for r in frame.rules)


def _level(frame: Frame, row: int, column: int) -> bool:
    """True when a level line parts this field from the one above it."""
    middle, y = (frame.xs[column] + frame.xs[column + 1]) / 2, frame.ys[row]
    return any(r[1] == r[3] and abs(r[1] - y) <= NEAR and r[0] <= middle <= r[2] for r in frame.rules)


def _extent(owner: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> tuple[int, int]:
    own = [place for place, first in owner.items() if first == (row, column)]
    return max(c for _, c in own) - column + 1, max(r for r, _ in own) - row + 1


def _cell(segments: Sequence[Segment], across: int, down: int, page: int) -> GridCell:
    text = unwrap(_lines(segments), Counter())
    chunks = [chunk for part in segments for chunk in part.chunks]
    spans = (BlockSpan(page, 0, len(text), tuple(part.box for part in segments)),) if text else ()
    return GridCell(text, across, down, head=bool(chunks) and all(c.bold for c in chunks), spans=spans)


def _lines(segments: Sequence[Segment]) -> Iterator[str]:
    """The words of a cell line by line."""
    for _, line in groupby(segments, key=lambda part: round(part.y)):
        yield " ".join(part.text for part in line)


def outside(frames: Sequence[Frame], chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """The words that stand in no frame."""
    for chunk in chunks:
        if not any(_holds(frame, chunk) for frame in frames):
            yield chunk


def inside(frame: Frame, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The words that stand in ``frame``."""
    return [chunk for chunk in chunks if _holds(frame, chunk)]


def _holds(frame: Frame, chunk: Chunk) -> bool:
    return frame.holds((chunk.x0 + chunk.x1) / 2, chunk.y - 0.3 * chunk.size)
