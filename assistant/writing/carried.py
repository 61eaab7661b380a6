"""Is a reworded sentence carried by the quotes it cites? Every number, name, negation and modal must stand in them.

Invariant: a fault is named for everything in the sentence that the quotes do not hold; no model has a say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.citation import MONTHS
from ingest.language.terms import analyse
from ingest.language.words import fold

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NUMBER_WORDS = {
    w: str(n)
    for n, w in enumerate(
        ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]
    )
    if n > 1
}
_SCALES = {
    "miljoen": "mln", "mln": "mln", "million": "mln", "miljard": "mld", "mld": "mld", "billion": "mld",
    "duizend": "dzd", "thousand": "dzd", "procent": "%", "percent": "%", "%": "%",
    "euro": "euro", "€": "euro", "eur": "euro",
}  # fmt: skip
_NAME = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][\w’'-]*[^\W_]|(?<![\w’'-])[A-Z]{2,}")
_NEGATION = re.compile(
    r"\b(niet|geen|nooit|noch|zonder|niemand|nergens|niets|not|no|never|without|none|neither|nor|evenmin)\b",
    re.IGNORECASE,
)
_DENIED_NUMBER = re.compile(
    r"\b(?:niet|geen|nooit|noch|not|never)\b(?:[ \t]+[^\W\d_]+){0,2}[ \t]+(?!(?:19|20)\d\d\b)(\d+(?:[.,]\d+)*)",
    re.IGNORECASE,
)
_ENGLISH_MONTHS = {
    "january": "januari", "february": "februari", "march": "maart", "may": "mei", "june": "juni", "july": "juli",
    "august": "augustus", "october": "oktober",
}  # fmt: skip


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text in one form (``1.529`` as ``1529``, ``drie`` as ``3``), scales and signs beside them."""
    found = {plain(match) for match in _NUMBER.findall(text)}
    words = re.findall(r"[^\W\d_]+|%|€", fold(text))
    found |= {NUMBER_WORDS[w] for w in words if w in NUMBER_WORDS}
    return frozenset(found)


def units(text: str) -> frozenset[str]:
    """The scales and signs that stand in a text: mln, mld, %, euro."""
    return frozenset(_SCALES[w] for w in re.findall(r"[^\W\d_]+|%|€", fold(text)) if w in _SCALES)


def plain(number: str) -> str:
    """A printed number without separators of thousands, its decimals after a stop."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", number):
        number = number.replace(".", "")
    return number.replace(",", ".").lstrip("0") or "0"


def names(text: str) -> frozenset[str]:
    """The names of a text, folded: capitalised words that do not open a sentence, and abbreviations."""
    found = set()
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip(" \"'“‘(-|*")
        opens = not before or before[-1] in ".!?:\n"
        word = match.group()
        if not opens or (word.isupper() and len(word) > 1):
            found.add(fold(word))
    return frozenset(found)


def months(text: str) -> frozenset[str]:
    """The months that a text names, in Dutch."""
    words = {_ENGLISH_MONTHS.get(w, w) for w in re.findall(r"[a-z]+", fold(text))}
    return frozenset(words & set(MONTHS))


def is_negated(text: str) -> bool:
    """Whether a text denies something."""
    return bool(_NEGATION.search(text))


def uncarried(sentence: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """What of a sentence its quotes do not hold, in words; empty when everything is carried."""
    joined = " ".join(quotes)
    held_words = set(re.findall(r"[^\W_]+", fold(joined)))
    held_stems = {analyse(word)[0] for word in held_words}
    faults = [f"getal {n}" for n in sorted(numbers(sentence) - numbers(joined))]
    faults += [f"eenheid {u}" for u in sorted(units(sentence) - units(joined))]
    faults += [f"maand {m}" for m in sorted(months(sentence) - months(joined))]
    for name in sorted(names(sentence)):
        parts = re.findall(r"[^\W_]+", name)
        if not all(
            p in held_words or analyse(p)[0] in held_stems or _ENGLISH_MONTHS.get(p) in held_words for p in parts
        ):
            faults.append(f"naam {name}")
    if is_negated(sentence) and not is_negated(joined):
        faults.append("ontkenning")
    if not is_negated(sentence):
        faults += [f"getal {n} is in de bron ontkend" for n in sorted(numbers(sentence) & _denied_numbers(quotes))]
    return tuple(faults)


def _denied_numbers(quotes: Sequence[str]) -> frozenset[str]:
    """The numbers, years aside, that the quotes hold right behind a denial only: *niet 45 maar 39*, *geen 45*."""
    joined = " | ".join(quotes)
    held = {plain(m[1]) for m in _DENIED_NUMBER.finditer(joined)}
    return frozenset(held) - numbers(_DENIED_NUMBER.sub("", joined))
