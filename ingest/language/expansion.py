"""What a question is searched by: its own terms first, then what they are called elsewhere, with less weight.

Synonyms, abbreviations both ways and everyday words come from the glossary, English words from a word list, and a
word that nothing contains is read as the nearest known one. Invariant: deterministic; no term occurs twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from ingest.language.glossary import by_term, spoken_index
from ingest.language.phrases import key
from ingest.language.spelling import correct
from ingest.language.terms import Word, analyse, words
from ingest.language.words import fold

PART = 0.45
"""Weight of the parts of a compound that occurs as a whole; PART_ALONE when it does not."""
PART_ALONE = 0.8
NAME = 0.5
"""Weight of another name of the field for what the question says; EVERYDAY for a lay or English name."""
EVERYDAY = 0.2
CORRECTED = 0.8
TRANSLATED = 0.8
_FEW_NAMES = 6


def expand_question(text: str, vocabulary: Collection[str] | None = None) -> tuple[tuple[str, float], ...]:
    """The weighted terms of a question (vraag), heaviest first, ties in alphabetical order.

    With the ``vocabulary`` of the index, unknown words are corrected and unknown compounds searched by their parts.
    """
    said = list(words(text))
    weights: dict[str, float] = {}
    for term, weight in (*_own(said, vocabulary), *_names(text, said), *_translated(text, said)):
        weights[term] = max(weight, weights.get(term, 0.0))
    return tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0])))


def _own(said: Sequence[Word], vocabulary: Collection[str] | None) -> Iterator[tuple[str, float]]:
    for word in said:
        known = vocabulary is None or word.whole in vocabulary
        yield word.whole, 1.0
        for part in word.parts:
            yield part, PART if known else PART_ALONE
        if not known and vocabulary is not None and not any(part in vocabulary for part in word.parts):
            for better in correct(fold(word.text), vocabulary):
                whole, parts = analyse(better)
                yield whole, CORRECTED
                yield from ((part, CORRECTED * PART) for part in parts)


def _names(text: str, said: Sequence[Word]) -> Iterator[tuple[str, float]]:
    """Other names for what is said, found in the words and in the parts of compounds."""
    index = spoken_index()
    found = [(1.0, term) for _, _, names in index.find(text) for term in names]
    parts = [part for word in said for part in word.parts]
    found += [(0.6, term) for part in parts for _, _, names in index.find([part]) for term in names]
    for share, term in dict.fromkeys(found):
        entry = by_term()[term]
        for name in entry.names[:_FEW_NAMES]:
            yield from _spread(name, NAME * share)
        for name in entry.everyday[:_FEW_NAMES]:
            yield from _spread(name, EVERYDAY * share)


def _spread(name: str, weight: float) -> Iterator[tuple[str, float]]:
    """The terms of a name, each with its share: a name of many words weighs no more than a single word."""
    terms = key(name)
    for term in terms:
        yield term, weight / len(terms) ** 0.5


def _translated(text: str, said: Sequence[Word]) -> Iterator[tuple[str, float]]:
    if not is_english(text):
        return
    for _, _, meanings in _english().items_in([fold(word.text) for word in said]):
        for meaning in meanings:
            for word in words(meaning):
                yield word.whole, TRANSLATED / len(meanings) ** 0.5
                yield from ((part, TRANSLATED * PART / len(meanings) ** 0.5) for part in word.parts)


@lru_cache(maxsize=2)
def _function_words(language: str) -> frozenset[str]:
    text = (files("ingest") / "data" / "function_words.txt").read_text(encoding="utf-8")
    return frozenset(text.partition(f"[{language}]\n")[2].partition("\n[")[0].split())


def is_english(text: str) -> bool:
    """Whether English function words outnumber Dutch ones."""
    spoken = fold(text).replace("?", " ").split()
    english, dutch = _function_words("english"), _function_words("dutch")
    return sum(word in english for word in spoken) > sum(word in dutch for word in spoken)


class WordList:
    """English words and word pairs with their Dutch counterparts."""

    def __init__(self, lines: Sequence[str]) -> None:
        pairs = (line.partition(":") for line in lines if line.strip() and not line.startswith("#"))
        self._words = {tuple(a.split()): tuple(w.strip() for w in b.split(",")) for a, _, b in pairs}

    def __len__(self) -> int:
        return len(self._words)

    def meanings(self, form: str) -> tuple[str, ...]:
        """The Dutch words for a word or pair exactly as listed."""
        return self._words.get(tuple(form.split()), ())

    def items_in(self, said: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(first, last + 1, Dutch words) for each known pair or word, from left to right."""
        at = 0
        while at < len(said):
            length = next((n for n in (2, 1) if tuple(said[at : at + n]) in self._words), 0)
            if length:
                yield at, at + length, self._words[tuple(said[at : at + length])]
            at += length or 1


@lru_cache(maxsize=1)
def _english() -> WordList:
    return WordList((files("ingest") / "data" / "english.txt").read_text(encoding="utf-8").splitlines())


def english_words(word: str) -> tuple[str, ...]:
    """The Dutch words for a folded English word or pair, its ending taken off when only the base form is known."""
    bases = [word.removesuffix(ending) for ending in ("s", "es", "ed", "ing") if word.endswith(ending)]
    for form in (word, *bases, *(f"{base}e" for base in bases)):
        found = _english().meanings(form)
        if found:
            return found
    return ()
