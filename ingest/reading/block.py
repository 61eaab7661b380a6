"""What every reader yields: blocks in reading order, before they become a document.

A reader (PDF, Markdown, HTML, XML, DOCX, …) knows its format and nothing of documents; ``structure.py`` turns
blocks into a ``Document``. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.document import Box

BlockKind = Literal["text", "heading", "list", "table_row", "table_head", "footnote"]


@dataclass(frozen=True, slots=True)
class BlockSpan:
    """The part ``start:end`` of a block's text that stands on ``page`` (1-based)."""

    page: int
    start: int
    end: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A footnote call: the label, and the offset in the block's text where the call stood (marker removed)."""

    label: str
    offset: int


@dataclass(frozen=True, slots=True)
class RawCell:
    """A table cell: text and the labels that govern it. ``text`` is empty when the source cell is."""

    text: str
    row: str
    columns: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of reading. ``text`` has no markup, no hard line breaks except in address blocks, no call markers.

    ``level`` is the depth of a heading (1 outermost), ``label`` the list or footnote label. A table row's
    ``text`` is its cells joined by " | ". ``line_breaks`` in an address block are kept as "\\n".
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""
    calls: tuple[Call, ...] = ()
    spans: tuple[BlockSpan, ...] = ()
    cells: tuple[RawCell, ...] = ()
