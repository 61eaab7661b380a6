"""Repairs what page layout did to a text: furniture between paragraphs, paragraphs cut by page ends, lost headings.

Invariant: apart from the furniture it names, every letter of the pieces is in the blocks, in the same order
(footnotes come last). Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.reading.block import Block
from ingest.reading.furniture import begins_inside, ends_open, find_furniture, opening
from ingest.reading.headings import heading_levels, looks_like_heading, numbering_of
from ingest.reading.letterlines import is_letter_line, is_letterhead
from ingest.reading.lines import Vocabulary, seam, vocabulary
from ingest.reading.piece import Piece

LIST_LABEL = re.compile(r"^((?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]|\d{1,2}[°º])\s+(?=\S)")
BULLET = re.compile(r"^([•·▪▫◦●○■□➢➤►✓✔–—\-\uf020-\uf0ff])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Seams:
    """Indices of pieces before which a page or column ends, and of those that surely go on with the paragraph."""

    cuts: frozenset[int] = frozenset()
    sure: frozenset[int] = frozenset()


WHOLE = Seams()


def repair(
    pieces: Sequence[Piece], *, body_size: float = 0.0, seams: Seams = WHOLE
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Blocks in reading order, and the furniture that was left out.

    Where furniture or a footnote stood a page end is assumed, besides those in ``seams``.
    """
    gone = find_furniture(pieces)
    furniture = tuple(pieces[at].text for at in sorted(gone))
    body, notes, found = _body_and_notes(pieces, gone, seams)
    front = opening(body)
    if not is_letterhead(line for piece in body[:front] for line in piece.text.split("\n")):
        front = 0
    while front and looks_like_heading(body[front - 1], body_size) and not is_letter_line(body[front - 1].text):
        front -= 1
    headings = {at for at, piece in enumerate(body) if at >= front and _is_heading(body, at, body_size)}
    headings |= {at for at in range(front) if body[at].kind == "heading"}
    words = vocabulary(line for piece in body for line in piece.text.split("\n"))
    joined = _join_cuts(body, headings, found, front, words)
    return tuple(_finish(joined) + [note.block() for note in notes]), furniture


def _body_and_notes(
    pieces: Sequence[Piece], gone: frozenset[int], seams: Seams
) -> tuple[list[Piece], list[Piece], Seams]:
    body: list[Piece] = []
    notes: list[Piece] = []
    broken: set[int] = set()
    running: set[int] = set()
    pending = False
    for at, piece in enumerate(pieces):
        pending = pending or at in seams.cuts
        if at in gone or piece.kind == "footnote":
            pending = True
            if at not in gone:
                notes.append(piece)
            continue
        if pending:
            broken.add(len(body))
            pending = False
        if at in seams.sure:
            running.add(len(body))
        body.append(piece)
    return body, notes, Seams(frozenset(broken), frozenset(running))


def _is_heading(body: Sequence[Piece], at: int, body_size: float) -> bool:
    piece = body[at]
    if not looks_like_heading(piece, body_size):
        return False
    if piece.kind == "heading":
        return True
    following = next((p for p in body[at + 1 :] if p.zone != "side"), None)
    return following is not None and (numbering_of(piece.text) > 0 or not begins_inside(following.text))


def _join_cuts(
    body: list[Piece], headings: set[int], seams: Seams, front: int, words: Vocabulary
) -> list[tuple[Piece, bool]]:
    joined: list[tuple[Piece, bool]] = []
    last = -1
    for at, piece in enumerate(body):
        heading = at in headings
        if piece.zone != "side" and last >= 0 and at > front and not heading and not joined[last][1]:
            before = joined[last][0]
            if _runs_on(before, piece, cut=at in seams.cuts, sure=at in seams.sure):
                joined[last] = (join(before, piece, words), False)
                continue
        if piece.zone != "side":
            last = len(joined)
        joined.append((piece, heading))
    return joined


def _runs_on(before: Piece, after: Piece, *, cut: bool, sure: bool) -> bool:
    if before.kind not in ("text", "list") or after.kind != "text" or before.zone or after.zone:
        return False
    if LIST_LABEL.match(after.text) or BULLET.match(after.text) or "\n" in before.text.strip():
        return False
    if sure:
        return True
    is_open, inside = ends_open(before.text), begins_inside(after.text)
    if not cut:
        return is_open and inside and len(before.text) > 60 and "\n" not in after.text
    if inside:
        return is_open or before.text.rstrip().endswith(".")
    return is_open and len(before.text) > 60 and len(after.text) > 40 and "\n" not in after.text


def join(before: Piece, after: Piece, words: Vocabulary) -> Piece:
    """Two parts of one paragraph as one, its calls and page spans moved along."""
    head, tail = before.text.rstrip(), after.text
    lead = len(tail) - len(tail.lstrip())
    cut, between = seam(head, tail.lstrip(), words)
    head = head[: len(head) - cut] + between
    shift = len(head) - lead
    return replace(
        before,
        text=head + tail[lead:],
        calls=before.calls + tuple(replace(c, offset=max(c.offset + shift, 0)) for c in after.calls),
        spans=tuple(replace(s, end=min(s.end, len(head))) for s in before.spans)
        + tuple(replace(s, start=max(s.start, lead) + shift, end=s.end + shift) for s in after.spans),
    )


def _finish(pieces: list[tuple[Piece, bool]]) -> list[Block]:
    levels = iter(heading_levels([piece for piece, heading in pieces if heading]))
    blocks: list[Block] = []
    for piece, heading in pieces:
        if heading:
            blocks.append(piece.block(kind="heading", level=next(levels)))
        else:
            blocks.append(_list_item(piece).block())
    return blocks


def _list_item(piece: Piece) -> Piece:
    """A paragraph that begins with a list label, as a list item; a bullet sign is dropped, a number stays."""
    if piece.kind != "text" or "\n" in piece.text:
        return piece
    if numbered := LIST_LABEL.match(piece.text):
        return replace(piece, kind="list", label=numbered.group(1))
    bullet = BULLET.match(piece.text)
    return replace(without_start(piece, bullet.end()), kind="list", label="-") if bullet else piece


def without_start(piece: Piece, count: int) -> Piece:
    """``piece`` without its first ``count`` characters."""
    return replace(
        piece,
        text=piece.text[count:],
        calls=tuple(replace(c, offset=max(c.offset - count, 0)) for c in piece.calls),
        spans=tuple(replace(s, start=max(s.start - count, 0), end=max(s.end - count, 0)) for s in piece.spans),
    )
