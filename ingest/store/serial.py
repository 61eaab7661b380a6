"""Documents as JSON and back, without loss: ``document_from_json(document_to_json(d)) == d``."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ingest.document import Box, Cell, Document, Field, Footnote, PageSpan, Paragraph, Publication, Source


def document_to_json(document: Document) -> str:
    """One line of JSON that holds everything of a document."""
    return json.dumps(asdict(document), ensure_ascii=False, separators=(",", ":"))


def document_from_json(text: str) -> Document:
    """The document in a line of JSON. Raises ``ValueError``, ``KeyError`` or ``TypeError`` on anything else."""
    value = json.loads(text)
    return Document(
        publication=publication_from(value["publication"]),
        source=Source(**value["source"]),
        text=value["text"],
        paragraphs=tuple(_paragraph(p) for p in value["paragraphs"]),
        footnotes=tuple(Footnote(**f) for f in value["footnotes"]),
        fields=tuple(Field(**f) for f in value["fields"]),
        page_labels=tuple(value.get("page_labels", ())),
        furniture=tuple(value.get("furniture", ())),
    )


def publication_to_json(publication: Publication) -> str:
    """One line of JSON for a publication, the same for equal publications."""
    return json.dumps(asdict(publication), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def publication_from(value: dict[str, Any]) -> Publication:
    """A publication from the dictionary that JSON gives."""
    return Publication(**{**value, "dossiers": tuple(value.get("dossiers", ()))})


def _paragraph(value: dict[str, Any]) -> Paragraph:
    return Paragraph(
        **{
            **value,
            "section": tuple(value["section"]),
            "pages": tuple(_page(p) for p in value["pages"]),
            "cells": tuple(Cell(**{**c, "columns": tuple(c["columns"])}) for c in value["cells"]),
        }
    )


def _page(value: dict[str, Any]) -> PageSpan:
    return PageSpan(**{**value, "boxes": tuple(Box(**b) for b in value["boxes"])})


def pack_spans(spans: Sequence[tuple[int, int]]) -> bytes:
    """Offsets as little-endian integers, two a sentence."""
    return struct.pack(f"<{2 * len(spans)}I", *(n for span in spans for n in span))


def unpack_spans(packed: bytes) -> tuple[tuple[int, int], ...]:
    """The inverse of ``pack_spans``."""
    flat = struct.unpack(f"<{len(packed) // 4}I", packed)
    return tuple(zip(flat[::2], flat[1::2], strict=True))
