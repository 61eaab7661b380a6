"""When two texts say the same: folding, required words, and the numbers in a text. Pure functions.

Invariant: every comparison of the evals goes through ``fold``, so quotation marks, hyphens, case and
spaces never decide a score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ALIKE = str.maketrans(
    {**dict.fromkeys("‘’‚′`", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑‒–—−", "-"), "\u00ad": None}
)
_MARKER = re.compile(r"\s*\[\d+\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]
    )
}


def fold(text: str) -> str:
    """The text in lower case with single spaces and plain quotation marks and hyphens."""
    return " ".join(text.translate(_ALIKE).casefold().split())


def without_markers(text: str) -> str:
    """The text of an answer without its ``[1]`` markers."""
    return _MARKER.sub("", text)


def holds(text: str, words: str) -> bool:
    """Whether the folded ``text`` holds ``words``; digits at their edge never match inside a longer number."""
    needle = fold(words)
    before = r"(?<!\d)(?<!\d[.,])" if needle[:1].isdigit() else ""
    after = r"(?![.,]?\d)" if needle[-1:].isdigit() else ""
    return re.search(before + re.escape(needle) + after, text) is not None


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, thousands separators removed: ``1.529`` as ``1529``, ``1,5`` as ``1.5``."""
    return frozenset(_normalise(found) for found in _NUMBER.findall(text))


def written_numbers(text: str) -> frozenset[str]:
    """The numbers of a text that are written as Dutch words from nul to twaalf, as digits."""
    return frozenset(_WORD_NUMBERS[word] for word in re.findall(r"[a-zé]+", fold(text)) if word in _WORD_NUMBERS)


def _normalise(number: str) -> str:
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", number) or re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
        separator = "." if "." in number and number.index(".") < (number + ",").index(",") else ","
        number = number.replace(separator, "")
    return number.replace(",", ".").lstrip("0") or "0"


def spans(text: str, quotes: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """The ranges of the quotes in the text, all folded; quotes that do not occur are left out."""
    found = ((text.find(quote), len(quote)) for quote in map(fold, quotes) if quote)
    return tuple((at, at + length) for at, length in found if at >= 0)
