"""May these figures be set against each other? The figures side by side, and what the papers say of comparing them.

Invariant: the assistant does not compare what sources do not; it shows both numbers and the reason, with their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from assistant.registers import Registers, Shelf, registers
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.figure_evidence import evidence, is_carried, unique
from assistant.writing.figure_lookup import meant, numbers_in, printed, unasked
from assistant.writing.register_questions import RegisterQuestion, covered, pool_of
from ingest.findings.cautions import Caution
from ingest.findings.comparability import comparable
from ingest.findings.indicators import subject_key
from ingest.findings.values import Figure, Indicator

MOST = 12
"""No more figures side by side than this."""


def answer_comparison(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """The figures of the years asked side by side, why they may not be compared, and what papers say of it."""
    found = registers(library)
    figures = _figures(library, found, asked)
    reasons = dict.fromkeys(r for a, b in combinations(figures, 2) if a.year != b.year and (r := comparable(a, b)))
    cautions = _cautions(found, asked)
    if not (cautions or (reasons and figures)):
        return None
    lines = [
        DraftSentence(f"- {f.indicator}, {f.year}: {f.kind} {printed(f)}.", evidence(library, f), "figures")
        for f in figures
    ]
    lines += _reasons(library, figures, list(reasons))
    lines += [
        DraftSentence(c.text, ((c.place.document_id, c.place.start, c.place.end),), "quote") for c in cautions[:4]
    ]
    return Draft(tuple(dict.fromkeys(lines)))


def guarded(library: Shelf, figures: Sequence[Figure]) -> list[DraftSentence]:
    """Why figures of one kind and of several years may not be set against each other; nothing when they may."""
    pairs = [(a, b) for a, b in combinations(figures, 2) if a.year != b.year and a.kind == b.kind]
    return _reasons(library, figures, list(dict.fromkeys(r for a, b in pairs if (r := comparable(a, b)))))


def _reasons(library: Shelf, figures: Sequence[Figure], reasons: Sequence[str]) -> list[DraftSentence]:
    """The first reasons, and the notes of the figures where these say that something is counted otherwise."""
    lines = [_noted(library, f) for f in figures if f.note and any("geteld" in r for r in reasons)]
    return lines + [DraftSentence(f"Niet zonder meer vergelijkbaar: {reason}.", (), "none") for reason in reasons[:2]]


def _noted(library: Shelf, figure: Figure) -> DraftSentence:
    """The note of a figure in the words of its row."""
    quotes = evidence(library, figure)
    return DraftSentence(f"Toelichting bij {figure.year}: {figure.note}", unique(quotes), "figures")


def _figures(library: Shelf, found: Registers, asked: RegisterQuestion) -> list[Figure]:
    """One figure an indicator, year, kind and value: of the numbers that the question names, else of its years."""
    numbers = numbers_in(asked)
    rows = [r.figure for i in _closest(found, asked, bool(numbers)) for r in found.by_key.get(i.key, ())]
    rows = [
        f for f in rows
        if (f.printed in numbers if numbers else f.year in asked.years) and (not asked.years or f.year in asked.years)
        and not f.part and (not asked.kinds or f.kind in asked.kinds) and is_carried(library, f)
    ]  # fmt: skip
    chosen: dict[tuple[object, ...], Figure] = {}
    for figure in rows:
        chosen.setdefault((figure.key, figure.year, figure.kind, figure.value), figure)
    ordered = sorted(chosen.values(), key=lambda f: (f.year or 0, f.indicator, f.kind))
    return ordered if len(ordered) <= MOST else []


def _closest(found: Registers, asked: RegisterQuestion, numbered: bool) -> list[Indicator]:
    """The indicators that the question means; those of its theme where it names no more, and numbers or a kind."""
    fitting = meant(found, asked)
    if not asked.words and asked.theme and (numbered or asked.kinds):
        return [i for i in found.indicators if i.theme == asked.theme]
    if numbered and not asked.words:
        return list(found.indicators)
    if numbered:
        return [i for i in found.indicators if any(covered(w, pool_of(i.name, i.theme)) for w in asked.words)]
    if not fitting:
        return fitting
    held = {i.key: {r.figure.year for r in found.by_key.get(i.key, ())} for i in fitting}
    fitting = [i for i in fitting if set(asked.years) <= held[i.key]] or fitting
    best = unasked(fitting[0], asked)
    closest = [i for i in fitting if unasked(i, asked) == best]
    return closest if len({subject_key(i.name) for i in closest}) <= 2 else []


def _cautions(found: Registers, asked: RegisterQuestion) -> list[Caution]:
    """The cautions on the theme or the matter asked for, those that hold most of its words first."""
    ranked = []
    for place, caution in enumerate(found.cautions):
        pool = pool_of(" ".join((caution.text, *caution.section)), caution.theme)
        hits = sum(covered(w, pool) for w in asked.words)
        years = sum(str(year) in caution.text for year in asked.years)
        if hits or (asked.theme and caution.theme == asked.theme):
            ranked.append((-hits - years, place, caution))
    chosen = [c for _, _, c in sorted(ranked, key=lambda r: r[:2])]
    beside = {c.place.paragraph_id for c in chosen[:2]}
    chosen[2:2] = [c for c in found.cautions if c.place.paragraph_id in beside and c not in chosen[:2]]
    return list(dict.fromkeys(chosen))
