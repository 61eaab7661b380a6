"""Figures of one indicator under one key, whether a table names it or a sentence tells it in other words.

Invariant: figures are brought together only when they count the same thing and neither name holds a word that sets it
apart; what a sentence tells is linked to an indicator only when the sentence holds every word of that indicator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.findings.indicators import atoms, counted_in, words_of
from ingest.findings.values import Figure, Place
from ingest.language.glossary import by_term, spoken_index
from ingest.language.terms import words
from ingest.language.themes import load_themes

_WEAK = frozenset(
    term
    for word in words(
        "politie om door gemelde aangeleverde aangepakte uitgevoerde verrichte gelegd gelegde gemaakt definitief "
        "definitieve voorlopig voorlopige aantal waarde totaal totale strafrechtelijke weg personen jaar jaarlijks "
        "landelijk landelijke"
    )
    for term in (word.whole, *word.parts)
) | {"om"}
"""Words that say who counted or that something was done, and so set no indicator apart from another."""


@dataclass(frozen=True, slots=True)
class _Known:
    """An indicator that tables name: its key, its words, what it counts, its theme and unit, and its kinds."""

    key: str
    terms: frozenset[str]
    counted: str
    theme: str
    units: frozenset[str]
    kinds: frozenset[str]


def linked(figures: Sequence[Figure], text_of: Callable[[Place], str]) -> tuple[Figure, ...]:
    """The figures with one key an indicator. A sentence's ``stand`` of an indicator with results is its realisatie."""
    told = [f for f in figures if text_of(f.place).strip() != f.printed]
    ids = {id(f) for f in told}
    known = _known(f for f in figures if id(f) not in ids)
    merged = _merged(known)
    by_term: dict[str, list[_Known]] = {}
    for indicator in known:
        for term in indicator.terms - _WEAK:
            by_term.setdefault(term, []).append(indicator)
    return tuple(
        _linked(f, text_of(f.place), by_term, merged) if id(f) in ids else _with_key(f, merged.get(f.key, f.key))
        for f in figures
    )


def _with_key(figure: Figure, key: str) -> Figure:
    return figure if figure.key == key else replace(figure, key=key)


@lru_cache(maxsize=50_000)
def terms_of(name: str) -> frozenset[str]:
    """The terms of a name's content words, of a compound those of its smallest parts."""
    return frozenset(term for word in words_of(name) for term in atoms(word))


def _known(figures: Iterable[Figure]) -> list[_Known]:
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.key, []).append(figure)
    return [
        _Known(
            key, terms_of(group[0].indicator), counted_in(group[0].indicator),
            next((f.theme for f in group if f.theme), ""),
            frozenset(f.unit for f in group), frozenset(f.kind for f in group),
        )
        for key, group in sorted(groups.items())
    ]  # fmt: skip


def _merged(known: Sequence[_Known]) -> dict[str, str]:
    """Key to key, where two tables name one indicator and one of them says besides who counted."""
    strong: dict[tuple[frozenset[str], str, str], list[_Known]] = {}
    for each in known:
        if len(each.terms - _WEAK) > 1 or each.counted == "":
            strong.setdefault((each.terms - _WEAK, each.counted, "%" if "%" in each.units else ""), []).append(each)
    return {
        each.key: max(group, key=lambda k: (len(k.terms), k.key)).key
        for group in strong.values()
        if len(group) > 1
        for each in group
    }


def _linked(figure: Figure, sentence: str, by_term: dict[str, list[_Known]], merged: dict[str, str]) -> Figure:
    own = terms_of(figure.indicator) - _WEAK
    said = frozenset(t for word in words(sentence) for t in (word.whole, *atoms(word))) | _names(sentence)
    said |= _theme_terms(figure.theme)
    near = {k.key: k for term in own | _names(figure.indicator) for k in by_term.get(term, ())}
    fitting = [k for k in near.values() if _fits(figure, own | _names(figure.indicator), k, said)]
    if not fitting:
        return figure
    most = max(len(k.terms) for k in fitting)
    best = {merged.get(k.key, k.key): k for k in fitting if len(k.terms) == most}
    if len(best) != 1:
        return figure
    ((key, known),) = best.items()
    told = "realisatie" in known.kinds and figure.kind == "stand"
    return replace(figure, key=key, kind="realisatie" if told else figure.kind)


def _fits(figure: Figure, own: frozenset[str], known: _Known, said: frozenset[str]) -> bool:
    """Whether the sentence holds all of the indicator's words, and its name none that sets it apart."""
    counted = counted_in(figure.indicator)
    named = terms_of(figure.indicator) - _WEAK - _theme_terms(known.theme)
    return (
        known.terms - _WEAK <= said
        and len(known.terms - _WEAK) > 1
        and (named <= known.terms or _names(figure.indicator) >= known.terms - _WEAK)
        and bool(own & known.terms)
        and (not counted or not known.counted or counted == known.counted or bool(_names(figure.indicator)))
        and (figure.unit in known.units or not known.units - {""})
        and ("waarvan" in known.key) == ("waarvan" in figure.key)
    )


@lru_cache(maxsize=20_000)
def _names(text: str) -> frozenset[str]:
    """The terms of the other names of what a text says, from the glossary (csv, criminele samenwerkingsverbanden)."""
    entries = (by_term()[term] for _, _, names in spoken_index().find(text) for term in names)
    return frozenset(t for e in entries for name in e.names for w in words(name) for t in (w.whole, *atoms(w)))


@lru_cache(maxsize=64)
def _theme_terms(slug: str) -> frozenset[str]:
    theme = next((t for t in load_themes() if t.slug == slug), None)
    return frozenset(t for w in words(theme.name) for t in (w.whole, *atoms(w))) if theme else frozenset()
