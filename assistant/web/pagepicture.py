"""The picture of a document's page with a quote marked, made in a child process and kept for a while.

Invariant: a page is drawn from the very file that was read; nothing of the file's content runs in this process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from ingest.document import Document
from ingest.errors import DamagedDocument, WrongType

SECONDS = 20.0
KEPT = 48
Rect = tuple[float, float, float, float]
Spans = tuple[tuple[int, int], ...]
"""Quotes as (start, end) in the canonical text."""
_REMEDY = "Lees de alinea in de leesweergave."


@dataclass(slots=True)
class Pictures:
    """Pictures of pages; the last ``KEPT`` are remembered, and one is drawn at a time."""

    _kept: OrderedDict[tuple[str, int, Spans], bytes] = field(default_factory=OrderedDict)
    _one: threading.Lock = field(default_factory=threading.Lock)

    def picture(self, document: Document, path: Path, page: int, spans: Spans = ()) -> bytes:
        """A PNG of the page with the quotes marked.

        Raises ``WrongType`` when the document has no such page, ``DamagedDocument`` on failure.
        """
        if document.source.media_type != "application/pdf" or not has_page(document, page):
            raise WrongType("dit document heeft deze pagina niet", where=document.id, remedy=_REMEDY)
        key = (document.source.sha256, page, spans)
        with self._one:
            if key not in self._kept:
                self._kept[key] = _drawn(document, path, page, spans)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


def last_page(document: Document) -> int:
    """The highest page number that a paragraph stands on; 0 in an unpaged document."""
    return max((span.page for p in document.paragraphs for span in p.pages), default=0)


def has_page(document: Document, page: int) -> bool:
    """Whether the document has the page."""
    return 1 <= page <= last_page(document)


def marked(document: Document, page: int, start: int, end: int) -> tuple[list[Rect], str]:
    """The boxes on ``page`` of the paragraph that holds ``start``, and the part of the quote that stands there."""
    paragraph = document.paragraph_at(start) if end > start else None
    spans = [span for span in paragraph.pages if span.page == page] if paragraph else []
    boxes = [(box.x0, box.y0, box.x1, box.y1) for span in spans for box in span.boxes]
    parts = [document.text[max(start, span.start) : min(end, span.end)] for span in spans]
    return boxes, " ".join(part for part in parts if part)


def _drawn(document: Document, path: Path, page: int, spans: Spans) -> bytes:
    boxes: list[Rect] = []
    words: list[str] = []
    for start, end in spans:
        found, quote = marked(document, page, start, end)
        boxes += [box for box in found if box not in boxes]
        words += [quote] if quote else []
    order = json.dumps({"boxes": boxes, "words": words})
    command = [sys.executable, "-m", "assistant.web.pagechild", str(path), str(page), order]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise DamagedDocument("de pagina kan niet worden getekend", where=document.id, remedy=_REMEDY) from error
    return done.stdout
