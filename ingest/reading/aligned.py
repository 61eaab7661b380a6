"""Recovers tables of a PDF from words that stand in line below each other.

Invariant: a value stays in the column it stands under; where the alignment is not clear, the lines stay text.
Standard library only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from ingest.reading.block import BlockSpan
from ingest.reading.chunk import Chunk
from ingest.reading.letterlines import is_letter_line
from ingest.reading.lines import unwrap
from ingest.reading.recurring import Line
from ingest.reading.rows import Segment, segment
from ingest.reading.tables import Grid, GridCell, is_figure

FEWEST_ROWS = 3
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in the lines ``start:end`` of a region."""

    start: int
    end: int
    grid: Grid


def find_tables(lines: Sequence[Line]) -> list[Table]:
    """The tables in the lines of one region, from top to bottom."""
    found: list[Table] = []
    at = 0
    while at < len(lines):
        end = _run_end(lines, at)
        columns = _table_columns(lines[at:end]) if end - at >= FEWEST_ROWS else None
        if columns is not None:
            start = _head_start(lines, at, columns, found[-1].end if found else 0)
            grid = _grid(lines[start:end], columns)
            if grid is not None:
                found.append(Table(start, end, grid))
        at = max(end, at + 1)
    return found


def _head_start(lines: Sequence[Line], at: int, columns: Sequence[Interval], lowest: int) -> int:
    """Where the table begins when lines above it stand in its columns too: a header set close."""
    start = at
    while start > lowest and at - start < 3:
        line = lines[start - 1]
        cells = [cell for cell in _placed(line, columns) if cell]
        short = all(len(_text(cell)) < 32 for cell in cells)
        close = line.page == lines[start].page and _step(line, lines[start]) < 3.2 * line.size
        if len(cells) < 2 or not short or not close or is_letter_line(line.text):
            break
        start -= 1
    return start


def open_rows(lines: Sequence[Line], following: Sequence[Line]) -> int:
    """How many lines at the end of a page belong to a table that goes on at the head of the next."""
    count = 0
    while count < len(lines) and len(lines[-1 - count].segments) > 1:
        count += 1
    if not count or not following or len(following[0].segments) < 2:
        return 0
    tables = find_tables([*lines[len(lines) - count :], *following])
    return count if tables and tables[0].start == 0 and tables[0].end > count else 0


def _step(above: Line, below: Line) -> float:
    """The distance between two lines; over a page end that of two rows."""
    return below.y - above.y if above.page == below.page else 1.2 * below.size


def _run_end(lines: Sequence[Line], start: int) -> int:
    """Where the run of table-like lines that begins at ``start`` ends."""
    if len(lines[start].segments) < 2:
        return start
    end = start + 1
    while end < len(lines):
        line, above = lines[end], lines[end - 1]
        if _step(above, line) > 4 * line.size:
            break
        if len(line.segments) < 2 and not _wrapped(lines, start, end):
            break
        end += 1
    while end > start and len(lines[end - 1].segments) < 2 and lines[end - 1].x1 > lines[start].segments[1].x0:
        end -= 1
    return end


def _wrapped(lines: Sequence[Line], start: int, at: int) -> bool:
    """True for a line that holds no more than the rest of one cell, or the name of a group of rows."""
    line = lines[at]
    rows = [row for row in lines[start:at] if len(row.segments) > 1]
    if not rows:
        return False
    edges = [s.x0 for row in rows for s in row.segments[1:]]
    inside_first = line.x1 < min(edges) - 4
    below_other = any(abs(line.x0 - edge) < 3 for edge in edges) and line.x0 > rows[0].segments[0].x1 - 60
    follows = at + 1 < len(lines) and len(lines[at + 1].segments) > 1
    return (inside_first or below_other) and (follows or _step(lines[at - 1], line) < 1.5 * line.size)


def _table_columns(lines: Sequence[Line]) -> list[Interval] | None:
    """The columns the lines stand in; None when they are no table."""
    full = [line for line in lines if len(line.segments) > 1]
    if len(full) < FEWEST_ROWS or sum(is_letter_line(line.text) for line in full) > 0.5 * len(full):
        return None
    columns = _columns(full)
    if len(columns) < 2 or median(len(s.text) for line in full for s in line.segments) > 45:
        return None
    return columns


def _grid(lines: Sequence[Line], columns: Sequence[Interval]) -> Grid | None:
    rows: list[list[list[Segment]]] = []
    pages: list[int] = []
    for at, line in enumerate(lines):
        if line.page != lines[0].page and line.text == lines[0].text:
            continue
        cells = _placed(line, columns)
        if rows and line.page == pages[-1] and _continues(lines, at, cells, rows[-1]):
            for own, more in zip(rows[-1], cells, strict=True):
                own += more
        else:
            rows.append(cells)
            pages.append(line.page)
    first = next((at for at, row in enumerate(rows) if any(is_figure(_text(cell)) for cell in row)), 0)
    found = tuple(
        tuple(_cells(row, columns, page, head=at < first))
        for at, (row, page) in enumerate(zip(rows, pages, strict=True))
    )
    return Grid(found) if len(rows) > 1 else None


def _text(cell: Sequence[Segment]) -> str:
    lines = [" ".join(part.text for part in line) for _, line in groupby(cell, key=lambda part: round(part.y))]
    return unwrap(lines, Counter())


def _columns(lines: Sequence[Line]) -> list[Interval]:
    """The strips in which words stand, taken from the rows with most of them."""
    most = max(len(line.segments) for line in lines)
    typical = [line for line in lines if len(line.segments) >= max(2, most - 1)]
    spans = sorted((s.x0, s.x1) for line in typical for s in line.segments)
    merged: list[Interval] = []
    for x0, x1 in spans:
        if merged and x0 < merged[-1][1] + 2:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _placed(line: Line, columns: Sequence[Interval]) -> list[list[Segment]]:
    """The words of a line by column; a word that stands under none goes to the nearest."""
    cells: list[list[Segment]] = [[] for _ in columns]
    for part in (piece for whole in line.segments for piece in _apart(whole, columns)):
        over = [at for at, (x0, x1) in enumerate(columns) if part.x0 < x1 + 1 and part.x1 > x0 - 1]
        if not over:
            middle = (part.x0 + part.x1) / 2
            over = [min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - middle))]
        cells[over[0]].append(part)
    return cells


def _apart(part: Segment, columns: Sequence[Interval]) -> list[Segment]:
    """A stretch of words that reaches over several columns, cut where a gap falls between two of them."""
    over = [at for at, (x0, x1) in enumerate(columns) if part.x0 < x1 + 1 and part.x1 > x0 - 1]
    if len(over) < 2:
        return [part]
    groups: list[list[Chunk]] = [[part.chunks[0]]]
    for before, chunk in pairwise(part.chunks):
        between = any(before.x1 <= columns[at][0] + 3 and chunk.x0 >= columns[at][0] - 3 for at in over[1:])
        if between and chunk.x0 - before.x1 > 0.4 * part.size:
            groups.append([])
        groups[-1].append(chunk)
    return [segment(group) for group in groups]


def _continues(lines: Sequence[Line], at: int, cells: list[list[Segment]], above: list[list[Segment]]) -> bool:
    """True when the line holds the rest of the cells above it."""
    step = _step(lines[at - 1], lines[at])
    steps = [_step(a, b) for a, b in pairwise(lines)]
    tight = min(steps)
    if step > 1.15 * tight or step > 1.45 * lines[at].size:
        return False
    if any(more and not own for own, more in zip(above, cells, strict=True)):
        return False
    if not cells[0]:
        return True
    return max(steps) > 1.25 * tight and sum(bool(c) for c in cells) <= sum(bool(c) for c in above)


def _cells(row: list[list[Segment]], columns: Sequence[Interval], page: int, *, head: bool) -> list[GridCell]:
    across = _shared_width(row, columns) if head else 1
    if across > 1:
        titles = [parts for parts in row[1:] if parts]
        return [_cell(row[0], 1, page, head=True), *(_cell(parts, across, page, head=True) for parts in titles)]
    cells: list[GridCell] = []
    skip = 0
    for at, parts in enumerate(row):
        if skip:
            skip -= 1
            continue
        edge = max((part.x1 for part in parts), default=0.0)
        width = 1
        while parts and at + width < len(columns) and edge > columns[at + width][0] + 2 and not row[at + width]:
            width += 1
        skip = width - 1
        cells.append(_cell(parts, width, page, head=head))
    return cells


def _shared_width(row: list[list[Segment]], columns: Sequence[Interval]) -> int:
    """How many columns each title of a header row covers, when it covers equally many and stands over them."""
    titles = [parts for parts in row[1:] if parts]
    rest = columns[1:]
    if not titles or len(rest) % len(titles) or len(titles) == len(rest):
        return 1
    width = len(rest) // len(titles)
    for at, parts in enumerate(titles):
        own = rest[at * width : (at + 1) * width]
        middle = (parts[0].x0 + parts[-1].x1) / 2
        if not own[0][0] - 2 < middle < own[-1][1] + 2:
            return 1
    return width


def _cell(parts: Sequence[Segment], across: int, page: int, *, head: bool) -> GridCell:
    text = _text(parts)
    boxes = tuple(part.box for part in parts)
    return GridCell(text, across, head=head, spans=(BlockSpan(page, 0, len(text), boxes),) if text else ())
