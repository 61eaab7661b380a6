"""Positioned text: words as a page shows them, and what a page consists of.

Invariant: coordinates are points from the top left of the page as a reader sees it; ``y`` is the baseline and grows
downwards. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Box


@dataclass(frozen=True, slots=True)
class Chunk:
    """A word, or a part of one, set in one font. ``spaced`` says that a space stands before it in the file."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    spaced: bool = False
    raised: bool = False

    @property
    def box(self) -> Box:
        """The rectangle the letters take up."""
        return Box(
            round(self.x0, 1),
            round(self.y - 0.8 * self.size, 1),
            round(self.x1, 1),
            round(self.y + 0.22 * self.size, 1),
        )


Rule = tuple[float, float, float, float]
"""A drawn line as left, top, right and bottom: level when top equals bottom, upright when left equals right."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of one page, its size, the lines drawn on it, and how many pictures it shows.

    ``turns`` is how many quarters, with the clock, it was turned from the page that is shown to make its text level.
    """

    number: int
    width: float
    height: float
    chunks: tuple[Chunk, ...]
    rules: tuple[Rule, ...] = ()
    pictures: int = 0
    turns: int = 0
