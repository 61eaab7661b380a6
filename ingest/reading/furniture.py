"""Finds page furniture by its text: what recurs between the paragraphs of a conversion, or repeats the letterhead.

Invariant: only short pieces outside the opening of a document are ever furniture, and never because of one
occurrence alone unless every part of it stands in the letterhead. Standard library only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.reading.piece import Piece

LONGEST = 160
RUNNING_TEXT = 150
PAGE_NUMBER = re.compile(
    r"^[-–—\s]*(?:(?:pagina|page|blz\.?|bladzijde|p\.)\s*\d{1,4}(?:\s*(?:van|of|/)\s*\d{1,4})?|\d{1,4}\s*(?:van|/)\s*\d{1,4})[-–—\s]*$",
    re.I,
)
SALUTATION = re.compile(r"^(?:zeer )?geachte\b.{0,80}$|^beste\b.{0,60},$", re.I)
LABELS = (
    "ons kenmerk", "uw kenmerk", "kenmerk", "datum", "onderwerp", "betreft", "pagina", "uw brief van",
    "contactpersoon", "bijlage(n)", "bijlagen", "bijlage", "van", "aan",
)  # fmt: skip
_DASHED = re.compile(r"^\d{1,4}(?:\s*(?:van|/)\s*\d{1,4})?\s*[-–—]$")
"""A page number between dashes, of which the first was taken for the bullet of a list."""
_SENTENCE_END = re.compile(r"[.!?:;][\s\"'”’»)\]]*$")
_DIGITS = re.compile(r"\d+")


def fold(text: str) -> str:
    """Letters and digits only, lower case: what is left when spacing, type and punctuation differ."""
    return "".join(c for c in text.lower() if c.isalnum())


def opening(pieces: Sequence[Piece]) -> int:
    """How many pieces stand before the first running text: a letterhead, a title, or nothing."""
    for at, piece in enumerate(pieces[:80]):
        if piece.zone == "side":
            continue
        if piece.kind not in ("text", "heading") or SALUTATION.match(piece.text):
            return at
        if piece.kind == "text" and is_running_text(piece.text):
            return at
    return 0


def is_running_text(text: str) -> bool:
    """True for a text long enough to be prose, not a line of a letterhead."""
    return len(text) > RUNNING_TEXT or (len(text) > 70 and text.rstrip().endswith(".") and text.count("\n") < 2)


def ends_open(text: str) -> bool:
    """True when the text stops without closing its sentence."""
    return bool(text.strip()) and not _SENTENCE_END.search(text[-60:])


def begins_inside(text: str) -> bool:
    """True when the text begins in the middle of a sentence."""
    return text.lstrip("\"'“„‘(")[:1].islower()


def find_furniture(pieces: Sequence[Piece]) -> frozenset[int]:
    """Indices of the pieces that are page furniture."""
    front = opening(pieces)
    parts = _letterhead_parts(pieces[:front])
    keys = [_key(piece) for piece in pieces]
    counts = Counter(key for key in keys[front:] if key)
    sure = {at for at in range(front, len(pieces)) if keys[at] and PAGE_NUMBER.match(pieces[at].text)}
    sure |= _repeats_of_letterhead(pieces, keys, counts, parts, front)
    cutting = {keys[at] for at in range(front, len(pieces)) if counts[keys[at]] > 1 and _cuts_sentence(pieces, at)}
    sure |= {at for at in range(front, len(pieces)) if keys[at] in cutting and not _marked(pieces[at])}
    return frozenset(sure | _beside(keys, counts, sure, front))


def _key(piece: Piece) -> str:
    item = piece.kind == "list" and _DASHED.match(piece.text)
    if (piece.kind not in ("text", "heading") and not item) or len(piece.text) > LONGEST:
        return ""
    key = fold(piece.text)
    return _DIGITS.sub("0", key) if PAGE_NUMBER.match(piece.text) else key


def _marked(piece: Piece) -> bool:
    return piece.kind == "heading"


def _letterhead_parts(front: Sequence[Piece]) -> frozenset[str]:
    parts: set[str] = set()
    labelled = False
    for line in (line.strip() for piece in front for line in piece.text.split("\n")):
        parts.add(fold(line))
        label = next((name for name in LABELS if line.lower().startswith(name)), None)
        if label:
            labelled = True
            parts |= {fold(label), fold(line[len(label) :])}
    return frozenset(parts - {""}) if labelled else frozenset()


def _repeats_of_letterhead(
    pieces: Sequence[Piece], keys: list[str], counts: Counter[str], parts: frozenset[str], front: int
) -> set[int]:
    """Pieces that are made of parts of the letterhead: two parts in a row, or one that recurs."""
    found: set[int] = set()
    run: list[int] = []
    total = 0
    for at in range(front, len(pieces) + 1):
        segments = _segments(pieces[at].text, parts) if at < len(pieces) and keys[at] else 0
        if segments:
            run.append(at)
            total += segments
            continue
        found |= {i for i in run if counts[keys[i]] > 1 or (total > 1 and not _marked(pieces[i]))}
        run, total = [], 0
    return found


def _segments(text: str, parts: frozenset[str]) -> int:
    """In how many letterhead parts ``text`` falls apart without a remainder, 0 when it does not."""
    words = [fold(word) for word in text.split()]
    words = [word for word in words if word]
    best: list[int] = [0] + [-1] * len(words)
    for start in range(len(words)):
        if best[start] < 0:
            continue
        joined = ""
        for stop in range(start + 1, len(words) + 1):
            joined += words[stop - 1]
            if joined in parts:
                best[stop] = max(best[stop], best[start] + 1)
    return max(best[-1], 0)


def _cuts_sentence(pieces: Sequence[Piece], at: int) -> bool:
    earlier = (pieces[i] for i in range(at - 1, max(at - 400, 0) - 1, -1))
    before = next((p for p in earlier if p.kind == "text" and len(p.text) > 70), None)
    after = next((p for p in pieces[at + 1 : at + 12] if p.kind == "text" and len(p.text) > 40), None)
    if before is None or after is None or is_running_text(pieces[at].text):
        return False
    return ends_open(before.text) and begins_inside(after.text)


def _beside(keys: list[str], counts: Counter[str], sure: set[int], front: int) -> set[int]:
    near = Counter(keys[at] for at in range(front, len(keys)) if keys[at] and {at - 1, at + 1} & sure)
    wanted = {key for key, times in near.items() if times > 1 and times == counts[key] and counts[key] > 2}
    return {at for at in range(front, len(keys)) if keys[at] in wanted}
