"""Words of a page become lines: one baseline, raised marks taken along, split where a wide gap stands.

Invariant: every word of the page is in exactly one segment, in reading order within it. Standard library only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Box
from ingest.reading.chunk import Chunk
from ingest.reading.glyphs import SPACE_EM
from ingest.reading.inline import Run

WIDE_GAP = 1.25
"""A gap of more than this many ems may be a column boundary."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on one baseline without a wide gap between them."""

    chunks: tuple[Chunk, ...]
    x0: float
    x1: float
    y: float
    size: float

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return "".join(run.text for run in runs_of(self.chunks)).strip()

    @property
    def box(self) -> Box:
        """The rectangle of the segment."""
        top, low = self.y - 0.8 * self.size, self.y + 0.22 * self.size
        return Box(round(self.x0, 1), round(top, 1), round(self.x1, 1), round(low, 1))


def segment(chunks: Sequence[Chunk]) -> Segment:
    """The segment that ``chunks`` (from left to right) make; its size is that of most letters."""
    level = [chunk for chunk in chunks if not chunk.raised] or list(chunks)
    sizes: Counter[float] = Counter()
    for chunk in level:
        sizes[round(chunk.size * 4) / 4] += len(chunk.text)
    return Segment(
        tuple(chunks),
        min(chunk.x0 for chunk in chunks),
        max(chunk.x1 for chunk in chunks),
        level[0].y,
        sizes.most_common(1)[0][0] or 0.5,
    )


def segments_of(chunks: Iterable[Chunk]) -> list[Segment]:
    """The segments of a page, from top to bottom and from left to right."""
    rows = _raise_marks(_baselines(_once(chunks)))
    found = [part for row in rows for part in _split(row)]
    return sorted(found, key=lambda part: (round(part.y), part.x0))


def runs_of(chunks: Sequence[Chunk]) -> list[Run]:
    """The words as runs of styled characters, with a space wherever the page shows one."""
    runs: list[Run] = []
    before: Chunk | None = None
    for chunk in chunks:
        if before is not None and _apart(before, chunk):
            same = before.bold == chunk.bold and before.italic == chunk.italic
            runs.append(Run(" ", same and chunk.bold, same and chunk.italic))
        runs.append(Run(chunk.text, chunk.bold, chunk.italic, raised=chunk.raised))
        before = chunk
    return runs


def _apart(before: Chunk, after: Chunk) -> bool:
    gap = after.x0 - before.x1
    size = max(before.size, after.size)
    return gap > SPACE_EM * size or (after.spaced and gap > -0.05 * size and not after.raised)


def _once(chunks: Iterable[Chunk]) -> list[Chunk]:
    """Words without those painted twice (a way to print bold)."""
    kept: dict[tuple[str, int, int], Chunk] = {}
    for chunk in chunks:
        if not chunk.text.strip() or chunk.size <= 0:
            continue
        key = (chunk.text, round(chunk.x0 / max(0.15 * chunk.size, 0.5)), round(chunk.y / max(0.15 * chunk.size, 0.5)))
        kept[key] = replace(chunk, bold=True) if key in kept else chunk
    return list(kept.values())


def _baselines(chunks: list[Chunk]) -> list[list[Chunk]]:
    rows: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda c: (c.y, c.x0)):
        if rows and abs(chunk.y - rows[-1][0].y) <= 0.16 * min(chunk.size, rows[-1][0].size) + 0.3:
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    return [sorted(row, key=lambda c: c.x0) for row in rows]


def _raise_marks(rows: list[list[Chunk]]) -> list[list[Chunk]]:
    """Small marks above a baseline join the line whose words they touch."""
    for at, row in enumerate(rows):
        for chunk in list(row):
            home = _home(chunk, rows[at + 1 : at + 6])
            if home is not None:
                row.remove(chunk)
                home.append(replace(chunk, raised=True, spaced=False))
    found = [sorted(row, key=lambda c: c.x0) for row in rows if row]
    return [[_lifted(chunk, row) for chunk in row] for row in found]


def _home(chunk: Chunk, below: Sequence[list[Chunk]]) -> list[Chunk] | None:
    if len(chunk.text) > 4:
        return None
    for row in below:
        for other in row:
            smaller = chunk.size <= 0.86 * other.size
            lift = other.y - chunk.y
            near = -0.6 * other.size < chunk.x0 - other.x1 < 0.5 * other.size
            before = -0.2 * other.size < other.x0 - chunk.x1 < 0.9 * other.size
            if smaller and 0.12 * other.size < lift < 0.75 * other.size and (near or before):
                return row
    return None


def _lifted(chunk: Chunk, row: Sequence[Chunk]) -> Chunk:
    """A mark that is much smaller than its neighbour and set on (nearly) the same baseline is raised too."""
    if chunk.raised or len(chunk.text) > 3 or (not chunk.text.strip("*†‡[]()").isdigit() and chunk.text not in "*†‡"):
        return chunk
    beside = [c for c in row if c is not chunk and -1 < min(abs(c.x1 - chunk.x0), abs(c.x0 - chunk.x1)) < chunk.size]
    return replace(chunk, raised=True) if any(chunk.size <= 0.72 * c.size for c in beside) else chunk


def _split(row: list[Chunk]) -> list[Segment]:
    parts: list[list[Chunk]] = [[row[0]]]
    for chunk in row[1:]:
        edge = max(c.x1 for c in parts[-1])
        if chunk.x0 - edge > WIDE_GAP * max(chunk.size, parts[-1][-1].size):
            parts.append([])
        parts[-1].append(chunk)
    return [segment(part) for part in parts]


def close_justified(rows: Sequence[list[Segment]]) -> list[list[Segment]]:
    """Rows of a region; a line of text that was spread over the full width is one segment again."""
    if not rows:
        return []
    left = min(row[0].x0 for row in rows)
    right = max(row[-1].x1 for row in rows)
    full = [len(row) == 1 and row[0].x1 - row[0].x0 > 0.85 * (right - left) for row in rows]
    closed: list[list[Segment]] = []
    for at, row in enumerate(rows):
        beside_text = any(full[max(at - 1, 0) : at + 2])
        chunks = [chunk for part in row for chunk in part.chunks]
        spread = len(row) > 1 and _is_spread(chunks, left, right, beside_text=beside_text)
        closed.append([segment(chunks)] if spread else list(row))
    return closed


def _is_spread(chunks: Sequence[Chunk], left: float, right: float, *, beside_text: bool) -> bool:
    size = max(chunk.size for chunk in chunks)
    if chunks[0].x0 - left > 2 * size or right - chunks[-1].x1 > 0.5 * size:
        return False
    gaps = [after.x0 - before.x1 for before, after in pairwise(chunks) if after.x0 - before.x1 > SPACE_EM * size]
    wordy = sum(any(c.isalpha() for c in chunk.text) for chunk in chunks) >= 0.7 * len(chunks)
    even = max(gaps) <= 1.6 * min(gaps)
    return wordy and even and (len(gaps) > 1 or beside_text)
