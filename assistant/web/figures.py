"""Figures arranged for the screen: indicator by year, gaps between norm and result, charts without false lines.

Invariant: every number shown is a figure with its citation; a gap or a line joins comparable figures only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assistant.registers import FigureRow
from ingest.findings.comparability import comparable, trends
from ingest.findings.values import Figure, Indicator

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 240, 64, 24, 34
KINDS = ("norm", "realisatie", "stand")


@dataclass(frozen=True, slots=True)
class Gap:
    """Result minus norm of one year, in number and per cent, or the reason why they are not compared."""

    number: Decimal | None = None
    percent: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """The figures of one indicator in one year (None: no year named), by kind, with the gap where there is one."""

    year: int | None
    norms: tuple[FigureRow, ...]
    results: tuple[FigureRow, ...]
    states: tuple[FigureRow, ...]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a chart with its label."""

    x: float
    y: float
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: dots for every figure, lines along comparable runs, years below and values beside."""

    dots: tuple[Dot, ...]
    lines: tuple[tuple[str, str], ...]
    years: tuple[tuple[float, int], ...]
    grid: tuple[tuple[float, str], ...]
    summary: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator with its years, the reasons why some of them are not comparable, and its chart."""

    indicator: Indicator
    years: tuple[Year, ...]
    notes: tuple[str, ...]
    chart: Chart | None


def indicator_views(rows: Sequence[FigureRow], indicators: Iterable[Indicator]) -> tuple[IndicatorView, ...]:
    """The indicators that have rows, in order of theme and name."""
    groups: dict[str, list[FigureRow]] = {}
    for row in rows:
        groups.setdefault(row.figure.key, []).append(row)
    known = [indicator for indicator in indicators if indicator.key in groups]
    return tuple(_view(i, groups[i.key]) for i in sorted(known, key=lambda i: (i.theme, i.name, i.key)))


def _view(indicator: Indicator, rows: list[FigureRow]) -> IndicatorView:
    years = sorted({row.figure.year for row in rows}, key=lambda year: (year is None, year or 0))
    figures = [row.figure for row in rows]
    return IndicatorView(indicator, tuple(_year(year, rows) for year in years), _notes(figures), draw(figures))


def _year(year: int | None, rows: list[FigureRow]) -> Year:
    norms, results, states = (
        tuple(row for row in rows if row.figure.year == year and row.figure.kind == kind) for kind in KINDS
    )
    return Year(year, norms, results, states, _gap(norms, results))


def _gap(norms: Sequence[FigureRow], results: Sequence[FigureRow]) -> Gap | None:
    if not norms or not results:
        return None
    if len({row.figure.value for row in norms}) > 1 or len({row.figure.value for row in results}) > 1:
        return Gap(reason="de bronnen verschillen")
    norm, result = norms[0].figure, results[0].figure
    if norm.unit and result.unit and norm.unit != result.unit:
        return Gap(reason=comparable(norm, result) or "verschillende eenheden")
    difference = result.value - norm.value
    return Gap(difference, difference / norm.value * 100 if norm.value else None)


def _notes(figures: list[Figure]) -> tuple[str, ...]:
    """Why figures of successive years of one kind may not be compared."""
    notes: dict[str, None] = {}
    for kind in KINDS:
        ordered = sorted((f for f in figures if f.kind == kind and f.year), key=lambda f: f.year or 0)
        for a, b in pairwise(ordered):
            reason = comparable(a, b)
            if reason:
                notes[f"{a.year}–{b.year}: {reason}" if a.year != b.year else f"{a.year}: {reason}"] = None
    return tuple(notes)


def draw(figures: Sequence[Figure]) -> Chart | None:
    """The chart of one indicator's figures; None with fewer than two years."""
    dated = [f for f in figures if f.year is not None]
    years = sorted({f.year for f in dated if f.year is not None})
    if len(years) < 2:
        return None
    values = [float(f.value) for f in dated]
    low, high = min(values), max(values)
    margin = (high - low) * 0.15 or max(abs(high) * 0.1, 1)
    low, high = (max(low - margin, 0) if low >= 0 else low - margin), high + margin
    step = (WIDTH - LEFT - 60) / (len(years) - 1)

    def x(year: int | None) -> float:
        return round(LEFT + 20 + years.index(year or years[0]) * step, 1)

    def y(value: float) -> float:
        return round(TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    dots = tuple(Dot(x(f.year), y(float(f.value)), f.printed, f.kind) for f in dated)
    lines = tuple((run[0].kind, " ".join(f"{x(f.year)},{y(float(f.value))}" for f in run)) for run in trends(dated))
    grid = tuple((y(value), _scale(value)) for value in (low + (high - low) * part / 3 for part in range(4)))
    summary = "; ".join(f"{f.kind} {f.year}: {f.printed}" for f in sorted(dated, key=lambda f: (f.kind, f.year or 0)))
    return Chart(dots, lines, tuple((x(year), year) for year in years), grid, summary)


def _scale(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".") if abs(value) >= 10 else f"{value:.1f}".replace(".", ",")
