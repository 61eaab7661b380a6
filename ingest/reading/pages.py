"""From pages of positioned words to blocks: regions, furniture, footnotes, tables, paragraphs, then the repair.

Invariant: every word of every page is in a block or in the furniture that the reading names. Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Publication
from ingest.reading.chunk import PageText
from ingest.reading.columns import regions_of
from ingest.reading.cutting import one_span_a_page
from ingest.reading.layout import join, repair
from ingest.reading.lines import vocabulary
from ingest.reading.paragraphs import (
    Setting,
    body_leading,
    body_size,
    called_labels,
    split_notes,
    surely_runs_on,
)
from ingest.reading.piece import Piece, Reading
from ingest.reading.recurring import Line, find_recurring, find_running_heads
from ingest.reading.regions import Framed, arrange, framed_tables, pieces_of
from ingest.reading.rows import Segment, segments_of
from ingest.reading.ruled import outside


def read_pages(pages: Sequence[PageText], found: Publication) -> Reading:
    """The reading of a document of pages."""
    framed = [framed_tables(page) for page in pages]
    parts = [_parts(page, tables) for page, tables in zip(pages, framed, strict=True)]
    gone = find_recurring(parts)
    lined = [_lines(page, [line for line in own if line not in gone]) for page, own in zip(pages, parts, strict=True)]
    heads = find_running_heads(lined)
    kept = [[line for line in lines if line not in heads] for lines in lined]
    every = [line for lines in kept for line in lines]
    size = body_size(every)
    called = called_labels(every)
    words = vocabulary(line.text for line in every)
    setting = Setting(size, body_leading(kept, size), words, frozenset(called))
    regions = arrange(kept, framed, setting, called)
    pieces = _joined_notes([piece for region in regions for piece in pieces_of(region, setting, called)], setting)
    cuts = _cuts(pieces)
    running = _running_on(kept, setting, called)
    sure = frozenset(at for at, page in cuts.items() if page in running)
    blocks, furniture = repair(pieces, body_size=size, cuts=frozenset(cuts), sure=sure)
    blocks = tuple(replace(block, spans=one_span_a_page(block.spans)) for block in blocks)
    texts = tuple(line.text for lines in (*parts, *lined) for line in lines if line in gone or line in heads)
    return Reading(blocks, found, texts + furniture)


def _parts(page: PageText, tables: Sequence[Framed]) -> list[Line]:
    """Each segment of a page that stands in no framed table as a line of its own."""
    chunks = outside([table.frame for table in tables], page.chunks)
    return [Line(page.number, (part,), -1, False, _height(part, page)) for part in segments_of(chunks)]


def _height(part: Segment, page: PageText) -> float:
    return part.y / page.height if page.height else 0.5


def _lines(page: PageText, parts: Sequence[Line]) -> list[Line]:
    """The lines of a page in reading order."""
    lines: list[Line] = []
    for number, region in enumerate(regions_of([part.segments[0] for part in parts], page.rules)):
        for row in _by_row(region.segments):
            lines.append(Line(page.number, tuple(row), number, region.side, _height(row[0], page)))
    return lines


def _by_row(segments: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for part in sorted(segments, key=lambda one: (one.y, one.x0)):
        if rows and abs(part.y - rows[-1][0].y) <= 0.25 * min(part.size, rows[-1][0].size):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def _joined_notes(pieces: Sequence[Piece], setting: Setting) -> list[Piece]:
    """A footnote that runs on at the foot of the next page is one footnote."""
    kept: list[Piece] = []
    last = -1
    for piece in pieces:
        if piece.kind == "footnote" and not piece.label and last >= 0:
            kept[last] = join(kept[last], piece, setting.words)
            continue
        if piece.kind == "footnote":
            last = len(kept)
        kept.append(piece)
    return kept


def _running_on(pages: Sequence[Sequence[Line]], setting: Setting, called: set[str]) -> set[int]:
    """The pages that surely begin inside a paragraph."""
    level = [split_notes([line for line in lines if not line.side], setting.size, called)[0] for lines in pages]
    return {following[0].page for lines, following in pairwise(level) if surely_runs_on(lines, following)}


def _cuts(pieces: Sequence[Piece]) -> dict[int, int]:
    """The index of the first piece of the running text on each page, and that page."""
    found: dict[int, int] = {}
    page = 0
    for at, piece in enumerate(pieces):
        if piece.zone == "side" or piece.kind == "footnote" or not piece.spans:
            continue
        if piece.spans[0].page > page:
            page = piece.spans[0].page
            found[at] = page
    return found
