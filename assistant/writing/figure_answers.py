"""Answers from the register of figures: norm and realisatie of a year, above or below the norm, contradictions.

Invariant: an answer is given only when the register holds exactly what was asked; contradicting values are both
shown, and what is not held is named as not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.registers import Registers, Shelf, registers
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.figure_evidence import evidence, is_carried, source_named, unique
from assistant.writing.figure_lookup import MOST, indicators_for, printed, values_of
from assistant.writing.figure_tables import answer_trend
from assistant.writing.register_questions import RegisterQuestion
from ingest.findings.comparability import comparable
from ingest.findings.values import Figure, FigureKind, Indicator


def answer_figures(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """Norm, realisatie or stand of the indicator and the years that the question names."""
    found = registers(library)
    if not asked.years:
        return answer_trend(library, asked) if asked.words else None
    indicators = indicators_for(found, asked)
    lines = [
        line for i in indicators for year in asked.years if (line := _line(library, found, i, year, asked.kinds))
    ]  # fmt: skip
    if not lines or (len(indicators) == 1 and len(lines) < len(asked.years)) or len(lines) > MOST * 2:
        return None
    shown = [line.sentence if len(lines) == 1 else _listed(line.sentence) for line in lines]
    lacking = sorted({kind for line in lines for kind in line.lacking})
    if lacking:
        shown.append(
            DraftSentence(f"Een {' en een '.join(lacking)} is in de documenten niet aangetroffen.", (), "none")
        )
    conflicting = any(line.conflicting for line in lines)
    return Draft(tuple(shown), "conflicting" if conflicting else "partial" if lacking else "answered")


@dataclass(frozen=True, slots=True)
class _Line:
    """What is held of one indicator in one year, whether sources differ, and the kinds asked for that are not held."""

    sentence: DraftSentence
    conflicting: bool
    lacking: tuple[FigureKind, ...]


def _line(
    library: Shelf, found: Registers, indicator: Indicator, year: int, kinds: Sequence[FigureKind]
) -> _Line | None:
    held: dict[FigureKind, list[Figure]] = {
        kind: values
        for kind in (kinds or ("realisatie", "stand"))
        if (values := values_of(library, found, indicator.key, year, kind))
    }
    if not kinds:
        held = dict(list(held.items())[:1])
    if not held:
        return None
    parts = [_said(library, kind, values) for kind, values in held.items()]
    quotes = unique(q for values in held.values() for f in values for q in evidence(library, f))
    sentence = DraftSentence(f"{indicator.name}, {year}: {', '.join(parts)}.", quotes, "figures")
    conflicting = any(len({f.value for f in values}) > 1 for values in held.values())
    return _Line(sentence, conflicting, tuple(kind for kind in kinds if kind not in held))


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
        if (asked.theme and a.theme != asked.theme) or not (is_carried(library, a) and is_carried(library, b)):
            continue
        text = f"- {a.indicator}, {a.year}: {a.kind} {printed(a)} en {printed(b)}."
        lines.append(DraftSentence(text, unique((*evidence(library, a), *evidence(library, b))), "figures"))
    return Draft(tuple(lines), "conflicting") if lines else None


def _listed(sentence: DraftSentence) -> DraftSentence:
    return DraftSentence(f"- {sentence.text}", sentence.quotes, sentence.check)
