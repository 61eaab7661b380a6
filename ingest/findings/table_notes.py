"""What stands around a table and governs its cells: its caption, the notes under it, and the notes its cells call.

Invariant: a note is given to a cell only when the cell, its row or its column calls it, or when it speaks of all of
the table; nothing is taken from another table. Standard library only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.document import Cell, Document, Paragraph
from ingest.findings.quantities import status_in, unit_in, years_in
from ingest.findings.values import FigureStatus

_CAPTION = re.compile(r"^\W*(?:tabel|overzicht|figuur|staat|grafiek|table)\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^\W*(?:tabel|overzicht|figuur|staat|grafiek|table)\s+[\dA-Z][\d.]*\s*[:.–-]?\s*", re.IGNORECASE
)
_UNITS_AFTER = re.compile(r"\s*\([^()]*(?:€|euro|aantal|bedragen|%|procent|x 1)[^()]*\)", re.IGNORECASE)
_MARK = re.compile(r"(\*+|[¹²³⁴⁵]|\(\*+\))\s*(?:\((?:voorlopig|definitief|v|d)\))?\s*$")
_OVER = re.compile(
    r"\b(?:cijfers|aantallen|resultaten|realisaties|gegevens|bedragen|uitkomsten)\b(?:\s+(?:over|van|voor|in))?"
    r"(?P<years>(?:[\s,]+(?:en\s+|het jaar\s+|t/m\s+)?(?:19|20)\d\d)+)?[^.;\d]{0,40}?\b(?:zijn|betreffen|blijven)\b"
    r"[^.;,]{0,40}?\b(?P<status>voorlopige?|definitie(?:f|ve))\b",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 220


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The caption of one table, the paragraphs right under it, and its rows of headers."""

    caption: Paragraph | None
    heads: tuple[Paragraph, ...]
    under: tuple[Paragraph, ...]


@dataclass(slots=True)
class TableNotes:
    """The notes of one document's tables: made once a document, asked cell by cell."""

    document: Document
    _around: dict[str, Surroundings] = field(default_factory=dict)
    _said: tuple[tuple[tuple[str, ...], tuple[int, ...], FigureStatus], ...] = ()

    def __post_init__(self) -> None:
        self._around = dict(_tables(self.document))
        self._said = tuple(_said_of_years(self.document))

    def around(self, row: Paragraph) -> Surroundings:
        """What stands around the table of a row."""
        return self._around.get(row.id, Surroundings(None, (), ()))

    def title(self, row: Paragraph) -> str:
        """The caption without its number and its unit; empty when the table has none."""
        caption = self.around(row).caption
        return title_of(self.document.text_of(caption)) if caption else ""

    def unit(self, row: Paragraph) -> str:
        """The unit that the caption or a paragraph right under the table gives for all of it."""
        around = self.around(row)
        for paragraph in (around.caption, *around.heads, *around.under):
            if paragraph is not None and (unit := unit_in(self.document.text_of(paragraph))):
                return unit
        return ""

    def notes_of(self, row: Paragraph, cell: Cell) -> str:
        """The notes that the cell, the label of its row or the head of its column calls."""
        called = [*_footnotes(self.document, row, (cell, row.cells[0])), *self._of_heads(row, cell)]
        mark = _MARK.search(self.document.text[cell.start : cell.end].strip())
        if mark:
            called += [
                text for p in self.around(row).under if (text := self.document.text_of(p)).lstrip().startswith(mark[1])
            ]
        return "; ".join(dict.fromkeys(called))

    def _of_heads(self, row: Paragraph, cell: Cell) -> list[str]:
        found = []
        for head in self.around(row).heads:
            for label in head.cells:
                if self.document.text[label.start : label.end].strip() in cell.columns:
                    found += _footnotes(self.document, head, (label,))
        return found

    def status(self, row: Paragraph, year: int | None) -> FigureStatus:
        """The status that a sentence of the same chapter gives to all figures of a year (de cijfers over 2020)."""
        for section, years, status in self._said:
            if section[:1] == row.section[:1] and year is not None and (not years or year in years):
                return status
        return ""


def title_of(caption: str) -> str:
    """A caption without ``Tabel 3`` and without its unit."""
    return " ".join(_UNITS_AFTER.sub("", _NUMBERED.sub("", caption)).split()).strip(" .:")


def _tables(document: Document) -> list[tuple[str, Surroundings]]:
    """Each row's id with what stands around its table."""
    found: list[tuple[str, Surroundings]] = []
    paragraphs = [p for p in document.paragraphs if p.kind != "footnote"]
    at = 0
    while at < len(paragraphs):
        if not paragraphs[at].kind.startswith("table"):
            at += 1
            continue
        first = at
        while at < len(paragraphs) and paragraphs[at].kind.startswith("table"):
            at += 1
        block = paragraphs[first:at]
        around = Surroundings(
            _caption(document, paragraphs, first, block),
            tuple(p for p in block if p.kind == "table_head" and p.cells),
            tuple(_under(document, paragraphs[at : at + 4])),
        )
        found += [(p.id, around) for p in block if p.kind == "table_row"]
    return found


def _caption(document: Document, paragraphs: list[Paragraph], first: int, block: list[Paragraph]) -> Paragraph | None:
    inside = next((p for p in block if p.kind == "table_head" and not p.cells), None)
    if inside is not None:
        return inside
    before = paragraphs[first - 1] if first else None
    if before is None or before.kind not in ("text", "heading"):
        return None
    text = document.text_of(before)
    named = len(text) <= _LONGEST_CAPTION and (_CAPTION.match(text) or (unit_in(text) and not text.endswith(".")))
    return before if named and not text.rstrip().endswith((".", ":")) else None


def _under(document: Document, after: list[Paragraph]) -> list[Paragraph]:
    """The notes right under a table: marked lines, and lines that only give the unit."""
    found = []
    for paragraph in after:
        text = document.text_of(paragraph).strip()
        if paragraph.kind not in ("text", "list") or len(text) > _LONGEST_CAPTION:
            break
        if not re.match(r"^(?:\*+|[¹²³⁴⁵]|\(\*+\)|bedragen\b|noot\b|bron\b|cijfers\b)", text, re.IGNORECASE):
            break
        found.append(paragraph)
    return found


def _footnotes(document: Document, paragraph: Paragraph, cells: tuple[Cell, ...]) -> list[str]:
    by_id = {p.id: p for p in document.paragraphs} if document.footnotes else {}
    return [
        document.text_of(by_id[note.paragraph_id])
        for note in document.footnotes
        if note.caller_id == paragraph.id and any(c.start <= note.call <= c.end for c in cells)
        if note.paragraph_id in by_id
    ]


def _said_of_years(document: Document) -> list[tuple[tuple[str, ...], tuple[int, ...], FigureStatus]]:
    found = []
    for paragraph in document.paragraphs:
        if paragraph.kind in ("text", "list"):
            for match in _OVER.finditer(document.text_of(paragraph)):
                found.append((paragraph.section, years_in(match["years"] or ""), status_in(match["status"])))
    return found
