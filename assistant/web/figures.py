"""Figures arranged for the screen: indicator by year, gaps between norm and result, charts without false lines.

Invariant: every number shown is a figure with its citation; a gap or a line joins comparable figures only.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
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

    def of(self, kind: str) -> tuple[FigureRow, ...]:
        """The figures of one kind."""
        return {"norm": self.norms, "realisatie": self.results, "stand": self.states}.get(kind, ())


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a chart, its label and how high that stands."""

    x: float
    y: float
    label: str
    kind: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: dots for every figure, lines along comparable runs, years below and round numbers beside."""

    dots: tuple[Dot, ...]
    lines: tuple[tuple[str, str], ...]
    years: tuple[tuple[float, int], ...]
    grid: tuple[tuple[float, str], ...]
    summary: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of figures in the chart, for its legend."""
        return tuple(kind for kind in KINDS if any(dot.kind == kind for dot in self.dots))


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
    return tuple(_view(i, groups[i.key]) for i in _ordered(groups, indicators))


def ordered_keys(rows: Sequence[FigureRow], indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """The keys of the indicators that have rows, in the order in which they are shown."""
    return tuple(indicator.key for indicator in _ordered({row.figure.key for row in rows}, indicators))


def _ordered(present: Container[str], indicators: Iterable[Indicator]) -> list[Indicator]:
    known = [indicator for indicator in indicators if indicator.key in present]
    return sorted(known, key=lambda i: (i.theme, i.name, i.key))


def columns_of(views: Iterable[IndicatorView]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The columns of the table: each year with the kinds of which some indicator has a figure."""
    kinds: dict[int, set[str]] = {}
    for year in (year for view in views for year in view.years):
        if year.year is not None:
            kinds.setdefault(year.year, set()).update(kind for kind in KINDS if year.of(kind))
    return tuple((year, tuple(kind for kind in KINDS if kind in kinds[year])) for year in sorted(kinds))


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
    norms, results = _of_the_whole_year(norms), _of_the_whole_year(results)
    if not norms or not results:
        return None
    if len({row.figure.value for row in norms}) > 1 or len({row.figure.value for row in results}) > 1:
        return Gap(reason="de bronnen verschillen")
    norm, result = norms[0].figure, results[0].figure
    reason = comparable(replace(norm, status=result.status), result)  # a norm is neither provisional nor final
    if reason:
        return Gap(reason=reason)
    difference = result.value - norm.value
    return Gap(difference, difference / norm.value * 100 if norm.value else None)


def _of_the_whole_year(rows: Sequence[FigureRow]) -> Sequence[FigureRow]:
    return [row for row in rows if not row.figure.part] or rows


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
    dated = [f for f in figures if f.year is not None and not f.part]
    years = sorted({f.year for f in dated if f.year is not None})
    if len(years) < 2:
        return None
    values = [float(f.value) for f in dated]
    low, high = min(values), max(values)
    low, high, ticks = scale_of(low, high)
    room = (WIDTH - LEFT - 64) / (years[-1] - years[0])

    def x(year: int | None) -> float:
        """Points from the left edge for a year; the first year for a figure without one."""
        return round(LEFT + 26 + ((year or years[0]) - years[0]) * room, 1)

    def y(value: float) -> float:
        """Points from the top edge for a value."""
        return round(TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    dots = _dots([(x(f.year), y(float(f.value)), f.printed, f.kind) for f in dated])
    lines = tuple((run[0].kind, " ".join(f"{x(f.year)},{y(float(f.value))}" for f in run)) for run in trends(dated))
    grid = tuple((y(value), scale_label(value)) for value in ticks)
    summary = "; ".join(f"{f.kind} {f.year}: {f.printed}" for f in sorted(dated, key=lambda f: (f.kind, f.year or 0)))
    return Chart(dots, lines, tuple((x(year), year) for year in years), grid, summary)


def _dots(places: Iterable[tuple[float, float, str, str]]) -> tuple[Dot, ...]:
    """A dot for every different figure; of each year the highest has its label above, the others below."""
    found: list[Dot] = []
    for place in sorted(dict.fromkeys(places)):
        x, y, label, kind = place
        above = not (found and found[-1].x == x)
        under = max(y + 18, found[-1].label_y + 13) if found and not above else y + 18
        found.append(Dot(x, y, label, kind, round(y - 9 if above else under, 1)))
    return tuple(found)


def scale_of(low: float, high: float) -> tuple[float, float, tuple[float, ...]]:
    """The axis for values from ``low`` to ``high``: its two ends and round numbers between and at them."""
    spread = (high - low) * 1.3 or max(abs(high) * 0.2, 1)
    power = 10 ** math.floor(math.log10(spread / 3))
    step = next(power * part for part in (1, 2, 5, 10) if power * part >= spread / 3)
    first = math.floor(low / step) - (low % step < step * 0.15)
    first = max(first, 0) if low >= 0 else first
    last = math.ceil(high / step) + (high % step > step * 0.85 or high % step == 0)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return ticks[0], ticks[-1], ticks


def scale_label(value: float) -> str:
    """A number of an axis, as Dutch writes it."""
    whole = value == int(value)
    return f"{value:,.0f}".replace(",", ".") if whole else f"{value:.2f}".rstrip("0").replace(".", ",")
