"""Everything that was found for a question, with why: the list from which paragraphs are ticked to answer from.

Invariant: a passage is shown with its place in its document; nothing here is HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from assistant.web.passage import CellView, Piece, Quote, address, cells_of, pages_of, paragraph_number, pieces_of
from ingest.citation import Citation
from ingest.document import Document


class Finding(Protocol):
    """A passage that search found, and why: ``term``, ``indicator``, ``footnote`` or ``meaning``."""

    @property
    def citation(self) -> Citation:
        """The passage and its place."""
        ...

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons for which it was found."""
        ...

    @property
    def terms(self) -> tuple[str, ...]:
        """The words of the question that it holds."""
        ...


@dataclass(frozen=True, slots=True)
class FoundView:
    """A found passage for the screen: its paragraph with the words that match best, why, and whether it is used."""

    id: str
    citation: Citation
    pieces: tuple[Piece, ...]
    pages: str
    why: tuple[str, ...]
    terms: tuple[str, ...]
    used: bool
    cells: tuple[CellView, ...] = ()

    @property
    def number(self) -> str:
        """The number of the paragraph within its document."""
        return paragraph_number(self.citation.paragraph_id)

    @property
    def address(self) -> str:
        """The stable address of the paragraph in the reading view."""
        return address(self.citation.paragraph_id)


def found_views(
    findings: Iterable[Finding], documents: dict[str, Document], used: frozenset[str], prefix: str
) -> tuple[FoundView, ...]:
    """The findings for the screen, one a paragraph, in the order in which they were found."""
    views: dict[str, FoundView] = {}
    for finding in findings:
        citation = finding.citation
        if citation.paragraph_id not in views:
            document = documents[citation.document_id]
            views[citation.paragraph_id] = _view(finding, document, used, f"{prefix}{len(views) + 1}")
    return tuple(views.values())


def _view(finding: Finding, document: Document, used: frozenset[str], view_id: str) -> FoundView:
    citation = finding.citation
    paragraph = document.paragraph_at(citation.start)
    pieces: tuple[Piece, ...] = (Piece(citation.paragraph_text),)
    cells: tuple[CellView, ...] = ()
    if paragraph is not None:
        part = (citation.start, citation.end) != (paragraph.start, paragraph.end)
        quotes = (Quote(citation.start, citation.end, 0),) if part else ()
        pieces = pieces_of(document, paragraph.start, paragraph.end, quotes=quotes, calls=False)
        cells = cells_of(document, paragraph, quotes)
    pages = pages_of(paragraph) if paragraph else ""
    is_used = citation.paragraph_id in used
    return FoundView(view_id, citation, pieces, pages, finding.why, finding.terms, is_used, cells)
