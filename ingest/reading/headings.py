"""Which pieces are headings (koppen), and how deep: a document's own styles decide, not a fixed list.

Invariant: a heading's level depends only on how headings are set and in which order their styles first appear; the
style under which another style first appears is the outer one. Standard library only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.reading.piece import Piece

LONGEST_HEADING = 160
NUMBERED = re.compile(r"^(?:(?:hoofdstuk|paragraaf|deel|bijlage)\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?(?=\s+\S)", re.I)
_CLOSED = (".", ";", ":", ",", "?", "!")
_LEADERS = re.compile(r"\.{4,}|(?:\s\.){4,}|…{2,}|_{4,}")
_LISTED = re.compile(r"^(?:[a-z]|[ivx]{1,4})[.)]\s|^\d{1,2}\)\s|^[•·▪◦–—*-]\s")


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """What makes two headings peers: emphasis, size, depth in the source and depth of numbering."""

    emphasis: str
    size: float
    depth: int
    numbering: int
    exact: bool = False

    def outside(self, other: HeadingStyle) -> bool | None:
        """True when this style surely stands above ``other``, False when below, None when order decides."""
        if self.numbering and other.numbering:
            return _less(self.numbering, other.numbering)
        if self.size and other.size and abs(self.size - other.size) > 0.06 * max(self.size, other.size):
            return self.size > other.size
        if self.depth and other.depth and (self.exact or self.emphasis == other.emphasis):
            return _less(self.depth, other.depth)
        return None


def _less(mine: int, other: int) -> bool | None:
    return None if mine == other else mine < other


def numbering_of(text: str) -> int:
    """Depth of a heading's number (``2.1 Doel`` is 2), 0 without one."""
    found = NUMBERED.match(text)
    return found.group(1).count(".") + 1 if found else 0


def looks_like_heading(piece: Piece, body_size: float = 0.0) -> bool:
    """True for a marked heading, and for a short line that is set apart by weight, slant, size or numbering."""
    if piece.kind == "heading":
        return bool(piece.text.strip())
    text = piece.text.strip()
    if piece.kind != "text" or piece.zone or not text or len(text) > LONGEST_HEADING or not _heading_text(text):
        return False
    style = piece.style
    if style.bold or style.italic or style.underlined:
        return True
    if body_size and style.size > 1.12 * body_size:
        return True
    return bool(NUMBERED.match(text)) and numbering_of(text) > 1 and len(text) < 90


def _heading_text(text: str) -> bool:
    if "\n" in text or text.endswith(_CLOSED) or _LISTED.match(text) or _LEADERS.search(text):
        return False
    return any(c.isalpha() for c in text) and not text[0].islower()


def style_of(piece: Piece, depths_by_emphasis: dict[str, set[int]]) -> HeadingStyle:
    """The class a heading belongs to.

    Emphasis is the real signal; the depth a conversion gives counts only where one emphasis has several depths.
    """
    style = piece.style
    numbering = numbering_of(piece.text)
    if numbering:
        return HeadingStyle("", 0.0, 0, numbering)
    if style.exact:
        return HeadingStyle("", 0.0, style.depth, 0, exact=True)
    emphasis = style.emphasis
    trusted = not emphasis or len(depths_by_emphasis.get(emphasis, set())) > 1
    return HeadingStyle(emphasis, round(style.size * 2) / 2, style.depth if trusted else 0, 0)


def heading_levels(headings: list[Piece]) -> list[int]:
    """A level (1 outermost) for each heading, from the styles in order of first appearance."""
    depths: dict[str, set[int]] = {}
    for piece in headings:
        if piece.style.depth and not numbering_of(piece.text):
            depths.setdefault(piece.style.emphasis, set()).add(piece.style.depth)
    styles = [style_of(piece, depths) for piece in headings]
    level: dict[HeadingStyle, int] = {}
    seen: dict[tuple[str, float, int], HeadingStyle] = {}
    for before, style, piece in zip([None, *styles], styles, headings, strict=False):
        look = piece.style.emphasis, round(piece.style.size * 2) / 2, piece.style.depth
        peer = seen.setdefault(look, style) if any(look) else style
        if style not in level and peer in level and (peer.numbering == 0) != (style.numbering == 0):
            level[style] = level[peer]
        elif style not in level:
            _place(level, style, before)
    ranks = {value: rank for rank, value in enumerate(sorted(set(level.values())), start=1)}
    return [ranks[level[style]] for style in styles]


def _place(level: dict[HeadingStyle, int], style: HeadingStyle, before: HeadingStyle | None) -> None:
    inner = [other for other in level if style.outside(other) is True]
    outer = [other for other in level if style.outside(other) is False]
    if inner:
        at = min(level[other] for other in inner)
        floor = max((level[other] + 1 for other in outer), default=at)
        chosen = max(at, floor)
        if chosen >= at:
            for other in level:
                if level[other] >= at and style.outside(other) is not False:
                    level[other] += chosen - at + 1
        level[style] = chosen
    elif outer:
        level[style] = max(level[other] for other in outer) + 1
    else:
        level[style] = level[before] + 1 if before is not None else 1
