"""Reads a misspelled word as the nearest known one. Sole owner of rapidfuzz.

Known are the words of the compound lexicon and the terms of an index; a word is taken for another only when it is
near (one or two letters) and the other occurs in the index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from ingest.language.compounds import SHORTEST, shipped_lexicon
from ingest.language.terms import analyse
from ingest.language.words import snowball

_KEPT = 2


def correct(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """At most two known words nearest to a folded one, best first; none when it is short, known or far from all."""
    if len(word) < 5 or not word.isalpha() or _is_word(word):
        return ()
    index = vocabulary if isinstance(vocabulary, frozenset) else frozenset(vocabulary)
    return _corrections(word, index)


@lru_cache(maxsize=4_000)
def _corrections(word: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    known = _spellings()
    found = [(d, w) for w, d in _near(word, known) if _occurs(w, vocabulary)]
    stem = snowball(word)
    found += [(d, t) for t, d in _near(stem, _sorted(vocabulary)) if len(t) > 4]
    if not found:
        found = [(d, w) for w, d in _compound(word, known) if _occurs(w, vocabulary)]
    least = min((d for d, _ in found), default=0)
    return tuple(dict.fromkeys(w for d, w in sorted(found) if d == least))[:_KEPT]


def _near(word: str, known: Sequence[str]) -> list[tuple[str, int]]:
    """(word, distance) for every known word within one letter, or two of a long word; the first letter must agree."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    limit = 1 if len(word) < 8 else 2
    hits = process.extract(word, known, scorer=OSA.distance, score_cutoff=limit, limit=20)
    return [(text, int(distance)) for text, distance, _ in hits if text[0] == word[0]]


def _compound(word: str, known: Sequence[str]) -> Iterable[tuple[str, int]]:
    """A compound with a mistake in its last part: ``cybercriminalitiet``."""
    lexicon = shipped_lexicon()
    for cut in range(len(word) - 5, 3, -1):
        if word[:cut] in lexicon.left:
            yield from ((word[:cut] + last, d) for last, d in _near(word[cut:], known))


def _is_word(word: str) -> bool:
    lexicon = shipped_lexicon()
    return word in lexicon.right or word in lexicon.left or (len(word) >= SHORTEST and bool(analyse(word)[1]))


def _occurs(word: str, vocabulary: frozenset[str]) -> bool:
    whole, parts = analyse(word)
    return whole in vocabulary or any(part in vocabulary for part in parts)


@lru_cache(maxsize=1)
def _spellings() -> tuple[str, ...]:
    lexicon = shipped_lexicon()
    return tuple(sorted(word for word in set(lexicon.right) | set(lexicon.left) if len(word) > 4))


@lru_cache(maxsize=4)
def _sorted(vocabulary: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(vocabulary))
