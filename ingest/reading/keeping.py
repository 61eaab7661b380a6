"""Keeps paragraph ids stable when a document is read again.

Invariant: an id once given to a paragraph is never given to another one of the same pair of readings.
Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.document import Document, Paragraph

ALIKE = 0.6
_FAR = 40


def keep_ids(new: Document, old: Document) -> Document:
    """``new`` with the ids of ``old`` on paragraphs that are the same or nearly; others get unused numbers."""
    before, after = _keys(old), _keys(new)
    kept: dict[int, str] = {}
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            kept.update({at: old.paragraphs[a + at - c].id for at in range(c, d)})
        elif tag == "replace":
            kept.update(_nearest(old, new, range(a, b), range(c, d)))
    _moved(before, after, old, kept)
    return _renamed(new, old, kept)


def _keys(document: Document) -> list[tuple[str, str]]:
    return [(paragraph.kind, document.text_of(paragraph)) for paragraph in document.paragraphs]


def _nearest(old: Document, new: Document, gone: range, come: range) -> dict[int, str]:
    """Pairs of replaced paragraphs that are alike, in order."""
    kept: dict[int, str] = {}
    start = gone.start
    for at in come:
        best, place = ALIKE, -1
        for candidate in range(start, min(gone.stop, start + _FAR)):
            alike = _likeness(old, old.paragraphs[candidate], new, new.paragraphs[at])
            if alike > best:
                best, place = alike, candidate
        if place >= 0:
            kept[at] = old.paragraphs[place].id
            start = place + 1
    return kept


def _likeness(old: Document, mine: Paragraph, new: Document, other: Paragraph) -> float:
    if mine.kind != other.kind:
        return 0.0
    if mine.kind == "field" and mine.label:
        return 1.0 if mine.label == other.label else 0.0
    matcher = SequenceMatcher(None, old.text_of(mine).split(), new.text_of(other).split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE else 0.0


def _moved(before: list[tuple[str, str]], after: list[tuple[str, str]], old: Document, kept: dict[int, str]) -> None:
    """Paragraphs that stand elsewhere now, word for word."""
    used = set(kept.values())
    free: dict[tuple[str, str], list[str]] = {}
    for key, paragraph in zip(before, old.paragraphs, strict=True):
        if paragraph.id not in used:
            free.setdefault(key, []).append(paragraph.id)
    for at, key in enumerate(after):
        if at not in kept and free.get(key):
            kept[at] = free[key].pop(0)


def _renamed(new: Document, old: Document, kept: dict[int, str]) -> Document:
    fresh = _unused(new, old)
    own = f"{new.id}/"
    names = {
        paragraph.id: own + kept[at].rpartition("/")[2] if at in kept else own + f"p{next(fresh)}"
        for at, paragraph in enumerate(new.paragraphs)
    }
    paragraphs = tuple(replace(paragraph, id=names[paragraph.id]) for paragraph in new.paragraphs)
    notes = tuple(
        replace(note, paragraph_id=names[note.paragraph_id], caller_id=names[note.caller_id]) for note in new.footnotes
    )
    return replace(new, paragraphs=paragraphs, footnotes=notes)


def _unused(new: Document, old: Document) -> Iterator[int]:
    numbers = [p.id.rpartition("/p")[2] for document in (new, old) for p in document.paragraphs]
    number = max((int(n) for n in numbers if n.isdecimal()), default=0)
    while True:
        number += 1
        yield number
