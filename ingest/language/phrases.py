"""Finds words and word groups in a text, whatever their inflection: the term sequences of both are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.language.terms import sequence, words


@lru_cache(maxsize=20_000)
def key(phrase: str) -> tuple[str, ...]:
    """The whole terms of a phrase's words that are not stop words."""
    return tuple(word.whole for word in words(phrase))


class PhraseIndex:
    """Phrases with what they stand for; finds the longest that begins at each word of a text."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
        for phrase, meaning in phrases:
            terms = sequence(phrase)
            if terms and meaning not in self._meanings.get(terms, ()):
                self._meanings[terms] = (*self._meanings.get(terms, ()), meaning)
        self._longest = max(map(len, self._meanings), default=0)

    def find(self, text: str | Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(first, last + 1, meanings) of every longest phrase in a text, or in its ``sequence``, from left to right."""
        wholes = sequence(text) if isinstance(text, str) else text
        at = 0
        while at < len(wholes):
            for length in range(min(self._longest, len(wholes) - at), 0, -1):
                meanings = self._meanings.get(tuple(wholes[at : at + length]))
                if meanings:
                    yield at, at + length, meanings
                    at += length
                    break
            else:
                at += 1
