"""Terms of the field found in a text, with the glossary's sentence about each, for hover and focus.

Invariant: the pieces joined are exactly the text; a term is explained the first time it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.language.phrases import PhraseIndex

_TOKEN = re.compile(r"\w(?:[\w’'-]*\w)?")
MOST = 6
"""The most terms explained in one answer: each is a stop for who uses the keyboard."""


@dataclass(frozen=True, slots=True)
class Term:
    """Characters of a text that name a term (begrip), and what the glossary says of it."""

    text: str
    name: str
    explanation: str


Part = str | int | Term


@lru_cache(maxsize=2_000)
def explained(text: str) -> tuple[str | Term, ...]:
    """The text cut at the terms that the glossary explains."""
    from ingest.language.glossary import by_term
    from ingest.language.terms import sequence, words

    spans, wholes = [], []
    for token in _TOKEN.finditer(text):
        for whole in sequence(token.group()):
            wholes.append(whole)
            spans.append(token.span())
    pieces: list[str | Term] = []
    at = 0
    for first, last, names in _index().find(wholes):
        start, end = spans[first][0], spans[last - 1][1]
        entry = by_term()[names[0]]
        if start < at or not any(words(text[start:end])) or not _is_named(text[start:end], entry.names):
            continue
        pieces += [text[at:start], Term(text[start:end], entry.term, entry.explanation)]
        at = end
    pieces.append(text[at:])
    return tuple(piece for piece in pieces if piece != "")


def _is_named(used: str, names: Iterable[str]) -> bool:
    """Whether the words used are a name of the term itself, not a word that merely has its stem (ingezet, inzet)."""
    from ingest.language.words import fold

    begins = [(fold(used), fold(name)) for name in names]
    return any(a[:length] == b[:length] for a, b in begins for length in [min(len(a), len(b), 6)])


def with_terms(parts: Iterable[str | int], known: set[str]) -> tuple[Part, ...]:
    """Words and markers with the terms in the words explained, unless they are in ``known``, which grows."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, int):
            found.append(part)
            continue
        for piece in explained(part):
            if isinstance(piece, Term):
                if piece.name in known or len(known) >= MOST:
                    found.append(piece.text)
                    continue
                known.add(piece.name)
            found.append(piece)
    return tuple(found)


@lru_cache(maxsize=1)
def _index() -> PhraseIndex:
    from ingest.language.glossary import load_glossary
    from ingest.language.phrases import PhraseIndex

    return PhraseIndex((name, entry.term) for entry in load_glossary() for name in entry.names)
