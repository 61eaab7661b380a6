"""Which indicators a question means, and what the register holds of them for a year.

Invariant: an indicator is meant only when its name, its theme or its other names hold every content word of the
question; a number of a part of a year is never given for the year.
"""

from __future__ import annotations

import re

from assistant.registers import Registers, Shelf
from assistant.writing.figure_evidence import is_carried
from assistant.writing.register_questions import RegisterQuestion, covered, pool_of, theme_words
from ingest.findings.indicators import atoms, counted_in, words_of
from ingest.findings.quantities import spans_in
from ingest.findings.values import Figure, FigureKind, Indicator
from ingest.language.terms import Word, terms, words

MOST = 6
"""No more indicators than this in one answer: beyond it the question was too wide."""
_MONEY = re.compile(
    r"\b(?:euro|miljoen|miljard|geld|budget|begroot|geraamd|bedrag\w*|middelen|kost\w*|uitgetrokken)\b|€", re.IGNORECASE
)
_OF_MONEY = {"beslag", "incasso"}
"""What is counted in euros, so that asking how much needs no word for money."""
_SAME_PART = {
    "eerste helft": "t/m juni", "eerste kwartaal": "t/m maart", "t/m eerste kwartaal": "t/m maart",
    "t/m tweede kwartaal": "t/m juni", "t/m derde kwartaal": "t/m september", "eerste drie kwartalen": "t/m september",
    "eerste twee kwartalen": "t/m juni",
}  # fmt: skip


def asks_money(text: str) -> bool:
    """Whether a question asks for an amount of money, so that no count answers it."""
    return bool(_MONEY.search(text))


def meant(found: Registers, asked: RegisterQuestion) -> list[Indicator]:
    """The indicators that hold every content word of the question, whatever years and kinds are held of them.

    Of those the closest: the ones whose names say least that the question does not. A question that names only what
    is counted means an indicator when no other counts it.
    """
    counted = {c for w in asked.words if (c := counted_in(w.text))}
    if not _is_specific(asked) and not asked.theme:
        only = [i for i in found.indicators if counted_in(i.name) in counted]
        return only if len(only) == 1 and len(asked.words) == 1 else []
    fitting = []
    money, spans = asks_money(asked.text), spans_in(asked.text)
    for indicator in found.indicators:
        if spans and (own_spans := spans_in(indicator.name)) and not spans & own_spans:
            continue
        if counted and (own := counted_in(indicator.name)) and own not in counted:
            continue
        if money != ("euro" in indicator.unit) and (money or counted - _OF_MONEY):
            continue
        if asked.theme and indicator.theme and indicator.theme != asked.theme:
            continue
        pool = pool_of(f"{indicator.name} {indicator.unit}", indicator.theme)
        lacking = [w for w in asked.words if not covered(w, pool)]
        if len(lacking) < len(asked.words) and all(_of_whole(w, indicator, asked) for w in lacking):
            fitting.append((unasked(indicator, asked), indicator))
    return [i for _, i in sorted(fitting, key=lambda pair: (pair[0], pair[1].theme, pair[1].name))]


def _of_whole(word: Word, indicator: Indicator, asked: RegisterQuestion) -> bool:
    """Whether a word only names what a share is a share of (welk deel van de verdachten), where a share is asked."""
    return (
        indicator.unit == "%"
        and bool(re.search(r"\b(?:deel|aandeel|percentage|share)\b", asked.text, re.IGNORECASE))
        and bool(counted_in(word.text))
        and indicator.theme == asked.theme != ""
    )


def indicators_for(found: Registers, asked: RegisterQuestion) -> list[Indicator]:
    """The indicators meant that have figures of the years and kinds asked; the closest when one is closer."""
    if not asked.words:
        money = asks_money(asked.text)
        return [
            i for i in found.indicators
            if asked.theme and i.theme == asked.theme and _has(found, i, asked) and (not money or "euro" in i.unit)
        ][: MOST + 1]  # fmt: skip
    fitting = [i for i in meant(found, asked) if _has(found, i, asked)]
    if not fitting:
        return []
    best = min(unasked(i, asked) for i in fitting)
    closest = [i for i in fitting if unasked(i, asked) == best]
    return closest if len(closest) <= MOST else []


def _has(found: Registers, indicator: Indicator, asked: RegisterQuestion) -> bool:
    kinds = asked.kinds or ("realisatie", "stand") if asked.years else asked.kinds or ("norm", "realisatie", "stand")
    if "realisatie" in kinds:
        kinds = (*kinds, "stand")
    held = [r.figure for r in found.by_key.get(indicator.key, ()) if r.figure.kind in kinds]
    return any(not asked.years or within(f.year, asked) for f in held)


def within(year: int | None, asked: RegisterQuestion) -> bool:
    """Whether a year is among those asked: of a trend also those between two, or until one (tot en met 2026)."""
    if not asked.years or year is None or asked.matter != "trend":
        return not asked.years or year in asked.years
    if asked.part == f"t/m {asked.years[-1]}" and len(asked.years) == 1:
        return year <= asked.years[-1]
    return year in asked.years if len(asked.years) != 2 else min(asked.years) <= year <= max(asked.years)


def unasked(indicator: Indicator, asked: RegisterQuestion) -> int:
    """How many words of the indicator's name the question does not mention; an alias in brackets stands for all."""
    pool = frozenset(t for w in asked.words for t in (w.whole, *w.parts)) | frozenset(terms(theme_words(asked.theme)))
    pool |= pool_of(" ".join(w.text for w in asked.words))
    alias = re.search(r"\(([^)]+)\)", indicator.name)
    if alias and (inside := tuple(words(alias[1]))) and all(covered(w, pool) for w in inside):
        return 0
    return sum(not covered(w, pool) for w in words_of(indicator.name))


def _is_specific(asked: RegisterQuestion) -> bool:
    """Whether the question names more than what is counted (onderzoeken, verdachten), which fits many indicators."""
    return any(not counted_in(w.text) or len(atoms(w)) > 1 for w in asked.words)


def values_of(library: Shelf, found: Registers, key: str, year: int, kind: FigureKind, part: str = "") -> list[Figure]:
    """The figures of one indicator, year, part and kind, one a value, in order of status and document."""
    rows = [r.figure for r in found.by_key.get(key, ()) if (r.figure.year, r.figure.kind) == (year, kind)]
    rows = [f for f in rows if same_part(f.part, part) and is_carried(library, f)]
    dates = {r.citation.document_id: r.citation.date for r in found.by_key.get(key, ())}
    rows.sort(key=lambda f: (f.status != "voorlopig", dates.get(f.place.document_id, ""), f.place.start))
    if len({f.unit for f in rows} - {""}) > 1:
        return []
    seen: dict[object, Figure] = {}
    for figure in rows:
        held = seen.get(figure.value)
        if held is None or _rank(figure) > _rank(held):
            seen[figure.value] = figure
    return list(seen.values())


def _rank(figure: Figure) -> tuple[bool, bool]:
    """A figure of a table before one of a sentence, one with a status before one without."""
    return figure.place.end - figure.place.start == len(figure.printed), bool(figure.status)


def same_part(held: str, asked: str) -> bool:
    """Whether two parts of a year are one, however they are called."""
    return _SAME_PART.get(held, held) == _SAME_PART.get(asked, asked)


def parts_of(found: Registers, key: str, year: int, kind: FigureKind) -> list[str]:
    """The parts of a year of which figures are held."""
    rows = (r.figure for r in found.by_key.get(key, ()))
    return sorted(
        {f.part for f in rows if (f.year, f.kind) == (year, kind) and f.part and not f.part.startswith("op ")}
    )


def printed(figure: Figure) -> str:
    """The number as printed, with its unit and status: ``481 (voorlopig)``, ``40%``, ``180 mln euro``."""
    units = {"%": "%", "aantal": "", "": "", "dzd euro": " (x € 1.000)", "dzd": " (x 1.000)"}
    return f"{figure.printed}{units.get(figure.unit, f' {figure.unit}')}" + (
        f" ({figure.status})" if figure.status else ""
    )


def numbers_in(asked: RegisterQuestion) -> frozenset[str]:
    """The numbers that a question names, as printed, its years left out."""
    found = re.findall(r"(?<![\d.,])\d[\d.,]*\d|\b\d\b", asked.text)
    return frozenset(found) - {str(year) for year in asked.years}
