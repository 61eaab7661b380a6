"""A Dutch word in its normal form: lower case, accents folded, stemmed. Sole owner of snowballstemmer."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

_KEPT_GE = re.compile(
    r"ge(?:meent|bied|zag|gev|bruik|wel|vaar|val|recht|getuig|heim|zin|zond|drag|sprek|bouw|meld|richt)"
)
_DOUBLED = re.compile(r"([aeou])\1([^aeiou])$")
"""``crimineel`` and ``criminele`` differ in a doubled vowel only; in short words it tells words apart (zaak, zak)."""
_TURN = threading.Lock()
_LIGATURES = str.maketrans({"ĳ": "ij", "Ĳ": "ij", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "’": "'", "‘": "'"})


def fold(text: str) -> str:
    """Lower case without accents; curly apostrophes straight."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES).replace("\u00ad", ""))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("dutch")


def _stem(word: str) -> str:
    """The stem of a word. The stemmer keeps the word it is at in itself, so threads take turns."""
    with _TURN:
        return str(_stemmer().stemWord(word))


@lru_cache(maxsize=200_000)
def snowball(word: str) -> str:
    """The stem of a folded word; the nouns on ``ge-`` keep it (gemeente is not "meen")."""
    if len(word) < 4 or not word.isalpha():
        return word
    if _KEPT_GE.match(word):
        return "ge" + _stem(word[2:])
    if word.endswith("iging"):
        return word[:-3]
    stem = _stem(word)
    return _DOUBLED.sub(r"\1\2", stem) if len(stem) > 5 else stem
