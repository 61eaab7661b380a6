"""The dictionary form of a Dutch word: ``voert`` and ``uitgevoerd`` are forms of ``voeren`` and ``uitvoeren``.

Sole owner of simplemma. Invariant: a word that its dictionary does not hold comes back as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_STEPS = 3
_OPEN = re.compile(r"(?<![aeiou])([aeou])([bcdfghjklmnpqrstvwxz])$")


@lru_cache(maxsize=200_000)
def lemma(folded: str) -> str:
    """The lemma of a folded word, a separable verb written as one word; that of a participle is its verb."""
    word = _without_ending(folded)
    for _ in range(_STEPS):
        if not word.isalpha() or len(word) < 3:
            return word
        shorter = _once(word)
        if shorter == word and word.endswith("en"):
            shorter = _once(word[:-1])  # a nominalised adjective: onvindbaren, like onvindbare
            shorter = word if shorter == word[:-1] else shorter
        if shorter == word:
            break
        found_verb = shorter.endswith("en") and not word.endswith("en")
        word = shorter
        if found_verb:  # a verb is where it ends: geldt is gelden, which as a plural would be money (geld)
            break
    return word


def _without_ending(word: str) -> str:
    """A participle or adjective without the ``e`` that its place in a sentence gives it (``gemelde``: *gemeld*).

    The dictionary holds few of those; a word that it does hold stays as it is.
    """
    if len(word) < 6 or not word.endswith("e") or not word.isalpha() or is_word(word):
        return word
    plain = word[:-1]
    double = _OPEN.sub(r"\1\1\2", plain)
    single = plain[:-1] if plain[-1] == plain[-2] else plain
    return next((form for form in (plain, double, single) if form != word and is_word(form)), word)


def _once(word: str) -> str:
    return str(_lookup()(word, lang="nl", greedy=False)).replace("_", "").lower()


def infinitive(folded: str) -> str:
    """The infinitive of a verb form (``voert``: *voeren*); empty when the word is no form of a verb."""
    found = _once(folded)
    return found if found.endswith("en") and (found != folded or not found.endswith("den")) else ""


def is_word(folded: str) -> bool:
    """Whether the dictionary holds a form of a Dutch word."""
    from simplemma import is_known

    return bool(is_known(folded, lang="nl"))


@lru_cache(maxsize=1)
def _lookup() -> Callable[..., object]:
    from simplemma import lemmatize

    lookup: Callable[..., object] = lemmatize
    return lookup
