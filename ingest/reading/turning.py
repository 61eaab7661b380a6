"""Turns the boxes of text back to the page as it is shown: sideways text is read upright, but marked where it stands.

Invariant: a box lies on the page as a viewer draws the file that was taken in. Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Box
from ingest.reading.block import Block, BlockSpan
from ingest.reading.chunk import PageText


def as_shown(blocks: Sequence[Block], pages: Sequence[PageText]) -> tuple[Block, ...]:
    """The blocks with the boxes of turned pages where a viewer shows the text."""
    turned = {page.number: page for page in pages if page.turns}
    if not turned:
        return tuple(blocks)
    return tuple(
        replace(block, spans=tuple(_span(span, turned.get(span.page)) for span in block.spans)) for block in blocks
    )


def _span(span: BlockSpan, page: PageText | None) -> BlockSpan:
    if page is None:
        return span
    return replace(span, boxes=tuple(turned_back(box, page.turns, page.width, page.height) for box in span.boxes))


def turned_back(box: Box, turns: int, width: float, height: float) -> Box:
    """``box`` of a page of this size, after that page is turned so many quarters against the clock."""
    for _ in range(turns):
        box = Box(box.y0, width - box.x1, box.y1, width - box.x0)
        width, height = height, width
    return box
