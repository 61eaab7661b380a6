"""The names of indicators: one key for the spellings of one name, and what an indicator counts.

Invariant: two names share a key only when they have the same content words; what is counted (onderzoeken,
verdachten) is a content word, so indicators that count different things never share one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ingest.findings.values import Figure, Indicator, Target
from ingest.language.terms import Word, terms, words

_EMPTY = frozenset({"aantal", "percentage", "aandeel", "deel", "waar", "waarde", "indicator"})
COUNTED = (
    "onderzoek", "verdacht", "slachtoffer", "zaak", "zaken", "dossier", "persoon", "personen", "interventie", "melding",
    "samenwerkingsverband", "csv", "fte", "veroordeelde", "aangifte", "incident", "controle", "beslag", "incasso",
)  # fmt: skip


_SINGULAR = {"zaken": "zaak", "personen": "persoon", "csv": "samenwerkingsverband", "verdacht": "verdachte"}


def atoms(word: Word) -> tuple[str, ...]:
    """The terms of a compound's smallest parts; of another word its one term."""
    smallest = tuple(p for p in word.parts if not any(q != p and q in p for q in word.parts))
    return smallest or (word.whole,)


def words_of(name: str) -> tuple[Word, ...]:
    """The content words of an indicator's name, what stands in brackets left out."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name)
    return tuple(w for w in words(bare) if w.whole not in _EMPTY)


def key_of(name: str) -> str:
    """The key under which an indicator's figures are kept: the terms of its content words, in order of the alphabet."""
    found = {term for word in words_of(name) for term in atoms(word)}
    return " ".join(sorted(found)) or name.lower().strip()


@lru_cache(maxsize=20_000)
def counted_in(name: str) -> str:
    """What the indicator counts, such as ``onderzoek`` or ``verdachte``; empty when the name does not say."""
    words = re.findall(r"[a-zà-ÿ]+", name.lower())
    for word in reversed(words) if not name.lower().startswith("aantal") else words:
        for counted in COUNTED:
            if word.startswith(counted) or (len(counted) > 4 and re.search(rf"{counted}(?:en|n|s|e)?$", word)):
                return _SINGULAR.get(counted, counted)
    return ""


def indicators_of(figures: Iterable[Figure]) -> tuple[Indicator, ...]:
    """One indicator a key, named as most often printed, in order of theme and name."""
    by_key: dict[str, list[Figure]] = {}
    for figure in figures:
        by_key.setdefault(figure.key, []).append(figure)
    found = []
    for key, group in by_key.items():
        name = Counter(f.indicator for f in group).most_common(1)[0][0]
        theme = next((f.theme for f in group if f.theme), "")
        unit = next((f.unit for f in group if f.unit), "")
        found.append(Indicator(key, name, theme, unit, "aandeel" if unit == "%" else _target(group)))
    return tuple(sorted(found, key=lambda i: (i.theme, i.name)))


def _target(group: list[Figure]) -> Target:
    notes = " ".join(f"{f.note} {f.indicator}" for f in group if f.kind == "norm").lower()
    if re.search(r"\b(hoogstens|maximaal|maximum|ten hoogste|niet meer dan)\b", notes):
        return "hoogstens"
    return "minstens" if re.search(r"\b(minstens|minimaal|minimum|ten minste|tenminste)\b", notes) else ""


def subject_key(name: str) -> str:
    """The key of what an indicator is about, without what it counts.

    It is equal for ``reguliere cybercrime-onderzoeken`` and ``verdachten cybercrime regulier``.
    """
    found = {term for word in words_of(name) for term in atoms(word)}
    return " ".join(sorted(t for t in found if not t.startswith(COUNTED) and t not in _counted_terms()))


@lru_cache(maxsize=1)
def _counted_terms() -> frozenset[str]:
    """The terms of what is counted, in all its forms."""
    return frozenset(terms(" ".join((*COUNTED, *_SINGULAR.values()))))
