"""Plain words that stand for each other in official prose (``ingest/data/synonyms.txt``).

Invariant: a word may stand in several groups; its synonyms are those of all of them, itself left out.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from ingest.language.phrases import key


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[tuple[str, ...], ...]]:
    """From a word's whole term to the term sequences of the words it stands in a group with."""
    text = (files("ingest") / "data" / "synonyms.txt").read_text(encoding="utf-8")
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        group = [terms for word in line.split(",") if (terms := key(word.strip()))]
        for terms in group:
            if len(terms) == 1:
                others = found.setdefault(terms[0], {})
                others.update(dict.fromkeys(other for other in group if other != terms))
    return {term: tuple(others) for term, others in found.items()}


def synonyms_of(term: str) -> tuple[tuple[str, ...], ...]:
    """What may be said for a term, each as the terms that must all occur."""
    return _groups().get(term, ())
