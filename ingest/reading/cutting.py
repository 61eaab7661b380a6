"""Cuts blocks into parts and puts parts together, calls and page spans moved along.

Invariant: every call and span of the result counts characters of the result's text. Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.reading.block import Block, BlockSpan


def part(block: Block, start: int, end: int) -> Block:
    """The characters ``start:end`` of ``block`` as a block of their own."""
    calls = tuple(replace(c, offset=c.offset - start) for c in block.calls if start <= c.offset <= end)
    spans = tuple(
        replace(s, start=max(s.start, start) - start, end=min(s.end, end) - start)
        for s in block.spans
        if s.start < end and s.end > start
    )
    return replace(block, text=block.text[start:end], calls=calls, spans=spans, cells=())


def together(parts: Sequence[Block], separator: str) -> Block:
    """``parts`` as one block, their texts joined by ``separator``."""
    text = ""
    calls, spans = [], []
    for at, block in enumerate(parts):
        text += separator if at else ""
        calls += [replace(c, offset=c.offset + len(text)) for c in block.calls]
        spans += [replace(s, start=s.start + len(text), end=s.end + len(text)) for s in block.spans]
        text += block.text
    return replace(parts[0], text=text, calls=tuple(calls), spans=one_span_a_page(spans), cells=())


def one_span_a_page(spans: Sequence[BlockSpan]) -> tuple[BlockSpan, ...]:
    """Spans of consecutive lines on one page as one span with the boxes of all."""
    merged: list[BlockSpan] = []
    for span in spans:
        if merged and merged[-1].page == span.page:
            merged[-1] = replace(merged[-1], end=span.end, boxes=merged[-1].boxes + span.boxes)
        else:
            merged.append(span)
    return tuple(merged)


def lines_of(block: Block) -> list[tuple[int, int]]:
    """Where each line of ``block`` that holds anything starts and ends, spaces around it left out."""
    found = []
    start = 0
    for line in block.text.split("\n"):
        lead, width = len(line) - len(line.lstrip()), len(line.rstrip())
        if width > lead:
            found.append((start + lead, start + width))
        start += len(line) + 1
    return found
