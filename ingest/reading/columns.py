"""The reading order of a page: columns side by side, and the narrow column that stands beside the text.

Invariant: every segment of the page is in exactly one region; a table is never cut into columns of text.
Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.reading.chunk import Rule
from ingest.reading.rows import Segment

NARROWEST_GUTTER = 8.0
FEWEST_ROWS = 3
_NUMERIC = 0.5


@dataclass(frozen=True, slots=True)
class Region:
    """Segments that are read from top to bottom; ``side`` for a narrow column beside the running text."""

    segments: tuple[Segment, ...]
    side: bool = False


def regions_of(segments: Sequence[Segment], rules: Sequence[Rule] = ()) -> list[Region]:
    """The regions of a page in reading order."""
    found: list[Region] = []
    for band in _bands(list(segments), rules):
        gutter = _gutter(band, rules)
        if gutter is None:
            found.append(Region(tuple(band)))
            continue
        left, right = _halves(band, gutter)
        halves = [regions_of(left, rules), regions_of(right, rules)]
        aside = _narrow(left, right)
        if aside is not None:
            halves[aside] = [Region(region.segments, True) for region in halves[aside]]
        found += halves[0] + halves[1]
    return found


def _bands(segments: list[Segment], rules: Sequence[Rule]) -> list[list[Segment]]:
    """Horizontal bands: each either has columns all the way down or none."""
    rows = _rows(segments)
    if sum(len(row) > 1 for row in rows) < FEWEST_ROWS or _gutter(segments, rules) is not None:
        return [segments]
    bands: list[list[Segment]] = []
    plain: list[Segment] = []
    at = 0
    while at < len(rows):
        stop = _clear_until(rows, at)
        band = [part for row in rows[at:stop] for part in row]
        if stop - at > FEWEST_ROWS and _gutter(band, rules) is not None:
            bands += [plain, band]
            plain, at = [], stop
            continue
        plain += rows[at]
        at += 1
    return [band for band in [*bands, plain] if band]


def _clear_until(rows: list[list[Segment]], start: int) -> int:
    """Up to which row a strip between columns stays clear that is clear at row ``start``."""
    covered: list[tuple[float, float]] = []
    several = False
    for at in range(start, len(rows)):
        merged: list[tuple[float, float]] = []
        for x0, x1 in sorted([*covered, *((part.x0, part.x1) for part in rows[at])]):
            if merged and x0 - merged[-1][1] < NARROWEST_GUTTER:
                merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
            else:
                merged.append((x0, x1))
        if len(merged) < 2 and (several or at > start + 3):
            return at
        several = several or len(merged) > 1
        covered = merged
    return len(rows)


def _rows(segments: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for part in sorted(segments, key=lambda s: (s.y, s.x0)):
        if rows and abs(part.y - rows[-1][0].y) <= 0.2 * part.size:
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _gutter(segments: Sequence[Segment], rules: Sequence[Rule]) -> float | None:
    """The middle of a vertical strip that no segment enters, with text columns on both sides."""
    if len(segments) < 5:
        return None
    edges = sorted((part.x0, part.x1) for part in segments)
    gaps: list[tuple[float, float]] = []
    right = edges[0][1]
    for x0, x1 in edges[1:]:
        if x0 - right >= NARROWEST_GUTTER:
            gaps.append((x0 - right, (x0 + right) / 2))
        right = max(right, x1)
    for _, middle in sorted(gaps, reverse=True):
        left, other = _halves(segments, middle)
        if _are_columns(left, other, middle, rules):
            return middle
    return None


def _halves(segments: Sequence[Segment], middle: float) -> tuple[list[Segment], list[Segment]]:
    return [s for s in segments if s.x1 <= middle], [s for s in segments if s.x1 > middle]


def _are_columns(left: Sequence[Segment], right: Sequence[Segment], middle: float, rules: Sequence[Rule]) -> bool:
    rows_left, rows_right = _rows(left), _rows(right)
    if len(rows_left) < FEWEST_ROWS or len(rows_right) < FEWEST_ROWS:
        return False
    top, low = max(rows_left[0][0].y, rows_right[0][0].y) - 14, min(rows_left[-1][0].y, rows_right[-1][0].y) + 14
    crossing = sum(1 for x0, y, x1, y1 in rules if y == y1 and x0 < middle < x1 and top < y < low)
    if crossing > 2:
        return False
    ys = sorted({row[0].y for row in rows_left})
    shared = sum(any(abs(row[0].y - y) < 1.2 for y in ys) for row in rows_right)
    fewer = min(len(rows_left), len(rows_right))
    if _figures(right) > _NUMERIC or _figures(left) > _NUMERIC:
        return False
    if shared <= 0.6 * fewer:
        return True
    prose_left, prose_right = _is_prose(rows_left), _is_prose(rows_right)
    if prose_left and prose_right:
        return True
    beside_left = prose_left and len(rows_right) < 0.6 * len(rows_left)
    return beside_left or (prose_right and len(rows_left) < 0.6 * len(rows_right))


def _figures(segments: Sequence[Segment]) -> float:
    return sum(1 for s in segments if sum(c.isdigit() for c in s.text) > 0.4 * len(s.text)) / len(segments)


def _is_prose(rows: Sequence[Sequence[Segment]]) -> bool:
    """True when most lines are long and end near the same right edge."""
    edges = [max(part.x1 for part in row) for row in rows]
    right = max(edges)
    width = right - min(part.x0 for row in rows for part in row)
    full = sum(1 for edge in edges if right - edge < 0.18 * width)
    return median(sum(len(part.text) for part in row) for row in rows) >= 22 and full > 0.5 * len(rows)


def _narrow(left: Sequence[Segment], right: Sequence[Segment]) -> int | None:
    """Which half (0 or 1) is a side column: narrower and with far fewer letters than the other."""
    widths = [max(s.x1 for s in part) - min(s.x0 for s in part) for part in (left, right)]
    letters = [sum(len(s.text) for s in part) for part in (left, right)]
    slim = 0 if widths[0] < widths[1] else 1
    return slim if widths[slim] < 0.55 * widths[1 - slim] and letters[slim] < 0.5 * letters[1 - slim] else None
