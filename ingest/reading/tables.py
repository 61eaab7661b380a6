"""Tables become rows whose cells know their row label, column labels and unit.

Invariant: an empty cell stays empty and no value ever moves to another column. Standard library only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.reading.block import BlockSpan, Call, RawCell
from ingest.reading.piece import Piece

SEPARATOR = " | "
_UNIT = re.compile(
    r"(?:^|[\s(\[])(x\s?€\s?1[.\s]?000(?:[.\s]000)?|€\s?x\s?1[.\s]?000(?:[.\s]000)?|"
    r"(?:in |x )?(?:€ |euro )?(?:mln|mld|miljoen|miljard|duizend|miljoenen|miljarden)\.?(?: euro| €)?|"
    r"(?:in )?(?:procenten|procent|percentage|%)|in euro['’]?s?|€|fte['’]?s?|in dagen|in maanden)(?=$|[\s)\],;:.])",
    re.I,
)
_FIGURE = re.compile(
    r"^[<>≥≤~±+\-–—\s€]*\d[\d.,\s]*(?:%|mln|mld|x|fte|\*)*\s*\*?$|^[-–—xX]$|^n\.?(?:v\.?t|b)\.?$", re.I
)


_WIDEST, _MOST_PLACES = 500, 20_000
"""Columns that spans may reach, and places that a table of few cells may cover with them."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the source sets it, with the rows and columns it covers.

    ``at`` is the column it begins in where the source says so, -1 where it follows the cell before it.
    """

    text: str
    across: int = 1
    down: int = 1
    head: bool = False
    calls: tuple[Call, ...] = ()
    spans: tuple[BlockSpan, ...] = ()
    at: int = -1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of cells; ``caption`` is its title, ``unit`` a unit that holds for every cell."""

    rows: tuple[tuple[GridCell, ...], ...]
    caption: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    cell: GridCell
    first: bool
    """True at the top left place a cell covers: there, and only there, its text stands."""


_Row = dict[int, _Place]


def table_pieces(grid: Grid) -> list[Piece]:
    """A piece for the caption, for each header row and for each row of the table."""
    rows = _spread(grid)
    heads = _head_rows(rows)
    unit = grid.unit or find_unit(grid.caption)
    pieces = [Piece(grid.caption, "table_head")] if grid.caption else []
    columns = max((max(row, default=-1) for row in rows), default=-1) + 1
    ragged = columns * len(rows) > max(_MOST_PLACES, 4 * sum(len(cells) for cells in grid.rows))
    labels = [_labels(rows[:heads], column) for column in range(columns)]
    corner = find_unit(" ".join(labels[0])) if labels else ""
    depth = _label_columns(rows[heads:])
    group = ""
    for at, row in enumerate(rows):
        if not any(place.cell.text for place in row.values()):
            continue
        if at < heads:
            pieces.append(_piece(row, max(row) + 1 if ragged else columns, "", [()] * columns, ""))
            pieces[-1] = replace(pieces[-1], kind="table_head")
            continue
        name = _row_name(row, depth)
        if _is_group(row, columns):
            group = name
        own = f"{group} › {name}" if group and name != group else name
        width = max(row) + 1 if ragged else columns
        pieces.append(_piece(row, width, own, labels, find_unit(name) or corner or unit))
    return pieces


def find_unit(text: str) -> str:
    """The unit a label names (``x € 1.000``, ``%``, ``fte``), empty when it names none."""
    found = _UNIT.search(text)
    return found.group(1) if found else ""


def is_figure(text: str) -> bool:
    """True for a number, a dash or another value that is no label; a year is a label."""
    return bool(_FIGURE.match(text)) and not _is_year(text)


def _spread(grid: Grid) -> list[_Row]:
    """Rows with a place for every column a cell covers; bounded, so that a forged span cannot grow the table."""
    rows: list[_Row] = [{} for _ in grid.rows]
    spare = max(_MOST_PLACES, 4 * sum(len(cells) for cells in grid.rows))
    widest = min(_WIDEST, 8 + 4 * max((max(len(cells), *(c.at for c in cells), 0) for cells in grid.rows), default=0))
    for at, cells in enumerate(grid.rows):
        column = 0
        for cell in cells:
            column = max(column, min(cell.at, widest))
            while column in rows[at]:
                column += 1
            across, down = min(max(cell.across, 1), max(widest - column, 1)), min(max(cell.down, 1), len(rows) - at)
            spare -= across * down
            if spare < 0:
                across = down = 1
            for below in range(down):
                for beside in range(across):
                    rows[at + below].setdefault(column + beside, _Place(cell, below == beside == 0))
            column += across
    return rows


def _head_rows(rows: list[_Row]) -> int:
    """How many rows at the top hold column labels: those marked so, else a first row without figures."""
    count = 0
    for row in rows:
        marked = row and all(p.cell.head or not p.cell.text for p in row.values()) and _any_head(row)
        if not marked or (count and _is_group(row, len(row))):
            break
        count += 1
    if count == len(rows) and count > 1:
        return 1
    if count or len(rows) < 2:
        return count if len(rows) > 1 else 0
    texts = [p.cell.text for p in rows[0].values() if p.cell.text]
    below = [p.cell.text for row in rows[1:] for p in row.values() if p.cell.text]
    figures = any(_FIGURE.match(text) for text in below)
    plain = texts and not any(_FIGURE.match(text) and not _is_year(text) for text in texts)
    return 1 if plain and figures else 0


def _any_head(row: _Row) -> bool:
    return any(p.cell.head for p in row.values())


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d\*?", text.strip()))


def _labels(heads: list[_Row], column: int) -> tuple[str, ...]:
    found = [row[column].cell.text for row in heads if column in row and row[column].cell.text]
    return tuple(label for at, label in enumerate(found) if at == 0 or label != found[at - 1])


def _label_columns(rows: list[_Row]) -> int:
    """How many columns at the left name the rows: one more for each whose cells stand for several rows."""
    depth = 1
    while any(
        row[depth - 1].cell.down > 1 and depth in row and row[depth].cell.text and not is_figure(row[depth].cell.text)
        for row in rows
        if depth - 1 in row
    ):
        depth += 1
    return depth


def _row_name(row: _Row, depth: int) -> str:
    """The label of a row: its leading cells that are headers, or else those of the columns that name rows."""
    marked = [row[c].cell.text for c in sorted(row) if row[c].cell.head and row[c].cell.text]
    if marked:
        return " › ".join(dict.fromkeys(marked))
    first = min(row, default=0)
    named = [row[column].cell.text for column in sorted(row) if column < max(depth, first + 1)]
    return " › ".join(dict.fromkeys(name for name in named if name and (name == named[0] or not is_figure(name))))


def _is_group(row: _Row, columns: int) -> bool:
    """True for a row that only names the rows below it."""
    filled = [place for place in row.values() if place.first and place.cell.text]
    return columns > 2 and len(filled) == 1 and 0 in row and row[0].cell is filled[0].cell and row[0].cell.across > 1


def _piece(row: _Row, columns: int, name: str, labels: list[tuple[str, ...]], unit: str) -> Piece:
    cells: list[RawCell] = []
    calls: list[Call] = []
    spans: list[BlockSpan] = []
    length = 0
    for column in range(columns):
        place = row.get(column)
        text = place.cell.text if place and place.first else ""
        if place and place.first:
            calls += [replace(c, offset=c.offset + length) for c in place.cell.calls]
            spans += [replace(s, start=s.start + length, end=s.end + length) for s in place.cell.spans]
        cells.append(RawCell(text, name, labels[column], find_unit(" ".join(labels[column])) or unit))
        length += len(text) + len(SEPARATOR)
    return Piece(
        SEPARATOR.join(cell.text for cell in cells),
        "table_row",
        calls=tuple(calls),
        spans=tuple(spans),
        cells=tuple(cells),
    )
