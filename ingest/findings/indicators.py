"""The names of indicators: one key for the spellings of one name, and what an indicator counts.

Invariant: two names share a key only when they have the same content words; what is counted (onderzoeken,
verdachten) is a content word, so indicators that count different things never share one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ingest.findings.values import Figure, Indicator
from ingest.language.terms import terms

_EMPTY = frozenset(
    "aantal aantallen percentage aandeel deel totaal totale het de een van door bij op aan in voor met en of te per ten tot is "
    "dat die zijn worden wordt uit om over waarvan naar".split()
)
COUNTED = (
    "onderzoek", "verdachte", "slachtoffer", "zaak", "zaken", "dossier", "persoon", "personen", "interventie", "melding",
    "samenwerkingsverband", "csv", "fte", "straf", "veroordeelde", "aangifte", "incident", "controle", "beslag", "incasso",
)  # fmt: skip


def words_of(name: str) -> tuple[str, ...]:
    """The content words of an indicator's name, lower-cased, what stands in brackets left out."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name)
    words = re.findall(r"[a-zà-ÿ]+(?:'s)?|\d+", bare.lower())
    return tuple(w for w in words if w not in _EMPTY and (len(w) > 1 or w.isdigit()))


def key_of(name: str) -> str:
    """The key under which an indicator's figures are kept: its stemmed content words, in order of the alphabet."""
    bare = " ".join(words_of(name)) or name.lower()
    return " ".join(sorted(set(terms(bare)))) or bare


def counted_in(name: str) -> str:
    """What the indicator counts, such as ``onderzoek`` or ``verdachte``; empty when the name does not say."""
    words = re.findall(r"[a-zà-ÿ]+", name.lower())
    for word in reversed(words) if not name.lower().startswith("aantal") else words:
        for counted in COUNTED:
            if word.startswith(counted) or (len(counted) > 4 and re.search(rf"{counted}(?:en|n|s|e)?$", word)):
                return {"zaken": "zaak", "personen": "persoon", "csv": "samenwerkingsverband"}.get(counted, counted)
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


def _target(group: list[Figure]) -> str:
    notes = " ".join(f"{f.note} {f.indicator}" for f in group if f.kind == "norm").lower()
    if re.search(r"\b(hoogstens|maximaal|maximum|ten hoogste|niet meer dan)\b", notes):
        return "hoogstens"
    return "minstens" if re.search(r"\b(minstens|minimaal|minimum|ten minste|tenminste)\b", notes) else ""
