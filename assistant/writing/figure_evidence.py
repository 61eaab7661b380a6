"""The places that a figure rests on: its row or sentence, and the labels that give it its year and name.

Invariant: every number and the year that a sentence shows stand in the quotes given here.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.registers import Shelf
from assistant.writing.draft import Quote
from ingest.document import Document, Paragraph
from ingest.findings.figures import is_source
from ingest.findings.quantities import unit_in
from ingest.findings.values import Figure


def evidence(library: Shelf, figure: Figure, *, named: bool = True) -> tuple[Quote, ...]:
    """The quotes for a figure: its row or sentence, the header row with its year, the heading with its name."""
    document = library.document(figure.place.document_id)
    position = next(i for i, p in enumerate(document.paragraphs) if p.id == figure.place.paragraph_id)
    paragraph = document.paragraphs[position]
    if paragraph.kind != "table_row":
        return ((document.id, figure.place.start, figure.place.end),)
    quotes = [_whole(document, paragraph)]
    held = document.text_of(paragraph)
    above = _above(document, position)
    if figure.year is not None and str(figure.year) not in held:
        label = next((p for p in above if str(figure.year) in document.text_of(p)), None)
        if label is not None:
            quotes.append(_whole(document, label))
            held += " " + document.text_of(label)
    if named and figure.indicator.lower() not in held.lower():
        label = next((p for p in above if figure.indicator.lower() in document.text_of(p).lower()), None)
        if label is not None:
            quotes.append(_whole(document, label))
            held += " " + document.text_of(label)
    if figure.unit not in ("", "aantal") and unit_in(held) == "" and "%" not in held:
        label = next((p for p in _captions(document, position) if unit_in(document.text_of(p)) == figure.unit), None)
        if label is not None:
            quotes.append(_whole(document, label))
    return tuple(dict.fromkeys((*quotes, *_called(document, paragraph, figure))))


def _captions(document: Document, position: int) -> list[Paragraph]:
    """The paragraphs around the table of a row: its head rows and what stands right above and below it."""
    first = last = position
    while first > 0 and document.paragraphs[first].kind.startswith("table"):
        first -= 1
    while last < len(document.paragraphs) - 1 and document.paragraphs[last].kind.startswith("table"):
        last += 1
    return [p for p in document.paragraphs[first : last + 1] if p.kind != "table_row"]


def _called(document: Document, row: Paragraph, figure: Figure) -> list[Quote]:
    """The note that the figure's cell calls, where it gives the status that the figure is shown with."""
    ids = {n.paragraph_id for n in document.footnotes if n.caller_id == row.id and figure.status}
    return [
        _whole(document, p) for p in document.paragraphs if p.id in ids and figure.status in document.text_of(p).lower()
    ]


def is_carried(library: Shelf, figure: Figure) -> bool:
    """Whether the quotes for a figure hold its number and its year."""
    texts = [library.document(d).text[s:e] for d, s, e in evidence(library, figure)]
    joined = " ".join(texts)
    return figure.printed in joined and (figure.year is None or str(figure.year) in joined)


def source_named(library: Shelf, figure: Figure) -> str:
    """The source that the row of a compilation names for the figure; empty when it names none."""
    document = library.document(figure.place.document_id)
    row = next(p for p in document.paragraphs if p.id == figure.place.paragraph_id)
    return next((document.text[c.start : c.end].strip() for c in row.cells if is_source(c) and c.end > c.start), "")


def _above(document: Document, position: int) -> list[Paragraph]:
    """The header rows of the table above a row, and the headings it stands under, nearest first."""
    section = document.paragraphs[position].section
    found = []
    for paragraph in reversed(document.paragraphs[:position]):
        if paragraph.kind == "table_head":
            found.append(paragraph)
        elif paragraph.kind == "heading":
            if document.text_of(paragraph) in section:
                found.append(paragraph)
            if paragraph.section == () and section and document.text_of(paragraph) == section[0]:
                break
    return found


def _whole(document: Document, paragraph: Paragraph) -> Quote:
    return document.id, paragraph.start, paragraph.end


def unique(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The quotes in order, each once."""
    return tuple(dict.fromkeys(quotes))
