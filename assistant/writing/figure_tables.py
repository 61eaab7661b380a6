"""The answer to how an indicator developed: a small table over the years, every cell with its source.

Invariant: figures that cannot be compared are never set in one row of years without the reason beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.registers import Registers, Shelf, registers
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.figure_evidence import evidence, unique
from assistant.writing.figure_lookup import indicators_for, printed, values_of, within
from assistant.writing.register_questions import RegisterQuestion
from ingest.findings.comparability import comparable
from ingest.findings.indicators import counted_in, subject_key
from ingest.findings.values import Figure, FigureKind, Indicator

KINDS: tuple[FigureKind, ...] = ("norm", "realisatie", "stand")


def answer_trend(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """A table over the years of the indicator asked for; beside it, with the reason, one that counts otherwise."""
    found = registers(library)
    indicators = indicators_for(found, asked)
    if len(indicators) != 1:
        return None
    first = indicators[0]
    table = _table(library, found, first, asked)
    if table is None:
        return None
    lines, conflicting = table
    for other in _otherwise_counted(found, first):
        beside = _table(library, found, other, asked)
        if beside is not None:
            reason = _reason(found, first, other)
            lines += [DraftSentence(f"Niet vergelijkbaar: {reason}.", (), "none"), *beside[0]]
            conflicting = conflicting or beside[1]
    return Draft(tuple(lines), "conflicting" if conflicting else "answered")


def _table(
    library: Shelf, found: Registers, indicator: Indicator, asked: RegisterQuestion
) -> tuple[list[DraftSentence], bool] | None:
    kinds = asked.kinds or KINDS
    held = [r.figure for r in found.figures if r.figure.key == indicator.key and r.figure.kind in kinds]
    columns = [k for k in KINDS if any(f.kind == k for f in held)]
    years = sorted({f.year for f in held if f.year is not None and within(f.year, asked)})
    if not columns or not years:
        return None
    cells = {(y, k): values_of(library, found, indicator.key, y, k) for y in years for k in columns}
    lines = [_head(library, indicator, cells), *_table_head(columns)]
    for year in years:
        row = [cells[year, k] for k in columns]
        if not any(row):
            continue
        shown = " | ".join(" en ".join(printed(f) for f in values) or "–" for values in row)
        quotes = unique(q for values in row for f in values for q in evidence(library, f, named=False))
        lines.append(DraftSentence(f"| {year} | {shown} |", quotes, "figures"))
    broken = _break(cells, columns, years)
    if broken:
        lines.append(DraftSentence(f"Niet alle jaren zijn vergelijkbaar: {broken}.", (), "none"))
    return lines, any(len(values) > 1 for values in cells.values())


def _head(library: Shelf, indicator: Indicator, cells: dict[tuple[int, FigureKind], list[Figure]]) -> DraftSentence:
    first = next(f for values in cells.values() for f in values) if any(cells.values()) else None
    quotes = evidence(library, first) if first else ()
    name = f"{indicator.name[0].upper()}{indicator.name[1:]}"
    return DraftSentence(f"{name}, per jaar:", quotes, "figures" if quotes else "none")


def _table_head(columns: Sequence[str]) -> list[DraftSentence]:
    names = " | ".join(c.capitalize() for c in columns)
    rule = " | ".join("---" for _ in range(len(columns) + 1))
    return [DraftSentence(f"| Jaar | {names} |", (), "none"), DraftSentence(f"| {rule} |", (), "none")]


def _break(
    cells: dict[tuple[int, FigureKind], list[Figure]], columns: Sequence[FigureKind], years: Sequence[int]
) -> str:
    """The first reason why two years in a row of one kind may not be compared; empty when there is none."""
    for kind in columns:
        run = [cells[y, kind] for y in years if cells[y, kind]]
        for before, after in pairwise(run):
            reason = comparable(before[-1], after[-1])
            if reason:
                return reason
    return ""


def _otherwise_counted(found: Registers, indicator: Indicator) -> list[Indicator]:
    subject = subject_key(indicator.name)
    return [
        other
        for other in found.indicators
        if other.key != indicator.key and subject and subject_key(other.name) == subject
        if counted_in(other.name) != counted_in(indicator.name)
    ]


def _reason(found: Registers, a: Indicator, b: Indicator) -> str:
    first = next(r.figure for r in found.figures if r.figure.key == a.key)
    second = next(r.figure for r in found.figures if r.figure.key == b.key)
    return comparable(first, second) or "de indicatoren zijn verschillend omschreven"
