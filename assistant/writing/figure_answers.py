"""Answers from the register of figures: norm and realisatie of a year, above or below the norm, contradictions.

Invariant: an answer is given only when the register holds exactly what was asked; contradicting values are both
shown, and what is not held is named as not found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.registers import Registers, Shelf, registers
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.figure_comparison import guarded
from assistant.writing.figure_evidence import evidence, is_carried, source_named, unique
from assistant.writing.figure_lookup import MOST, indicators_for, meant, numbers_in, parts_of, printed, values_of
from assistant.writing.figure_tables import answer_trend
from assistant.writing.register_questions import RegisterQuestion, covered, pool_of
from ingest.findings.comparability import comparable
from ingest.findings.indicators import atoms, counted_in
from ingest.findings.quantities import years_in
from ingest.findings.values import Figure, FigureKind, Indicator
from ingest.language.terms import Word


def answer_figures(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """Norm, realisatie or stand of the indicator and the years that the question names."""
    found = registers(library)
    if not asked.years:
        without = _no_norm(library, found, asked, meant(found, asked)) if "norm" in asked.kinds else None
        return without or (answer_trend(library, asked) if asked.words else None)
    asked = _named(found, asked)
    indicators = indicators_for(found, asked)
    if not indicators:
        return _not_held(library, found, asked)
    lines = [line for i in indicators for year in asked.years if (line := _line(library, found, i, year, asked))]
    if not lines:
        return _not_held(library, found, asked)
    if (len(indicators) == 1 and len(lines) < len(asked.years)) or len(lines) > MOST * 2:
        return None
    shown = [line.sentence if len(lines) == 1 else _listed(line.sentence) for line in lines]
    lacking = sorted({kind for line in lines for kind in line.lacking})
    if len(indicators) == 1:
        shown += guarded(library, [f for line in lines for f in line.figures])
    shown += [_lacks(kind, lines) for kind in lacking]
    if any(line.conflicting for line in lines):
        return Draft(tuple(shown), "conflicting")
    return Draft(tuple(shown), "partial" if lacking or any(line.in_part for line in lines) else "answered")


def _named(found: Registers, asked: RegisterQuestion) -> RegisterQuestion:
    """The question after the kinds of figure whose values it names: *ik kom 481 en 490 tegen, welk getal klopt?*"""
    numbers = numbers_in(asked)
    rows = (r.figure for i in meant(found, asked) for r in found.by_key.get(i.key, ())) if numbers else ()
    kinds = sorted({f.kind for f in rows if f.year in asked.years and f.printed in numbers})
    return replace(asked, kinds=tuple(kinds)) if kinds else asked


def _lacks(kind: FigureKind, lines: Sequence[_Line]) -> DraftSentence:
    """That a kind of figure was not found, naming the indicators and years where others of the answer have it."""
    without = [line.subject for line in lines if kind in line.lacking]
    where = "" if len(without) == len(lines) else f" voor: {'; '.join(without)}"
    return DraftSentence(f"Een {kind} is in de documenten niet aangetroffen{where}.", (), "none")


@dataclass(frozen=True, slots=True)
class _Line:
    """What is held of one indicator in one year (``subject``), whether sources differ, and what kinds are not held."""

    sentence: DraftSentence
    subject: str
    conflicting: bool
    lacking: tuple[FigureKind, ...]
    in_part: bool = False
    figures: tuple[Figure, ...] = ()


def _line(library: Shelf, found: Registers, indicator: Indicator, year: int, asked: RegisterQuestion) -> _Line | None:
    held = _held(library, found, indicator, year, asked.kinds, asked.part)
    part, in_part = asked.part, False
    if not held and not asked.part:
        for only in parts_of(found, indicator.key, year, "realisatie") or parts_of(found, indicator.key, year, "stand"):
            held, part, in_part = _held(library, found, indicator, year, asked.kinds, only), only, True
    if not held:
        return None
    parts = [_said(library, kind, values) for kind, values in held.items()]
    quotes = unique(q for values in held.values() for f in values for q in evidence(library, f))
    name = next(f.indicator for values in held.values() for f in values)
    when = f"{part} {year}" if part else str(year)
    sentence = DraftSentence(f"{name[0].upper()}{name[1:]}, {when}: {', '.join(parts)}.", quotes, "figures")
    conflicting = any(len({f.value for f in values}) > 1 for values in held.values())
    given = {"realisatie" if kind == "stand" else kind for kind in held}
    lacking = tuple(kind for kind in asked.kinds if kind not in given)
    figures = tuple(f for values in held.values() for f in values)
    return _Line(sentence, f"{name}, {when}", conflicting, lacking, in_part, figures)


def _held(
    library: Shelf, found: Registers, indicator: Indicator, year: int, kinds: Sequence[FigureKind], part: str
) -> dict[FigureKind, list[Figure]]:
    """The values by kind; a state (stand) stands in where a result is asked and none is held."""
    held: dict[FigureKind, list[Figure]] = {}
    for kind in kinds or ("realisatie",):
        for own in (kind, "stand") if kind == "realisatie" else (kind,):
            values = values_of(library, found, indicator.key, year, own, part if own != "norm" else "")
            if values:
                held[own] = values
                break
    return held


def _not_held(library: Shelf, found: Registers, asked: RegisterQuestion) -> Draft | None:
    """Where the indicator is known but no number of that year and kind is: not found, with what comes closest."""
    known = [i for i in meant(found, asked) if _is_close(i, asked)]
    if "norm" in asked.kinds and (said := _no_norm(library, found, asked, known)):
        return said
    if not known or asked.part or re.search(r"\b(?:begroot|geraamd|uitgetrokken)\b", asked.text):
        return None
    rows = [r.figure for i in known[:3] for r in found.by_key.get(i.key, ())]
    near = sorted(rows, key=lambda f: (min(abs((f.year or 0) - y) for y in asked.years), f.kind != "realisatie"))
    quotes = unique(evidence(library, f)[0] for f in near[:6])
    return Draft((DraftSentence(_NOT_FOUND, (), "none"),), "not_in_documents", quotes[:3])


def _no_norm(library: Shelf, found: Registers, asked: RegisterQuestion, known: Sequence[Indicator]) -> Draft | None:
    """Where a paper says that there is no norm: its own words."""
    for caution in found.without_norm:
        pool = pool_of(" ".join((caution.text, *caution.section)), caution.theme)
        named = years_in(caution.text)
        if named and asked.years and not set(named) & set(asked.years):
            continue
        own = [w for w in asked.words if not is_count(w)]
        if own and all(covered(w, pool) for w in own):
            place = caution.place
            return Draft((DraftSentence(caution.text, ((place.document_id, place.start, place.end),), "quote"),))
    for figure in (r.figure for i in known for r in found.by_key.get(i.key, ())):
        if asked.years and figure.year not in asked.years:
            continue
        if re.search(r"\bgeen norm\b", figure.note, re.IGNORECASE):
            text = f"{figure.indicator}, {figure.year}: {figure.note}"
            return Draft((DraftSentence(text, evidence(library, figure), "figures"),))
    return None


def is_count(word: Word) -> bool:
    """Whether a word only says what is counted (verdachten)."""
    return bool(counted_in(word.text)) and len(atoms(word)) == 1


_NOT_FOUND = "In de doorzochte documenten is geen antwoord op deze vraag gevonden."


def _is_close(indicator: Indicator, asked: RegisterQuestion) -> bool:
    """Whether the question names enough of an indicator to be sure that it means this one."""
    pool = pool_of(f"{indicator.name} {indicator.unit}", indicator.theme)
    return bool(asked.words) and all(covered(w, pool) for w in asked.words)


def _said(library: Shelf, kind: FigureKind, values: Sequence[Figure]) -> str:
    """``norm 400``; values that differ each with the source that a compilation names for it."""
    if len(values) == 1:
        return f"{kind} {printed(values[0])}"
    named = [(printed(f), source_named(library, f)) for f in values]
    return f"{kind} " + " en ".join(f"{number} (bron: {source})" if source else number for number, source in named)


def answer_against_norm(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """The indicators whose realisatie of the year lay above (onder, gelijk aan) the norm, each with both numbers."""
    if len(asked.years) != 1 or not asked.relation:
        return None
    found = registers(library)
    year, lines = asked.years[0], []
    for indicator in found.indicators:
        if asked.theme and indicator.theme != asked.theme:
            continue
        norms = values_of(library, found, indicator.key, year, "norm")
        results = values_of(library, found, indicator.key, year, "realisatie")
        if (
            len(norms) != 1
            or len(results) != 1
            or (comparable(norms[0], results[0]) and norms[0].unit != results[0].unit)
        ):
            continue
        if _holds(asked.relation, norms[0], results[0]):
            text = f"- {indicator.name}, {year}: norm {printed(norms[0])}, realisatie {printed(results[0])}."
            quotes = unique((*evidence(library, norms[0]), *evidence(library, results[0])))
            lines.append(DraftSentence(text, quotes, "figures"))
    return Draft(tuple(lines)) if lines else None


def _holds(relation: str, norm: Figure, result: Figure) -> bool:
    if relation == "boven":
        return result.value > norm.value
    if relation == "onder":
        return result.value < norm.value
    return result.value == norm.value if relation == "gelijk" else result.value >= norm.value


def answer_contradictions(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """The figures that documents give differently, both shown."""
    found = registers(library)
    lines = []
    for conflict in found.conflicts:
        a, b = conflict.earlier, conflict.later
        pool = pool_of(f"{a.indicator} {b.indicator}", a.theme)
        if not all(covered(w, pool) for w in asked.words) or (asked.years and a.year not in asked.years):
            continue
        if (asked.theme and a.theme != asked.theme) or not (is_carried(library, a) and is_carried(library, b)):
            continue
        when = f"{a.part} {a.year}" if a.part else str(a.year)
        text = f"- {a.indicator}, {when}: {a.kind} {printed(a)} en {printed(b)}."
        lines.append(DraftSentence(text, unique((*evidence(library, a), *evidence(library, b))), "figures"))
    return Draft(tuple(lines), "conflicting") if lines else None


def _listed(sentence: DraftSentence) -> DraftSentence:
    return DraftSentence(f"- {sentence.text}", sentence.quotes, sentence.check)
