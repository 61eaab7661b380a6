"""A document arranged for reading: blocks of headings, text, lists, tables and notes, in reading order.

Invariant: every paragraph of the document appears once, with its stable anchor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from assistant.web.passage import CellView, Piece, Quote, cells_of, pages_of, paragraph_number, pieces_of
from ingest.citation import reference
from ingest.document import Document, Footnote, Paragraph

Form = Literal["heading", "text", "list", "table", "signature"]


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph on the page: anchor, pieces, its reference to copy, and the page it begins if it does."""

    anchor: str
    paragraph: Paragraph
    pieces: tuple[Piece, ...]
    reference: str
    page: int | None = None
    cells: tuple[CellView, ...] = ()
    note: Footnote | None = None

    @property
    def number(self) -> str:
        """The paragraph's number within the document."""
        return paragraph_number(self.paragraph.id)

    @property
    def pages(self) -> str:
        """The page or pages it stands on."""
        return pages_of(self.paragraph)


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive items of one form; ``level`` is the heading level on this page (2 and up)."""

    form: Form
    items: tuple[Item, ...]
    level: int = 2


@dataclass(frozen=True, slots=True)
class View:
    """A whole document for the reading page."""

    document: Document
    fields: tuple[Item, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Item, ...]
    query: str = ""
    found: tuple[str, ...] = ()

    @property
    def outline(self) -> tuple[Block, ...]:
        """The headings, for the contents list."""
        return tuple(block for block in self.blocks if block.form == "heading")


@dataclass(slots=True)
class _Builder:
    blocks: list[Block] = field(default_factory=list)

    def add(self, form: Form, item: Item, level: int = 2) -> None:
        """Put ``item`` with the previous block when both form a list or a table."""
        last = self.blocks[-1] if self.blocks else None
        joins = last is not None and last.form == form and form in ("list", "table")
        if last is not None and joins and not (form == "table" and _starts_table(last, item)):
            self.blocks[-1] = Block(form, (*last.items, item))
        else:
            self.blocks.append(Block(form, (item,), level))


def _starts_table(last: Block, item: Item) -> bool:
    return item.paragraph.kind == "table_head" and last.items[-1].paragraph.kind != "table_head"


def read_view(document: Document, query: str = "") -> View:
    """The document arranged for reading, with every occurrence of ``query`` marked."""
    notes = {note.paragraph_id: note for note in document.footnotes}
    builder, fields, foot = _Builder(), [], []
    page: int | None = None
    for paragraph in document.paragraphs:
        begins, page = _page_turn(paragraph, page)
        item = _item(document, paragraph, begins, notes.get(paragraph.id), query)
        if paragraph.kind == "field":
            fields.append(item)
        elif paragraph.kind == "footnote":
            foot.append(item)
        else:
            builder.add(_form(paragraph), item, _level(paragraph))
    found = tuple(p.id for p in document.paragraphs if query and query.lower() in document.text_of(p).lower())
    return View(document, tuple(fields), tuple(builder.blocks), tuple(foot), query, found)


def _page_turn(paragraph: Paragraph, page: int | None) -> tuple[int | None, int | None]:
    if not paragraph.pages or paragraph.kind == "footnote":
        return None, page
    first, last = paragraph.pages[0].page, paragraph.pages[-1].page
    return (first if first != page else None), last


def _item(document: Document, paragraph: Paragraph, begins: int | None, note: Footnote | None, query: str) -> Item:
    quotes = _occurrences(document, paragraph, query)
    page = paragraph.pages[0].page if paragraph.pages else None
    return Item(
        anchor=f"p{paragraph_number(paragraph.id)}",
        paragraph=paragraph,
        pieces=pieces_of(document, paragraph.start, paragraph.end, quotes=quotes),
        reference=reference(document, page),
        page=begins,
        cells=cells_of(document, paragraph, quotes),
        note=note,
    )


def _occurrences(document: Document, paragraph: Paragraph, query: str) -> tuple[Quote, ...]:
    if not query:
        return ()
    pattern = re.compile(re.escape(query), re.IGNORECASE)
    return tuple(Quote(m.start(), m.end(), 1) for m in pattern.finditer(document.text, paragraph.start, paragraph.end))


def _form(paragraph: Paragraph) -> Form:
    forms: dict[str, Form] = {"heading": "heading", "list": "list", "table_row": "table", "table_head": "table"}
    return "signature" if paragraph.kind == "signature" else forms.get(paragraph.kind, "text")


def _level(paragraph: Paragraph) -> int:
    depth = int(paragraph.label) if paragraph.label.isdigit() else len(paragraph.section) + 1
    return min(max(depth + 1, 2), 6)
