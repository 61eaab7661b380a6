"""Does a text tell what an abbreviation of the question stands for: written out beside it, or under its full name?

Invariant: an abbreviation counts as written out only where words with its letters as initials stand next to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.concepts import concepts_of
from ingest.language.terms import stop_words, terms
from ingest.language.words import fold

_ABBREVIATION = re.compile(
    r"^(?:en |maar )?(?:wat (?:is|zijn|betekent)|what (?:is|are)) (?:(?:een|de|het|a|an|the) )?"
    r"(?P<short>[A-Z]{2,7})(?:['’]?s)?\W*$",
    re.IGNORECASE,
)


def asks_abbreviation(question: str) -> bool:
    """Whether a question asks what an abbreviation is: only where it is written out, or said of, is that told."""
    found = _ABBREVIATION.search(question)
    return found is not None and found["short"].isupper()


def meaning(question: str, text: str) -> float:
    """1 when a text says something of the abbreviation that is asked for, names it in full or writes it out, else 0."""
    found = _ABBREVIATION.search(question)
    short = found["short"] if found else ""
    if re.match(rf"\W*(?:(?:het|de|een)\s+)?{re.escape(short)}\b", text, re.IGNORECASE) or _named_in_full(short, text):
        return 1.0
    return expansion(question, text)


def expansion(question: str, text: str) -> float:
    """Whether a text writes out an abbreviation of the question: words with its letters as initials stand beside it."""
    for short in dict.fromkeys(re.findall(r"\b[A-Z][A-Za-z]{1,6}\b|\b[a-z]{3,4}\b", question)):
        if short.isupper() or fold(short) not in stop_words():
            for place in re.finditer(rf"\(?\b{re.escape(short)}\b", text, re.IGNORECASE):
                before = re.findall(r"[^\W\d_]+", text[max(0, place.start() - 90) : place.start()])
                after = re.findall(r"[^\W\d_]+", text[place.end() : place.end() + 90])
                if _spells(before[-8:], short) or _spells(after[: len(short) + 2], short):
                    return 1.0
    return 0.0


def _named_in_full(short: str, text: str) -> bool:
    """Whether a text holds a name of several words that the glossary gives for an abbreviation."""
    pool = frozenset(terms(text))
    return any(len(name) > 1 and pool.issuperset(name) for concept in concepts_of(short) for name, _ in concept.names)


def _spells(words: Sequence[str], short: str) -> bool:
    """Whether some run of words opens with the letters of an abbreviation; one compound may give several letters."""
    plain = [fold(word) for word in words]
    return any(_consumes(plain[start:], fold(short)) for start in range(len(plain)))


def _consumes(words: Sequence[str], letters: str) -> bool:
    if not letters:
        return True
    if not words:
        return False
    first = words[0]
    if first in _SMALL and _consumes(words[1:], letters):
        return True
    if first[0] != letters[0]:
        return False
    return any(_consumes(words[1:], letters[taken:]) for taken in range(1, _letters_in(first, letters) + 1))


def _letters_in(word: str, letters: str) -> int:
    """How many letters of an abbreviation, in order, a word holds: one a part for a compound."""
    at, count = 0, 0
    for letter in letters:
        at = word.find(letter, at) + 1
        if not at:
            break
        count += 1
    return min(count, 1 + len(word) // 7)


_SMALL = frozenset(["van", "de", "het", "en", "voor", "der", "in", "tot", "op", "of", "the", "and"])
