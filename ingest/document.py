"""The values of reading: what a document is once it has been read properly.

Invariant: every offset (``start``, ``end``, ``call``) counts characters in ``Document.text``, the canonical
text, and ``Document.text[p.start:p.end]`` is the text of paragraph ``p``. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "heading", "list", "table_row", "table_head", "footnote", "field", "signature"]
"""What a paragraph is: running text (alinea), heading (kop), list item, row of a table, header row of a table,
footnote (noot), letterhead field (adresblok, datum, kenmerk, onderwerp) or signature (ondertekening)."""

FieldName = Literal[
    "date", "subject", "reference", "addressee", "department", "sender_address", "signatory", "signatory_role"
]
"""Letterhead fields: datum, onderwerp, kenmerk, geadresseerde, afdeling, retouradres, ondertekenaar en functie."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points, origin at the top left of the page as a reader sees it."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageSpan:
    """The part ``start:end`` of the canonical text that stands on ``page`` (1-based), with its boxes."""

    page: int
    start: int
    end: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: ``start:end`` in the canonical text (equal when empty) and the labels that govern it."""

    start: int
    end: int
    row: str
    columns: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (alinea), heading, list item, table row, footnote or letterhead field of a document.

    ``id`` is ``<document id>/p<number>``; ``section`` the path of headings above it, outermost first;
    ``label`` the list or footnote label, the heading level as a digit, or the ``FieldName`` of a field.
    """

    id: str
    kind: Kind
    start: int
    end: int
    section: tuple[str, ...] = ()
    pages: tuple[PageSpan, ...] = ()
    label: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote (noot): its own paragraph, the paragraph that calls it and the offset of the call."""

    label: str
    paragraph_id: str
    caller_id: str
    call: int


@dataclass(frozen=True, slots=True)
class Field:
    """A letterhead field with its value as normalised and the characters ``start:end`` where it stands.

    ``value`` of ``date`` is ISO (``2018-11-14``); other values are the source text with spaces folded.
    """

    name: FieldName
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Publication:
    """What the world calls a document: identity, date, sender and place in the official record.

    ``date`` is ISO or empty; ``reference`` the sender's own kenmerk; ``dossiers`` as printed (``28 684``);
    ``session_year`` the vergaderjaar (``2018/19``).
    """

    id: str
    title: str
    date: str = ""
    sender: str = ""
    kind: str = "document"
    reference: str = ""
    dossiers: tuple[str, ...] = ()
    number: str = ""
    session_year: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read. ``edition`` says which edition its pages belong to, ``note`` warns the reader."""

    file: str
    media_type: str
    sha256: str
    edition: str = ""
    note: str = ""
    compiled: bool = False
    """True when the file is our compilation of other sources (Cijferoverzicht, Kroniek), not an original paper."""
    recognised: bool = False
    """True when (part of) the text was read from pictures by text recognition (OCR)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document read once, properly: canonical text, paragraphs in reading order, footnotes, fields."""

    publication: Publication
    source: Source
    text: str
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...] = ()
    fields: tuple[Field, ...] = ()
    page_labels: tuple[str, ...] = ()
    """The number printed on each page (``ii``, ``37``), in order; empty where pages are numbered from 1."""
    furniture: tuple[str, ...] = ()
    """What the file says besides the text: running heads, page numbers and the like, each once."""

    @property
    def id(self) -> str:
        """The document's id, such as ``kst-28684-540``."""
        return self.publication.id

    def text_of(self, paragraph: Paragraph) -> str:
        """The characters of one of this document's paragraphs."""
        return self.text[paragraph.start : paragraph.end]

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """The paragraph that holds the character at ``offset``, or None between paragraphs."""
        low, high = 0, len(self.paragraphs)
        while low < high:
            middle = (low + high) // 2
            if self.paragraphs[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.paragraphs) and self.paragraphs[low].start <= offset:
            return self.paragraphs[low]
        return None

    def page_label(self, page: int) -> str:
        """The number of a page (1-based) as the edition prints it."""
        label = self.page_labels[page - 1] if 0 < page <= len(self.page_labels) else ""
        return label or str(page)

    def page_at(self, offset: int) -> int | None:
        """The page (1-based) on which the character at ``offset`` stands, None in an unpaged document."""
        paragraph = self.paragraph_at(offset)
        if paragraph is None or not paragraph.pages:
            return None
        for span in paragraph.pages:
            if offset < span.end:
                return span.page
        return paragraph.pages[-1].page
