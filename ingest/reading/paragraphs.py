"""Lines of a region become paragraphs: by the gaps between them, their indents, their type and where they end.

Invariant: every line is in exactly one piece, and a piece never holds lines of two pages. Standard library only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.reading.block import BlockSpan, Call
from ingest.reading.cutting import one_span_a_page
from ingest.reading.inline import MARKER, Run, piece_of
from ingest.reading.layout import BULLET, LIST_LABEL, join
from ingest.reading.lines import Vocabulary
from ingest.reading.piece import Piece
from ingest.reading.recurring import Line
from ingest.reading.rows import runs_of

_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*\d{0,2}$")
_PLAIN_MARK = re.compile(r"^(\d{1,3}|\*{1,3})(?=\s+\S|[A-Z])")


@dataclass(frozen=True, slots=True)
class Setting:
    """How the document is set: size and line distance of its running text, its words, its footnote labels."""

    size: float
    leading: float
    words: Vocabulary
    notes: Container[str]


def body_size(lines: Sequence[Line]) -> float:
    """The type size most letters are set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if not line.side:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def body_leading(pages: Sequence[Sequence[Line]], size: float) -> float:
    """The usual distance between two lines of running text."""
    steps: Counter[float] = Counter()
    for lines in pages:
        level = [line for line in lines if not line.side and abs(line.size - size) < 0.6]
        for above, below in pairwise(level):
            if above.region == below.region and 0.9 * size < below.y - above.y < 2.2 * size:
                steps[round((below.y - above.y) * 2) / 2] += 1
    return steps.most_common(1)[0][0] if steps else 1.25 * size


def called_labels(lines: Sequence[Line]) -> set[str]:
    """Labels of raised marks that follow a word: the calls of footnotes."""
    found: set[str] = set()
    for line in lines:
        for segment in line.segments:
            for before, chunk in zip(segment.chunks, segment.chunks[1:], strict=False):
                mark = MARKER.match(chunk.text) if chunk.raised and not before.raised else None
                if mark:
                    found.add(mark.group(1))
    return found


def split_notes(lines: list[Line], size: float, called: Container[str]) -> tuple[list[Line], list[Line]]:
    """The lines of the text and, from the first footnote on, those of the footnotes at the foot of the region."""
    start = len(lines)
    while start and lines[start - 1].size <= 0.93 * size:
        start -= 1
    for at in range(start, len(lines)):
        label, _ = note_label(lines[at])
        if label and label in called:
            return lines[:at], lines[at:]
    return lines, []


def note_label(line: Line) -> tuple[str, int]:
    """The label a footnote line begins with, and how many characters of the line it takes; empty without one."""
    first = line.segments[0].chunks[0]
    mark = MARKER.match(first.text)
    if first.raised and mark:
        return mark.group(1), len(first.text)
    plain = _PLAIN_MARK.match(line.text)
    return (plain.group(1), plain.end()) if plain else ("", 0)


def footnotes(lines: Sequence[Line], setting: Setting, called: Container[str]) -> Iterator[Piece]:
    """A piece for each footnote; lines before the first label belong to a note of the page before."""
    group: list[Line] = []
    label = ""
    for line in lines:
        found, _ = note_label(line)
        if found and found in called:
            if group:
                yield _note(group, label, setting)
            group, label = [], found
        group.append(line)
    if group:
        yield _note(group, label, setting)


def _note(lines: list[Line], label: str, setting: Setting) -> Piece:
    _, length = note_label(lines[0]) if label else ("", 0)
    piece = _assemble(lines, [False] * len(lines), replace(setting, notes=()))
    text = piece.text[length:]
    cut = length + len(text) - len(text.lstrip())
    spans = tuple(replace(s, start=max(s.start - cut, 0), end=s.end - cut) for s in piece.spans)
    return Piece(piece.text[cut:], "footnote", label=label, spans=spans)


def paragraphs(lines: Sequence[Line], setting: Setting) -> Iterator[Piece]:
    """The paragraphs of a region, each on this page only."""
    if not lines:
        return
    right = _right_edge(lines)
    left = min(line.x0 for line in lines)
    group, hard = [lines[0]], [False]
    for above, below in pairwise(lines):
        ended = _ends_hard(above, below, right)
        if _begins_paragraph(above, below, setting, ended=ended, left=left):
            yield _assemble(group, hard, setting)
            group, hard = [], []
            ended = False
        group.append(below)
        hard.append(ended)
    yield _assemble(group, hard, setting)


def surely_runs_on(lines: Sequence[Line], following: Sequence[Line]) -> bool:
    """True when the last of ``lines`` (a page or column) is as full as justified lines are: its paragraph goes on."""
    if len(lines) < 4 or not following:
        return False
    right = _right_edge(lines)
    flush = sum(abs(line.x1 - right) < 1.5 for line in lines)
    last, first = lines[-1], following[0]
    indent = last.x0 - min(line.x0 for line in lines), first.x0 - min(line.x0 for line in following)
    same = abs(last.size - first.size) < 0.5 and abs(indent[0] - indent[1]) < 3 and _emphasis(last) == _emphasis(first)
    listed = LIST_LABEL.match(first.text) or BULLET.match(first.text)
    return same and not listed and flush > 0.6 * len(lines) and abs(last.x1 - right) < 1.5


def _right_edge(lines: Sequence[Line]) -> float:
    edges = sorted(line.x1 for line in lines)
    return edges[int(0.95 * (len(edges) - 1))]


def _ends_hard(above: Line, below: Line, right: float) -> bool:
    """True when the first word of the next line would have fitted on this one."""
    first = below.segments[0].chunks[0]
    width = first.x1 - first.x0
    for before, chunk in zip(below.segments[0].chunks, below.segments[0].chunks[1:], strict=False):
        if chunk.spaced or chunk.x0 - before.x1 > 0.15 * chunk.size:
            break
        width = chunk.x1 - first.x0
    return right - above.x1 > width + 0.6 * above.size


def _begins_paragraph(above: Line, below: Line, setting: Setting, *, ended: bool, left: float) -> bool:
    step = below.y - above.y
    usual = setting.leading * min(above.size, below.size) / setting.size
    if abs(above.size - below.size) > 0.1 * max(above.size, below.size):
        return True
    if step > 1.32 * max(usual, 1.05 * below.size):
        return True
    closed = bool(_SENTENCE_END.search(above.text.rstrip()))
    if LIST_LABEL.match(below.text) or BULLET.match(below.text):
        return ended or closed
    if ended and _emphasis(above) != _emphasis(below):
        return True
    indented = below.x0 - left > 0.8 * below.size and above.x0 - left < 0.3 * above.size
    first_of_list = LIST_LABEL.match(above.text) or BULLET.match(above.text)
    if closed and indented and not first_of_list:
        return True
    return ended and closed and not below.text[:1].islower()


def _emphasis(line: Line) -> tuple[bool, bool]:
    chunks = [chunk for segment in line.segments for chunk in segment.chunks if not chunk.raised]
    return all(c.bold for c in chunks), all(c.italic for c in chunks)


def _line_runs(line: Line) -> list[Run]:
    return runs_of([chunk for segment in line.segments for chunk in segment.chunks])


def _assemble(lines: Sequence[Line], hard: Sequence[bool], setting: Setting) -> Piece:
    """One piece of the lines; a line that ended before it was full keeps its break when it is no sentence's end."""
    whole: Piece | None = None
    runs: list[Run] = []
    for line, breaks in zip(lines, hard, strict=True):
        own = _line_runs(line)
        runs += own
        piece = piece_of(own, setting.notes)
        piece = replace(piece, spans=(BlockSpan(line.page, 0, len(piece.text), (line.box,)),))
        if whole is None:
            whole = piece
        elif breaks or (line.side and not whole.text.endswith("-")):
            whole = _below(whole, piece)
        else:
            whole = join(whole, piece, setting.words)
    if whole is None:
        raise ValueError("a paragraph without lines")
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    style = replace(piece_of(runs, setting.notes).style, size=sizes.most_common(1)[0][0])
    return replace(whole, style=style, spans=one_span_a_page(whole.spans), zone="side" if lines[0].side else "")


def _below(above: Piece, below: Piece) -> Piece:
    shift = len(above.text) + 1
    return replace(
        above,
        text=f"{above.text}\n{below.text}",
        calls=above.calls + tuple(Call(c.label, c.offset + shift) for c in below.calls),
        spans=above.spans + tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in below.spans),
    )
