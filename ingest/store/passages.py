"""From a document to its passages: what is searched for, each with offsets into the canonical text.

Invariant: ``document.text[p.start:p.end] == p.text`` for every passage, and the passages of a paragraph cover its
sentences in order without overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.citation import dutch_date
from ingest.document import Document, Paragraph, Publication
from ingest.language.sentences import sentence_spans

LIMIT = 1_200
"""Longest passage in characters: about 300 tokens of the model, which leaves room for the context."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph (alinea), or a part of an over-long one, that can be found.

    ``context`` is what is embedded in front of ``text``: title, date, section path, and for a row of a table its
    cells with their labels.
    """

    id: str
    document_id: str
    paragraph_id: str
    start: int
    end: int
    text: str
    context: str

    @property
    def embedded(self) -> str:
        """The text whose vector stands for this passage."""
        return f"{self.context}\n{self.text}" if self.context else self.text


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that is encoded, and the parts of it, as offsets, that get a vector of their own.

    For a passage: what stands for it, and its sentences, which are read in that company.
    """

    text: str
    parts: tuple[tuple[int, int], ...] = ()


def piece_of(passage: Passage, sentences: Sequence[tuple[int, int]]) -> Piece:
    """A passage with those of its paragraph's sentences that begin in it; one that is cut ends with the passage."""
    shift = len(passage.embedded) - len(passage.text) - passage.start
    own = ((a, min(b, passage.end)) for a, b in sentences if passage.start <= a < passage.end)
    return Piece(passage.embedded, tuple((a + shift, b + shift) for a, b in own))


def passages_of(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in reading order; a heading is one only when nothing stands under it."""
    found = []
    for paragraph in _searchable(document.paragraphs):
        context = _context(document, paragraph)
        parts = tuple(_parts(document, paragraph))
        for number, (start, end) in enumerate(parts, 1):
            identity = paragraph.id if len(parts) == 1 else f"{paragraph.id}.{number}"
            text = document.text[start:end]
            found.append(Passage(identity, document.id, paragraph.id, start, end, text, context))
    return tuple(found)


def sentences_of(document: Document, paragraph: Paragraph) -> tuple[tuple[int, int], ...]:
    """The sentences of a paragraph as offsets in the canonical text; a table row is one sentence."""
    if paragraph.kind in ("table_row", "table_head", "field"):
        return ((paragraph.start, paragraph.end),)
    spans = sentence_spans(document.text_of(paragraph))
    return tuple((paragraph.start + start, paragraph.start + end) for start, end in spans)


def _searchable(paragraphs: tuple[Paragraph, ...]) -> Iterator[Paragraph]:
    for here, following in zip(paragraphs, (*paragraphs[1:], None), strict=True):
        if here.start == here.end or here.kind == "table_head":
            continue
        if here.kind != "heading" or _stands_alone(here, following):
            yield here


def _stands_alone(heading: Paragraph, following: Paragraph | None) -> bool:
    """Nothing stands under this heading: the next heading is not deeper, or the document ends."""
    if following is None:
        return True
    return following.kind == "heading" and len(following.section) <= len(heading.section)


def _context(document: Document, paragraph: Paragraph) -> str:
    lines = [title_line(document.publication), " > ".join(paragraph.section)]
    if paragraph.cells:
        lines.append(_labelled(document, paragraph))
    return "\n".join(line for line in lines if line)


def title_line(publication: Publication) -> str:
    """The title with the date as a reader would write it."""
    date = dutch_date(publication.date)
    return f"{publication.title} ({date})" if date else publication.title


def _labelled(document: Document, row: Paragraph) -> str:
    """The cells of a table row with their labels: ``Jaar: 2020; Norm: 190``."""
    parts = []
    for cell in row.cells:
        value = document.text[cell.start : cell.end]
        label = " ".join(part for part in cell.columns if part)
        if value and label:
            parts.append(f"{label}: {value} {cell.unit}".rstrip())
    return "; ".join(parts)


def _parts(document: Document, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Stretches of whole sentences of at most ``LIMIT`` characters; longer sentences are cut at a space."""
    if paragraph.end - paragraph.start <= LIMIT:
        yield paragraph.start, paragraph.end
        return
    begin = stop = -1
    for start, end in _short_enough(document, paragraph):
        if begin >= 0 and end - begin > LIMIT:
            yield begin, stop
            begin = -1
        begin = start if begin < 0 else begin
        stop = end
    if begin >= 0:
        yield begin, stop


def _short_enough(document: Document, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    for start, end in sentences_of(document, paragraph):
        while end - start > LIMIT:
            spaces = [m.start() for m in re.finditer(r"\s", document.text[start : start + LIMIT])]
            cut = start + (spaces[-1] if spaces and spaces[-1] > 0 else LIMIT)
            yield start, cut
            start = cut + (1 if document.text[cut : cut + 1].isspace() else 0)
        if start < end:
            yield start, end
