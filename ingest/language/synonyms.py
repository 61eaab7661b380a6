"""Plain words that stand for each other in official prose (``synonyms.txt``), and those that oppose (``antonyms.txt``).

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


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    text = (files("ingest") / "data" / "antonyms.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if "|" not in line or line.startswith("#"):
            continue
        sides = [[t[0] for word in side.split(",") if len(t := key(word.strip())) == 1] for side in line.split("|")]
        for one, other in (sides, sides[::-1]):
            for term in one:
                found.setdefault(term, set()).update(other)
    return {term: frozenset(others) for term, others in found.items()}


def opposites_of(term: str) -> frozenset[str]:
    """The terms that say the opposite of a term."""
    return _opposites().get(term, frozenset())
