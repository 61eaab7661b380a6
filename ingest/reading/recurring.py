"""Finds page furniture by its place: lines that return at the same height on page after page.

Invariant: nothing of a first page's letterhead is lost here, and running text never is. Standard library only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Box
from ingest.reading.furniture import PAGE_NUMBER, fold
from ingest.reading.letterlines import is_letter_line
from ingest.reading.rows import Segment

MARGIN = 0.13
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"^[ivxlc]{1,6}$", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a region: its segments, the page it stands on and its place there."""

    page: int
    segments: tuple[Segment, ...]
    region: int
    side: bool
    height: float
    """Height of the line on the page, as a part of the page's height."""

    @property
    def text(self) -> str:
        """The words of the line."""
        return " ".join(part.text for part in self.segments)

    @property
    def x0(self) -> float:
        """Left end."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.segments[-1].x1

    @property
    def y(self) -> float:
        """Baseline."""
        return self.segments[0].y

    @property
    def size(self) -> float:
        """Type size of the longest segment."""
        return max(self.segments, key=lambda part: len(part.text)).size

    @property
    def box(self) -> Box:
        """The rectangle of the line."""
        first, last = self.segments[0].box, self.segments[-1].box
        return Box(first.x0, min(first.y0, last.y0), last.x1, max(first.y1, last.y1))


def find_recurring(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """The lines that return at one place with one text, and the page numbers."""
    gone: set[Line] = set()
    needed = max(2, round(0.3 * len(pages)))
    for lines in _by_text(pages).values():
        for group in _places(lines):
            if len({line.page for line in group}) >= needed:
                gone |= {line for line in group if line.page > 1 or _only_running(line)}
    gone = _certain(gone, len(pages))
    gone = {line for lines in pages for line in lines if line in gone and not _inside_text(line, lines, gone)}
    numbers = [line for lines in pages for line in lines if _in_margin(line) and _is_page_number(line, len(pages))]
    heights = {(line.page, round(line.y)) for line in numbers}
    gone |= set(numbers)
    gone |= {
        line for lines in pages[1:] for line in lines if _in_margin(line) and (line.page, round(line.y)) in heights
    }
    return gone | {line for lines in pages[1:] for line in _beside(lines, gone)}


def _beside(lines: Sequence[Line], gone: set[Line]) -> set[Line]:
    """The rest of a side column: lines clear of the text, set like a line that recurs and close to it."""
    column = [line for line in lines if line in gone and not _in_margin(line, 0.06)]
    text = [line for line in lines if len(line.text) > 45 and line not in gone]
    if not column or not text:
        return set()
    left, right = min(line.x0 for line in text), max(line.x1 for line in text)
    found: set[Line] = set()
    for line in sorted(lines, key=lambda one: one.y):
        clear = line.x0 > right - 2 or line.x1 < left + 2
        if clear and line not in gone and any(_set_alike(line, other) for other in column):
            found.add(line)
            column.append(line)
    return found


def _set_alike(line: Line, other: Line) -> bool:
    near = abs(line.y - other.y) < 4.5 * line.size
    return near and abs(line.x0 - other.x0) < 3 and abs(line.size - other.size) < 0.6


def _certain(gone: set[Line], pages: int) -> set[Line]:
    """Of the lines that recur: those in a margin, on most pages, or in a column of lines that recur."""
    times = Counter((_key(line), round(line.y / 8)) for line in gone)
    return {
        line
        for line in gone
        if _in_margin(line)
        or (
            len(_key(line)) > 6
            and times[(_key(line), round(line.y / 8))] >= min(0.6 * (pages - 1), max(3, 0.3 * pages))
        )
        or any(other is not line and other.page == line.page and _set_alike(line, other) for other in gone)
    }


def _inside_text(line: Line, lines: Sequence[Line], gone: set[Line]) -> bool:
    """True for a word of a widely spaced line of text that happens to stand where it stood before."""
    reach = 4 * line.size
    return any(
        other not in gone
        and abs(other.y - line.y) < 1
        and other.x0 < line.x1 + reach
        and other.x1 > line.x0 - reach
        and abs(other.size - line.size) < 0.3
        for other in lines
    )


def _by_text(pages: Sequence[Sequence[Line]]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in (line for lines in pages for line in lines if len(line.text) < (160 if _in_margin(line) else 60)):
        found[_key(line)].append(line)
    found.pop("", None)
    return found


def _key(line: Line) -> str:
    """Letters of the line; in a margin a number may count the pages."""
    folded = fold(line.text)
    return _DIGITS.sub("0", folded) if _in_margin(line) or PAGE_NUMBER.match(line.text) else folded


def _places(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by their place on the page; in a margin left and right pages may differ."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.y, one.x0)):
        home = next((group for group in groups[-4:] if _same_place(group[0], line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    return groups


def _same_place(one: Line, other: Line) -> bool:
    return abs(one.y - other.y) <= 5 and (_in_margin(one) or abs(one.x0 - other.x0) <= 6)


def _in_margin(line: Line, margin: float = MARGIN) -> bool:
    return not margin < line.height < 1 - margin


def _only_running(line: Line) -> bool:
    """On the first page only what surely is no letterhead: at the foot, at the very head, or a page number."""
    at_head = line.height < 0.085 and not is_letter_line(line.text)
    return at_head or line.height > 1 - MARGIN or bool(PAGE_NUMBER.match(line.text))


def _is_page_number(line: Line, pages: int) -> bool:
    text = line.text.strip(" -–—|")
    if PAGE_NUMBER.match(line.text):
        return True
    at_edge = not 0.08 < line.height < 0.92
    return at_edge and ((text.isdecimal() and int(text) <= pages + 400) or (pages > 3 and bool(_ROMAN.match(text))))


def holds_number(line: Line) -> bool:
    """True for a line in a margin that is a page number and nothing else."""
    text = line.text.strip(" -–—|")
    alone = text.isdecimal() or bool(_ROMAN.match(text))
    return (alone and _in_margin(line)) or bool(PAGE_NUMBER.match(line.text))


def find_running_heads(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """Short outermost lines at one height on most pages, clear of the text.

    Where most of them say what another page says too, those that differ are heads of a short chapter; where they do
    not, each page begins with a heading of its own.
    """
    outer: dict[tuple[bool, int], list[Line]] = defaultdict(list)
    for lines in pages[1:]:
        level = sorted((line for line in lines if not line.side), key=lambda one: one.y)
        for top, edge, neighbour in ((True, level[:1], level[1:2]), (False, level[-1:], level[-2:-1])):
            if edge and neighbour and _in_margin(edge[0]) and len(edge[0].text) < 110:
                clear = abs(neighbour[0].y - edge[0].y) > 2 * max(edge[0].size, neighbour[0].size)
                if clear:
                    outer[(top, round(edge[0].y / 4))].append(edge[0])
    needed = max(3, round(0.4 * (len(pages) - 1)))
    return {line for lines in outer.values() if len(lines) >= needed for line in _that_recur(lines)}


def _that_recur(lines: Sequence[Line]) -> Sequence[Line]:
    times = Counter(_DIGITS.sub("0", fold(line.text)) for line in lines)
    recurring = [line for line in lines if times[_DIGITS.sub("0", fold(line.text))] > 1]
    return lines if len(recurring) > 0.6 * len(lines) else recurring
