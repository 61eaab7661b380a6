"""Dutch compounds (samenstellingen) taken apart by a vocabulary of what may open and close one.

Invariant: the texts of the parts, joined, are the word. The same word always gives the same parts, whatever is
indexed, so that an index and a question never disagree.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SHORTEST = 7
"""No word with fewer letters is taken apart."""

_PREFIXES = (
    "achter", "samen", "terug", "tegen", "over", "voor", "door", "neer", "vast", "toe", "mee", "uit", "aan", "bij",
    "af", "op", "om", "in",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a compound: its letters there, with linking letters, and its dictionary form."""

    text: str
    base: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms that may open (``left``) or close (``right``) a compound, words left ``whole``, plurals to singulars."""

    left: Mapping[str, str]
    right: Mapping[str, str]
    whole: frozenset[str]
    plural: Mapping[str, str]


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The lexicon that ships with the package (made by ``ingest.language.opentaal``)."""
    raw = (files("ingest") / "data" / "compounds.txt.gz").read_bytes()
    left, right, plural, whole = {}, {}, {}, set()
    for line in gzip.decompress(raw).decode("ascii").splitlines():
        form, base, flags = line.split(" ")
        if "l" in flags:
            left[form] = base
        if "r" in flags:
            right[form] = base
        if "=" in flags:
            plural[form] = base
        if "!" in flags:
            whole.add(form)
    return Lexicon(left, right, frozenset(whole), plural)


def split(word: str, lexicon: Lexicon) -> tuple[Part, ...]:
    """The parts of a folded word: as few as possible; one part when it is no compound."""
    alone = (Part(word, lexicon.plural.get(word, word)),)
    if len(word) < SHORTEST or word in lexicon.whole or not word.isascii() or not word.isalpha():
        return alone
    best: dict[int, tuple[float, tuple[Part, ...]]] = {0: (0.0, ())}
    for end in range(3, len(word) - 2):
        for start in sorted(best):
            cost, base = _opening(word[start:end], lexicon, first=start == 0)
            total = best[start][0] + cost
            if base and len(best[start][1]) < 4 and (end not in best or total < best[end][0]):
                best[end] = (total, (*best[start][1], Part(word[start:end], base)))
    closings = [
        (best[start][0], -start, (*best[start][1], Part(word[start:], lexicon.right[word[start:]])))
        for start in sorted(best)
        if start and word[start:] in lexicon.right
    ]
    return min(closings, key=lambda closing: closing[:2])[2] if closings else alone


def _opening(text: str, lexicon: Lexicon, *, first: bool) -> tuple[float, str]:
    """What it costs to let ``text`` open a compound, and its dictionary form (empty when it cannot)."""
    if len(text) < 3:
        return 0.0, ""
    if text in lexicon.left:
        return 1.0, lexicon.left[text]
    if len(text) > 3 and text in lexicon.right:
        return 1.2, lexicon.right[text]
    if len(text) > 5 and text.endswith("s") and text[:-1] in lexicon.right:
        return 1.3, lexicon.right[text[:-1]]
    return (1.4, text) if first and _is_verb_stem(text, lexicon) else (0.0, "")


def _is_verb_stem(text: str, lexicon: Lexicon) -> bool:
    """``afpak`` of ``afpakken`` and the like: a particle before a form that may open a compound."""
    rests = (text[len(prefix) :] for prefix in _PREFIXES if text.startswith(prefix))
    return any(len(rest) >= 3 and lexicon.left.get(rest) == rest for rest in rests)
