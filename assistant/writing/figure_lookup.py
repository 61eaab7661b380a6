"""Which indicators a question means, and what the register holds of them for a year.

Invariant: an indicator is meant only when its name or theme holds every content word of the question.
"""

from __future__ import annotations

import re

from assistant.registers import Registers, Shelf
from assistant.writing.figure_evidence import is_carried
from assistant.writing.register_questions import RegisterQuestion, covered, theme_words
from ingest.findings.indicators import atoms, counted_in, words_of
from ingest.findings.values import Figure, FigureKind, Indicator
from ingest.language.terms import terms, words

MOST = 6
"""No more indicators than this in one answer: beyond it the question was too wide."""


def indicators_for(found: Registers, asked: RegisterQuestion) -> list[Indicator]:
    """The indicators that hold every content word of the question; the closest one when one is closer than the rest."""
    if not asked.words:
        return [i for i in found.indicators if asked.theme and i.theme == asked.theme and _has(found, i, asked)][
            : MOST + 1
        ]
    if not _is_specific(asked) and not asked.theme:
        return []
    fitting = []
    for indicator in found.indicators:
        pool = frozenset(terms(f"{indicator.name} {theme_words(indicator.theme)}"))
        if all(covered(w, pool) for w in asked.words) and _has(found, indicator, asked):
            fitting.append((_unasked(indicator, asked), indicator))
    if not fitting:
        return []
    best = min(score for score, _ in fitting)
    closest = [i for score, i in fitting if score == best]
    return closest if len(closest) <= MOST else []


def _has(found: Registers, indicator: Indicator, asked: RegisterQuestion) -> bool:
    kinds = asked.kinds or ("realisatie", "stand") if asked.years else asked.kinds or ("norm", "realisatie", "stand")
    held = [r.figure for r in found.figures if r.figure.key == indicator.key and r.figure.kind in kinds]
    return any(not asked.years or len(asked.years) == 2 or f.year in asked.years for f in held)


def _unasked(indicator: Indicator, asked: RegisterQuestion) -> int:
    """How many words of the indicator's name the question does not mention; an alias in brackets stands for all."""
    pool = frozenset(t for w in asked.words for t in (w.whole, *w.parts)) | frozenset(terms(theme_words(asked.theme)))
    alias = re.search(r"\(([^)]+)\)", indicator.name)
    if alias and (inside := tuple(words(alias[1]))) and all(covered(w, pool) for w in inside):
        return 0
    return sum(not covered(w, pool) for w in words_of(indicator.name))


def _is_specific(asked: RegisterQuestion) -> bool:
    """Whether the question names more than what is counted (onderzoeken, verdachten), which fits many indicators."""
    return any(not counted_in(w.whole) or len(atoms(w)) > 1 for w in asked.words)


def values_of(library: Shelf, found: Registers, key: str, year: int, kind: FigureKind) -> list[Figure]:
    """The figures of one indicator, year and kind, one a value, in order of status and document."""
    rows = [r.figure for r in found.figures if (r.figure.key, r.figure.year, r.figure.kind) == (key, year, kind)]
    rows = [f for f in rows if is_carried(library, f)]
    dates = {r.citation.document_id: r.citation.date for r in found.figures}
    rows.sort(key=lambda f: (f.status != "voorlopig", dates.get(f.place.document_id, ""), f.place.start))
    units = {f.unit for f in rows}
    if len(units) > 1:
        return []
    seen: dict[object, Figure] = {}
    for figure in rows:
        seen.setdefault(figure.value, figure)
    return list(seen.values())


def printed(figure: Figure) -> str:
    """The number as printed, with its unit and status: ``481 (voorlopig)``, ``40%``, ``180 mln euro``."""
    unit = {"%": "%", "aantal": "", "": ""}.get(figure.unit, f" {figure.unit}")
    return f"{figure.printed}{unit}" + (f" ({figure.status})" if figure.status else "")
