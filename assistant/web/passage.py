"""A paragraph cut into pieces for the screen: quoted words, page ends and footnote calls in their places.

Invariant: the texts of the pieces joined are exactly the paragraph's characters; nothing here is HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.citation import Citation
from ingest.document import Document, Paragraph

NEIGHBOUR_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters with the markers of the quotes they belong to, and what stands just before them."""

    text: str
    markers: tuple[int, ...] = ()
    page_end: int | None = None
    call: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The characters ``start:end`` of the canonical text that citation ``marker`` quotes."""

    start: int
    end: int
    marker: int


@dataclass(frozen=True, slots=True)
class CellView:
    """A table cell for the screen: its column labels joined, and its pieces."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page on which quotes stand: its number, and the query that marks them on it."""

    page: int
    query: str


@dataclass(frozen=True, slots=True)
class Card:
    """A source: one cited paragraph in its context, with every quote that an answer takes from it."""

    id: str
    citations: tuple[Citation, ...]
    pieces: tuple[Piece, ...]
    cells: tuple[CellView, ...]
    before: str
    after: str
    pages: str
    compiled: bool
    pictures: tuple[PagePicture, ...] = ()

    @property
    def citation(self) -> Citation:
        """The first citation, whose place names the card."""
        return self.citations[0]

    @property
    def number(self) -> str:
        """The number of the paragraph within its document."""
        return paragraph_number(self.citation.paragraph_id)

    @property
    def address(self) -> str:
        """The stable address of the paragraph in the reading view."""
        return address(self.citation.paragraph_id)


def paragraph_number(paragraph_id: str) -> str:
    """``kst-28684-540/p14`` as ``14``."""
    return paragraph_id.rpartition("/")[2].removeprefix("p")


def address(paragraph_id: str) -> str:
    """``kst-28684-540/p14`` as ``/lees/kst-28684-540#p14``."""
    document, _, paragraph = paragraph_id.rpartition("/")
    return f"/lees/{document}#{paragraph}"


def page_address(citation: Citation) -> str:
    """The address of the picture of the page on which a quote begins, with the quote marked."""
    return f"/pagina/{citation.document_id}/{citation.page}{marking([(citation.start, citation.end)])}"


def pieces_of(
    document: Document, start: int, end: int, *, quotes: Sequence[Quote] = (), calls: bool = True
) -> tuple[Piece, ...]:
    """The characters ``start:end`` (within one paragraph) cut at quotes, page ends and footnote calls."""
    paragraph = document.paragraph_at(start)
    spans = paragraph.pages if paragraph else ()
    ends = {span.end: span.page for span in spans[:-1]}
    notes = {note.call: note.label for note in document.footnotes if calls and start < note.call <= end}
    cuts = {start, end, *ends, *notes, *(q.start for q in quotes), *(q.end for q in quotes)}
    edges = sorted(cut for cut in cuts if start <= cut <= end)
    pieces = [
        Piece(
            document.text[low:high],
            tuple(q.marker for q in quotes if q.start <= low and high <= q.end),
            ends.get(low),
            notes.get(low, ""),
        )
        for low, high in pairwise(edges)
    ]
    if end in notes:
        pieces.append(Piece("", call=notes[end]))
    return tuple(pieces)


def cells_of(document: Document, row: Paragraph, quotes: Sequence[Quote] = ()) -> tuple[CellView, ...]:
    """The cells of a table row with their column labels."""
    return tuple(
        CellView(" › ".join(cell.columns), pieces_of(document, cell.start, cell.end, quotes=quotes, calls=False))
        for cell in row.cells
    )


def pages_of(paragraph: Paragraph) -> str:
    """The page or pages of a paragraph, such as ``3–4``; empty when unpaged."""
    numbers = [span.page for span in paragraph.pages]
    if not numbers:
        return ""
    return str(numbers[0]) if numbers[0] == numbers[-1] else f"{numbers[0]}–{numbers[-1]}"


def make_cards(citations: Iterable[Citation], documents: dict[str, Document], prefix: str) -> tuple[Card, ...]:
    """One card a cited paragraph, in order of first citation; ids start with ``prefix``."""
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation.paragraph_id, []).append(citation)
    return tuple(
        _card(documents[group[0].document_id], tuple(group), f"{prefix}{position}")
        for position, group in enumerate(groups.values(), start=1)
    )


def _card(document: Document, group: tuple[Citation, ...], card_id: str) -> Card:
    position = next((i for i, p in enumerate(document.paragraphs) if p.id == group[0].paragraph_id), 0)
    paragraph = document.paragraphs[position]
    quotes = tuple(Quote(c.start, c.end, c.marker) for c in group)
    return Card(
        id=card_id,
        citations=group,
        pieces=pieces_of(document, paragraph.start, paragraph.end, quotes=quotes, calls=False),
        cells=cells_of(document, paragraph, quotes),
        before=_tail(_neighbour(document, position, -1)),
        after=_head(_neighbour(document, position, 1)),
        pages=pages_of(paragraph),
        compiled=document.source.compiled,
        pictures=page_pictures(document, quotes),
    )


def page_pictures(document: Document, quotes: Iterable[Quote]) -> tuple[PagePicture, ...]:
    """The pages of a PDF on which the quotes stand, in order; a quote that runs over two pages has both."""
    if document.source.media_type != "application/pdf":
        return ()
    wanted: dict[int, list[Quote]] = {}
    for quote in quotes:
        first, last = document.page_at(quote.start), document.page_at(quote.end - 1)
        if first is not None and last is not None:
            for page in range(first, last + 1):
                wanted.setdefault(page, []).append(quote)
    return tuple(PagePicture(page, marking((q.start, q.end) for q in wanted[page])) for page in sorted(wanted))


def marking(spans: Iterable[tuple[int, int]]) -> str:
    """The query of a page's picture that marks the characters ``start:end`` of each span."""
    return "?" + "&".join(f"van={start}&tot={end}" for start, end in spans)


def _neighbour(document: Document, position: int, step: int) -> str:
    here = document.paragraphs[position]
    there = position + step
    if not 0 <= there < len(document.paragraphs) or here.kind not in ("text", "list"):
        return ""
    paragraph = document.paragraphs[there]
    same = paragraph.section == here.section and paragraph.kind in ("text", "list")
    return document.text_of(paragraph) if same else ""


def _tail(text: str) -> str:
    return text if len(text) <= NEIGHBOUR_CHARACTERS else "… " + text[-NEIGHBOUR_CHARACTERS:].partition(" ")[2]


def _head(text: str) -> str:
    return text if len(text) <= NEIGHBOUR_CHARACTERS else text[:NEIGHBOUR_CHARACTERS].rpartition(" ")[0] + " …"
