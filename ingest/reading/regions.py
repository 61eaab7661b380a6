"""What each region of a page holds, in order: text, tables with and without lines, and footnotes.

Invariant: every line and every framed table is in exactly one region; a table cut by page ends is one table.
Standard library only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.reading.aligned import find_tables, open_rows
from ingest.reading.chunk import PageText
from ingest.reading.lines import unwrap
from ingest.reading.paragraphs import Setting, footnotes, paragraphs, split_notes
from ingest.reading.piece import Piece
from ingest.reading.recurring import Line
from ingest.reading.ruled import Frame, frames_of, grid_of, inside
from ingest.reading.tables import Grid, GridCell, find_unit, table_pieces

_CAPTION = re.compile(r"^(?:tabel|table|figuur|overzicht)\b", re.I)


@dataclass(slots=True)
class Framed:
    """A table with lines around its cells, and where it stands."""

    frame: Frame
    grid: Grid
    page: int


@dataclass(slots=True)
class Region:
    """A region of a page: the lines of its text and of its footnotes, and its framed tables."""

    side: bool
    page: int
    text: list[Line]
    notes: list[Line] = field(default_factory=list)
    tables: list[Framed] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    """Header cells of a table that are printed again at the head of the page."""


def framed_tables(pages: Sequence[PageText]) -> list[list[Framed]]:
    """For each page the tables that have lines around their cells and words in two cells of a row.

    A frame at the head of a page that goes on with the last one of the page before need not have that many.
    """
    found: list[list[Framed]] = []
    for page in pages:
        last = found[-1][-1].frame if found and found[-1] else None
        own: list[Framed] = []
        for frame in frames_of(page.rules):
            grid = grid_of(frame, inside(frame, page.chunks), page.number)
            goes_on = last is not None and not own and frame.open_above and last.goes_on(frame)
            if _is_table(grid) or (goes_on and any(cell.text for row in grid.rows for cell in row)):
                own.append(Framed(frame, grid, page.number))
        found.append(own)
    return found


def _is_table(grid: Grid) -> bool:
    """True when some row has words in two cells: boxes around text are no table."""
    return any(sum(bool(cell.text) for cell in row) > 1 for row in grid.rows)


def arrange(
    pages: Sequence[Sequence[Line]], framed: Sequence[Sequence[Framed]], setting: Setting, called: set[str]
) -> list[Region]:
    """The regions of all pages in reading order; on the first page side columns, with a letterhead in them, first."""
    found: list[Region] = []
    last: Region | None = None
    for number, (lines, tables) in enumerate(zip(pages, framed, strict=True), start=1):
        own = _of_page(lines, number, setting.size, called)
        level = [region for region in own if not region.side]
        if tables and not level:
            level = [Region(False, number, [])]
            own += level
        for table in tables:
            _home(table, level).tables.append(table)
        if last is not None and level:
            _close_table(last, level[0])
        last = level[-1] if level else last
        found += own
    return found


def _of_page(lines: Sequence[Line], number: int, size: float, called: set[str]) -> list[Region]:
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.region, []).append(line)
    found = [
        Region(True, number, group) if group[0].side else Region(False, number, *split_notes(group, size, called))
        for group in groups.values()
    ]
    return sorted(found, key=lambda region: not region.side) if number == 1 else found


def _home(table: Framed, regions: Sequence[Region]) -> Region:
    """The region in whose course a table stands: the last that begins above it, in its columns."""
    x0, x1, top = table.frame.xs[0], table.frame.xs[-1], table.frame.ys[0]
    above = [
        region
        for region in regions
        if region.text and region.text[0].y < top and any(line.x0 < x1 and line.x1 > x0 for line in region.text)
    ]
    return above[-1] if above else regions[0]


def _close_table(before: Region, after: Region) -> None:
    """Put a table together that a page end has cut, with lines or without."""
    if before.tables and after.tables and not before.notes:
        upper, lower = before.tables[-1], after.tables[0]
        ends = all(line.y < upper.frame.ys[-1] for line in before.text)
        begins = all(line.y > lower.frame.ys[0] for line in after.text)
        if ends and begins and upper.frame.goes_on(lower.frame):
            again = _repeated(upper.grid, lower.grid)
            after.repeated = [cell.text for row in lower.grid.rows[:again] for cell in row if cell.text]
            rest = lower.grid.rows[again:]
            lower.grid = replace(upper.grid, rows=_continued(upper.grid, rest, cut=lower.frame.open_above))
            before.tables.pop()
            return
    count = open_rows(before.text, after.text)
    if count:
        after.text = before.text[len(before.text) - count :] + after.text
        before.text = before.text[: len(before.text) - count]


def _repeated(upper: Grid, lower: Grid) -> int:
    """How many rows at the head of a part of a table are the header printed again."""
    repeated = 0
    for one, other in zip(upper.rows, lower.rows, strict=False):
        if [cell.text for cell in one] != [cell.text for cell in other]:
            break
        repeated += 1
    return repeated


def _continued(upper: Grid, more: tuple[tuple[GridCell, ...], ...], *, cut: bool) -> tuple[tuple[GridCell, ...], ...]:
    """The rows of both parts of a table, a row cut by the page end in one piece."""
    if not (cut and more and upper.rows and len(more[0]) == len(upper.rows[-1]) and not more[0][0].text):
        return upper.rows + more
    row = tuple(_joined(one, other) for one, other in zip(upper.rows[-1], more[0], strict=True))
    return (*upper.rows[:-1], row, *more[1:])


def _joined(one: GridCell, other: GridCell) -> GridCell:
    if not other.text:
        return one
    text = unwrap([one.text, other.text], Counter())
    shift = len(text) - len(other.text)
    moved = tuple(replace(span, start=span.start + shift, end=span.end + shift) for span in other.spans)
    kept = tuple(replace(span, end=min(span.end, shift)) for span in one.spans)
    return replace(one, text=text, spans=kept + moved)


def pieces_of(region: Region, setting: Setting, called: set[str]) -> Iterator[Piece]:
    """The pieces of a region in order."""
    if region.side:
        yield from paragraphs(region.text, setting)
        return
    start = 0
    last = ""
    for table in region.tables:
        top = table.frame.ys[0]
        end = start
        while end < len(region.text) and (region.text[end].page < table.page or region.text[end].y < top):
            end += 1
        for piece in _text_and_tables(region.text[start:end], setting):
            last = piece.text
            yield piece
        yield from table_pieces(_with_unit(table.grid, last))
        start = end
    yield from _text_and_tables(region.text[start:], setting)
    yield from footnotes(region.notes, setting, called)


def _text_and_tables(lines: Sequence[Line], setting: Setting) -> Iterator[Piece]:
    start = 0
    last = ""
    for table in find_tables(lines):
        for piece in paragraphs(lines[start : table.start], setting):
            last = piece.text
            yield piece
        yield from table_pieces(_with_unit(table.grid, last))
        start = table.end
    yield from paragraphs(lines[start:], setting)


def _with_unit(grid: Grid, before: str) -> Grid:
    """The table with the unit that its caption names."""
    return replace(grid, unit=find_unit(before)) if _CAPTION.match(before) else grid
