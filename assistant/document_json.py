"""Documents as the JSON objects of the machine contract: what they are, their canonical text, their paragraphs.

Invariant: ``text[start:end]`` of the object is the text of each paragraph, footnote call and field it lists.
"""

from __future__ import annotations

from typing import Any

from ingest.document import Document, Paragraph, Publication


def publication_to_json(publication: Publication) -> dict[str, Any]:
    """What the world calls a document, as a JSON object."""
    values = {name: getattr(publication, name) for name in publication.__dataclass_fields__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def document_to_json(document: Document) -> dict[str, Any]:
    """A document with its canonical text, paragraphs, footnotes and fields, schema 1."""
    source = document.source
    return {
        "schema": 1,
        **publication_to_json(document.publication),
        "source": {name: getattr(source, name) for name in source.__dataclass_fields__},
        "text": document.text,
        "paragraphs": [paragraph_to_json(document, paragraph) for paragraph in document.paragraphs],
        "footnotes": [
            {"label": n.label, "paragraph_id": n.paragraph_id, "caller_id": n.caller_id, "call": n.call}
            for n in document.footnotes
        ],
        "fields": [{"name": f.name, "value": f.value, "start": f.start, "end": f.end} for f in document.fields],
    }


def paragraph_to_json(document: Document, paragraph: Paragraph) -> dict[str, Any]:
    """A paragraph with its pages; ``spans`` tells which characters stand on which page."""
    return {
        "id": paragraph.id,
        "kind": paragraph.kind,
        "label": paragraph.label,
        "section": list(paragraph.section),
        "pages": sorted({span.page for span in paragraph.pages}),
        "spans": [{"page": span.page, "start": span.start, "end": span.end} for span in paragraph.pages],
        "start": paragraph.start,
        "end": paragraph.end,
        "text": document.text_of(paragraph),
        "cells": [
            {"start": cell.start, "end": cell.end, "row": cell.row, "columns": list(cell.columns), "unit": cell.unit}
            for cell in paragraph.cells
        ],
    }
