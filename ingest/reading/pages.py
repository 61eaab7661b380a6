"""From pages of positioned words to blocks: regions, furniture, footnotes, tables, paragraphs, then the repair.

Invariant: every word of every page is in a block or in the furniture that the reading names. Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Publication
from ingest.reading.chunk import PageText
from ingest.reading.columns import regions_of
from ingest.reading.cutting import one_span_a_page
from ingest.reading.layout import Seams, join, repair
from ingest.reading.lines import vocabulary
from ingest.reading.numbering import printed_labels
from ingest.reading.paragraphs import (
    Setting,
    body_leading,
    body_size,
    called_labels,
    surely_runs_on,
)
from ingest.reading.piece import Piece, Reading
from ingest.reading.recurring import Line, find_recurring, find_running_heads, holds_number
from ingest.reading.regions import Framed, Region, arrange, framed_tables, pieces_of
from ingest.reading.rows import Segment, close_justified, segments_of
from ingest.reading.ruled import outside
from ingest.reading.turning import as_shown


def read_pages(pages: Sequence[PageText], found: Publication) -> Reading:
    """The reading of a document of pages."""
    framed = framed_tables(pages)
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
    pieces, seams = _in_order(regions, setting, called)
    blocks, furniture = repair(pieces, body_size=size, seams=seams)
    blocks = as_shown([replace(block, spans=one_span_a_page(block.spans)) for block in blocks], pages)
    texts = tuple(line.text for lines in (*parts, *lined) for line in lines if line in gone or line in heads)
    texts += tuple(text for region in regions for text in region.repeated)
    numbered = [(line.page, line.text) for lines in parts for line in lines if line in gone and holds_number(line)]
    return Reading(blocks, found, texts + furniture, printed_labels(numbered, len(pages)))


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
        for row in close_justified(_by_row(region.segments)):
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


def _in_order(regions: Sequence[Region], setting: Setting, called: set[str]) -> tuple[list[Piece], Seams]:
    """All pieces, and before which of them a page or column ended; a footnote cut by a page end is one footnote."""
    pieces: list[Piece] = []
    cuts: set[int] = set()
    sure: set[int] = set()
    last: Region | None = None
    for region in regions:
        own = list(pieces_of(region, setting, called))
        if own and not region.side:
            cuts.add(len(pieces))
            if last is not None and own[0].kind == "text" and surely_runs_on(last.text, region.text):
                sure.add(len(pieces))
            last = region
        for piece in own:
            note = _open_note(pieces) if piece.kind == "footnote" and not piece.label else -1
            if note >= 0:
                pieces[note] = join(pieces[note], piece, setting.words)
            else:
                pieces.append(piece)
    return pieces, Seams(frozenset(cuts), frozenset(sure))


def _open_note(pieces: Sequence[Piece]) -> int:
    """The index of the last footnote, -1 without one."""
    return next((at for at in range(len(pieces) - 1, -1, -1) if pieces[at].kind == "footnote"), -1)
