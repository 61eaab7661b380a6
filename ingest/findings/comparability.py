"""Which figures may be set against each other, which contradict, and over which years a trend may run.

Invariant: two figures are compared only when definition, unit, scope and status agree; otherwise both are shown
with the reason, in Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from ingest.findings.indicators import counted_in, subject_key
from ingest.findings.values import Figure

_OTHER_COUNT = re.compile(
    r"\b(?:niet vergelijkbaar|andere telling|andere definitie|gewijzigde definitie|"
    r"definitie (?:is )?gewijzigd|telwijze|andere telwijze|"
    r"trendbreuk|methodebreuk|smallere registratie\w*|nieuwe registratie\w*|\w+ en \w+ samen|telt \w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two documents that give one indicator different values for the same year and kind."""

    earlier: Figure
    later: Figure
    reason: str = ""


def comparable(a: Figure, b: Figure) -> str | None:
    """None when ``a`` and ``b`` may be compared, else the reason why not, in Dutch."""
    for reason in (_definition(a, b), _unit(a, b), _part(a, b), _scope(a, b), _status(a, b)):
        if reason:
            return reason
    return None


def _definition(a: Figure, b: Figure) -> str | None:
    counted_a, counted_b = counted_in(a.indicator), counted_in(b.indicator)
    if counted_a and counted_b and counted_a != counted_b:
        return f"andere telling: {_plural(counted_a)} tegenover {_plural(counted_b)}"
    if a.key != b.key and subject_key(a.indicator) != subject_key(b.indicator):
        return "verschillende indicatoren"
    if a.key != b.key:
        return "de indicatoren zijn verschillend omschreven"
    return None


def _unit(a: Figure, b: Figure) -> str | None:
    if a.unit and b.unit and a.unit != b.unit:
        return f"verschillende eenheden: {a.unit} tegenover {b.unit}"
    return None


def _part(a: Figure, b: Figure) -> str | None:
    if a.part != b.part:
        return f"verschillende perioden: {a.part or 'heel het jaar'} tegenover {b.part or 'heel het jaar'}"
    return None


def _scope(a: Figure, b: Figure) -> str | None:
    """A note on one of the two that the counting differs is a reason, unless both carry the same note."""
    notes = [match.group() if (match := _OTHER_COUNT.search(f.note)) else "" for f in (a, b)]
    if notes[0] == notes[1] or (a.year == b.year and a.place.document_id == b.place.document_id):
        return None
    noted = a if notes[0] else b
    return f"volgens de bron is het cijfer over {noted.year} anders geteld ({notes[0] or notes[1]})"


def _status(a: Figure, b: Figure) -> str | None:
    if a.status != b.status and "voorlopig" in (a.status, b.status):
        return "een voorlopig cijfer tegenover een later cijfer"
    return None


_PLURAL = {
    "onderzoek": "onderzoeken", "verdachte": "verdachten", "slachtoffer": "slachtoffers", "zaak": "zaken",
    "dossier": "dossiers", "persoon": "personen", "interventie": "interventies", "melding": "meldingen",
    "samenwerkingsverband": "samenwerkingsverbanden", "veroordeelde": "veroordeelden", "aangifte": "aangiften",
    "incident": "incidenten", "controle": "controles",
}  # fmt: skip


def _plural(noun: str) -> str:
    return _PLURAL.get(noun, noun)


def conflicts(figures: Iterable[Figure], dates: dict[str, str] | None = None) -> tuple[Conflict, ...]:
    """Pairs with one indicator, year, kind and unit but different values; ``dates`` orders them by document."""
    when = dates or {}
    groups: dict[tuple[str, int, str, str, str], list[Figure]] = {}
    for figure in figures:
        if figure.year is not None:
            group = (figure.key, figure.year, figure.part, figure.kind, figure.unit)
            groups.setdefault(group, []).append(figure)
    found = []
    for alike in groups.values():
        ordered = sorted(alike, key=lambda f: (when.get(f.place.document_id, ""), f.place.document_id, f.place.start))
        seen: set[tuple[object, object]] = set()
        for a, b in combinations(ordered, 2):
            pair = (a.value, b.value)
            if a.value != b.value and pair not in seen:
                seen.add(pair)
                found.append(Conflict(a, b, comparable(a, b) or ""))
    return tuple(sorted(found, key=lambda c: (c.earlier.key, c.earlier.year or 0, c.earlier.kind)))


def trends(figures: Iterable[Figure]) -> tuple[tuple[Figure, ...], ...]:
    """Runs of at least two years of one indicator and kind, cut where a figure is not comparable with the last.

    A year with two different values ends a run: no line is drawn through a contradiction.
    """
    groups: dict[tuple[str, str], dict[int, list[Figure]]] = {}
    for figure in figures:
        if figure.year is not None and not figure.part:
            groups.setdefault((figure.key, figure.kind), {}).setdefault(figure.year, []).append(figure)
    runs = []
    for years in groups.values():
        run: list[Figure] = []
        for year in sorted(years):
            single = len({f.value for f in years[year]}) == 1
            figure = years[year][0]
            if run and (not single or comparable(run[-1], figure) is not None):
                runs.append(tuple(run))
                run = []
            if single:
                run.append(figure)
        runs.append(tuple(run))
    return tuple(run for run in runs if len(run) > 1)
