"""Which documents are one paper: by canonical text, or by nearly the same words with the very same figures.

Invariant: two documents that differ in a single figure, or that bear two different official ids, are never one.
Standard library only.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from ingest.document import Document
from ingest.reading.identity import official_id

_BODY = ("text", "list", "table_row", "table_head", "footnote", "heading")
_RUN, _KEPT, _ALIKE, _FEWEST = 6, 256, 0.85, 40
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A paper in little: the smallest hashes of its runs of six words, and a hash of its figures."""

    id: str
    runs: tuple[int, ...]
    figures: str


def sketch_of(document: Document) -> Sketch:
    """The sketch of the body of a document; without runs when it is too short to tell papers apart."""
    texts = [document.text_of(p) for p in document.paragraphs if p.kind in _BODY]
    words = [word for text in texts for word in _WORD.findall(text.lower())]
    if len(words) < _FEWEST:
        return Sketch(document.id, (), "")
    runs = {_number(" ".join(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)}
    figures = sorted({word for word in words if any(c.isdigit() for c in word)})
    return Sketch(document.id, tuple(sorted(runs)[:_KEPT]), hashlib.sha256(" ".join(figures).encode()).hexdigest())


def is_same_paper(one: Sketch, other: Sketch) -> bool:
    """Whether two sketches are of one paper, read from two files."""
    if not one.runs or not other.runs or one.figures != other.figures:
        return False
    ids = official_id(one.id), official_id(other.id)
    if all(ids) and ids[0] != ids[1]:
        return False
    smallest = sorted({*one.runs, *other.runs})[: min(len(one.runs), len(other.runs))]
    shared = set(one.runs) & set(other.runs)
    return sum(run in shared for run in smallest) >= _ALIKE * len(smallest)


def renamed(document: Document, name: str) -> Document:
    """A document under another id, its paragraphs' ids included."""

    def under(identity: str) -> str:
        """A paragraph's id below the new name."""
        return f"{name}/{identity.rpartition('/')[2]}"

    return replace(
        document,
        publication=replace(document.publication, id=name),
        paragraphs=tuple(replace(p, id=under(p.id)) for p in document.paragraphs),
        footnotes=tuple(
            replace(n, paragraph_id=under(n.paragraph_id), caller_id=under(n.caller_id)) for n in document.footnotes
        ),
    )


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
