"""What must hold of every document, whatever file it was read from: offsets resolve, and nothing is in it twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from ingest.citation import make_citation
from ingest.document import Document


def letters(texts: Iterable[str]) -> Counter[str]:
    """How often each letter and digit stands in the texts."""
    return Counter(c for text in texts for c in text if c.isalnum())


def check_offsets(document: Document) -> None:
    """Every offset of the document counts characters of its text, and every paragraph can be cited."""
    end = -2
    for paragraph in document.paragraphs:
        assert paragraph.start == end + 2
        assert paragraph.end > paragraph.start
        end = paragraph.end
        citation = make_citation(document, paragraph.start, paragraph.end)
        assert citation.paragraph_id == paragraph.id
        assert document.text[citation.start : citation.end] == citation.quote
        assert citation.quote == citation.quote.strip()
        assert "  " not in citation.quote
        for cell in paragraph.cells:
            assert paragraph.start <= cell.start <= cell.end <= paragraph.end
        for one, other in pairwise(paragraph.cells):
            assert document.text[one.end : other.start].strip() in ("|", "")
        for span in paragraph.pages:
            assert paragraph.start <= span.start < span.end <= paragraph.end
    assert end == len(document.text) or not document.paragraphs
    _check_notes_and_fields(document)


def _check_notes_and_fields(document: Document) -> None:
    ids = {paragraph.id: paragraph for paragraph in document.paragraphs}
    assert len(ids) == len(document.paragraphs)
    for note in document.footnotes:
        assert ids[note.caller_id].start <= note.call <= ids[note.caller_id].end
        assert ids[note.paragraph_id].kind == "footnote"
    for field in document.fields:
        assert document.paragraph_at(field.start) is not None
        assert document.text[field.start : field.end]
