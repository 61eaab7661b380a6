"""Dutch time expressions: as printed, the ISO dates they span, and whether they recur.

Invariant: relative expressions count from the date of the document; what the words do not fix stays empty.
Standard library only.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.citation import MONTHS
from ingest.findings.values import Period

Span = tuple[str, str]
"""ISO dates of the first and the last day; empty when open."""

_MONTH = "(?:" + "|".join(MONTHS) + ")"
_SEASONS = {
    "voorjaar": ((3, 21), (6, 20)), "lente": ((3, 21), (6, 20)), "zomer": ((6, 21), (9, 20)),
    "najaar": ((9, 21), (12, 20)), "herfst": ((9, 21), (12, 20)), "zomerreces": ((7, 1), (8, 31)),
    "kerstreces": ((12, 20), (12, 31)),
}  # fmt: skip
_SEASON = "(?:" + "|".join(sorted(_SEASONS, key=len, reverse=True)) + ")"
_ORDINAL = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "1e": 1, "2e": 2, "3e": 3, "4e": 4}
_COUNT = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "twaalf": 12,
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}|" + "|".join(_COUNT) + ")"
_PART = "(?:begin|medio|halverwege|eind|einde|aan het eind|tegen het eind|het einde)"


@dataclass(frozen=True, slots=True)
class _Clock:
    """What relative expressions count from: the document's date, and the term (looptijd) that it names."""

    today: date | None
    term: Span


def find_periods(text: str, today: str = "", *, term: Span = ("", "")) -> tuple[Period, ...]:
    """All time expressions of ``text`` in order, longest first where they overlap.

    ``today`` is the ISO date of the document, ``term`` the first and last day of its looptijd.
    """
    clock = _Clock(date.fromisoformat(today) if len(today) == 10 else None, term)
    taken: list[Period] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if any(match.start() < p.end and p.start < match.end() for p in taken):
                continue
            period = read(match, clock)
            if period is not None:
                taken.append(replace(period, text=match.group(), start=match.start(), end=match.end()))
    return tuple(sorted(taken, key=lambda p: p.start))


def find_term(text: str) -> Span:
    """The term (looptijd) that a document names most often, such as ``2019-2022``; empty when it names none."""
    found = re.findall(r"\b(20\d\d)\s*(?:-|–|tot en met|t/m)\s*(20\d\d)\b", text)
    spans = [pair for pair in found if 1 <= int(pair[1]) - int(pair[0]) <= 9]
    if not spans:
        return "", ""
    first, last = max(spans, key=lambda pair: (spans.count(pair), -spans.index(pair)))
    return f"{first}-01-01", f"{last}-12-31"


def _month_span(year: int, month: int, part: str = "") -> Span:
    last = calendar.monthrange(year, month)[1]
    low, high = {"begin": (1, 10), "medio": (11, 20), "eind": (21, last)}.get(_part(part), (1, last))
    return date(year, month, low).isoformat(), date(year, month, high).isoformat()


def _year_span(year: int, part: str = "") -> Span:
    low, high = {"begin": ("01-01", "03-31"), "medio": ("05-01", "08-31"), "eind": ("10-01", "12-31")}.get(
        _part(part), ("01-01", "12-31")
    )
    return f"{year}-{low}", f"{year}-{high}"


def _part(word: str) -> str:
    lowered = (word or "").lower()
    return "eind" if "eind" in lowered else "medio" if lowered in ("medio", "halverwege") else lowered


def _season_span(name: str, year: int) -> Span:
    (m1, d1), (m2, d2) = _SEASONS[name.lower()]
    return date(year, m1, d1).isoformat(), date(year, m2, d2).isoformat()


def _near(span_of: Callable[[int], Span], clock: _Clock, *, past: bool = False) -> Span:
    """The span of the next year whose end lies after the document's date (or the last one before it)."""
    if clock.today is None:
        return "", ""
    today = clock.today.isoformat()
    years: Iterable[int] = range(clock.today.year - 1, clock.today.year + 2)
    spans = [span_of(year) for year in years]
    if past:
        return max(s for s in spans if s[0] < today)
    return min(s for s in spans if s[1] > today)


def _month_number(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _read_date(match: re.Match[str], clock: _Clock) -> Period | None:
    month = _month_number(match["month"])
    named, jl = match["year"], bool(match["jl"])
    if not named and not clock.today:
        return Period("")
    day = int(match["day"])

    def span_of(year: int) -> Span:
        """The day in a year, first and last alike, in ISO form; empty when that month has no such day."""
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            return "", ""
        iso = date(year, month, day).isoformat()
        return iso, iso

    first, last = span_of(int(named)) if named else _near(span_of, clock, past=jl)
    return Period("", *(_bounded(match["lead"], first, last, clock) if first else ("", "")))


def _bounded(lead: str | None, first: str, last: str, clock: _Clock, *, by_end: bool = False) -> Span:
    """The span under its preposition: uiterlijk and tot bound the end, vóór the day before, vanaf opens it.

    ``by_end`` for ``voor het einde van``, whose bound is the last day itself.
    """
    word = " ".join((lead or "").lower().replace("vóór", "voor").split())
    since = clock.today.isoformat() if clock.today else ""
    if word.startswith("voor"):
        return since, last if by_end else (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    if word.startswith(("uiterlijk", "tot", "t/m", "binnen")):
        return since, last
    if word.startswith(("vanaf", "met ingang", "sinds", "per", "na")):
        return first, ""
    return first, last


def _read_season(match: re.Match[str], clock: _Clock) -> Period | None:
    name, named, how = match["season"], match["year"], (match["how"] or "").lower()
    if not named and not how and not match["lead"]:
        return None
    past = how in ("afgelopen", "vorig", "voorbije", "vorige")
    span = _season_span(name, int(named)) if named else _near(lambda y: _season_span(name, y), clock, past=past)
    return Period("", *(_bounded(match["lead"], *span, clock) if span[0] else span))


def _read_month(match: re.Match[str], clock: _Clock) -> Period | None:
    month, named, part = _month_number(match["month"]), match["year"], match["part"] or ""
    how = (match["how"] or "").lower()
    if not (named or part or how or match["lead"]) or (match["month"].lower() == "mei" and not (named or part)):
        return None
    past = how in ("afgelopen", "vorig", "vorige", "voorbije")
    span = (
        _month_span(int(named), month, part)
        if named
        else _near(lambda y: _month_span(y, month, part), clock, past=past)
    )
    by_end = _part(part) == "eind"
    return Period("", *(_bounded(match["lead"], *span, clock, by_end=by_end) if span[0] else span))


def _read_slice(match: re.Match[str], clock: _Clock) -> Period | None:
    """``eerste kwartaal 2021``, ``tweede helft van 2020``, ``Q1 2021``."""
    order = int(match["q"]) if match["q"] else _ORDINAL[match["order"].lower()]
    half = not match["q"] and "helft" in match["slice"].lower()
    months = 6 if half else 3
    if order * months > 12:
        return None

    def span_of(year: int) -> Span:
        """The first and last day of the part of a year, in ISO form."""
        return _month_span(year, (order - 1) * months + 1)[0], _month_span(year, order * months)[1]

    this = clock.today.year if clock.today else 0
    word = (match["year"] or "").lower()
    if word.isdigit():
        span = span_of(int(word))
    elif this and word:
        span = span_of(this + 1 if "volgend" in word or "komend" in word else this)
    else:
        span = _near(span_of, clock)
    return Period("", *(_bounded(match["lead"], *span, clock) if span[0] else span))


def _read_year(match: re.Match[str], clock: _Clock) -> Period | None:
    part, word = match["part"] or "", match["year"].lower()
    if word.isdigit():
        year = int(word)
    elif clock.today:
        step = 1 if word.startswith(("volgend", "komend")) else -1 if word.startswith(("vorig", "afgelopen")) else 0
        year = clock.today.year + step
    else:
        return Period("")
    lead = match["lead"]
    if not (part or lead) and word.isdigit():
        return None
    if lead and lead.lower() == "voor" and not part:  # "de norm voor 2021" is of that year, "vóór 2021" is before it
        lead = None
    return Period("", *_bounded(lead, *_year_span(year, part), clock, by_end=_part(part) == "eind"))


def _read_range(match: re.Match[str], clock: _Clock) -> Period | None:
    first, last = int(match["first"]), int(match["last"])
    return Period("", f"{first}-01-01", f"{last}-12-31") if 0 < last - first <= 12 else None


def _read_within(match: re.Match[str], clock: _Clock) -> Period | None:
    count = _COUNT.get(match["count"].lower()) or int(match["count"])
    if clock.today is None:
        return Period("")
    unit = match["unit"].lower()
    days = {"d": 1, "w": 7}.get(unit[0])
    if days:
        end = clock.today + timedelta(days=count * days)
    else:
        months = clock.today.month - 1 + count * (12 if unit.startswith("j") else 1)
        year, month = clock.today.year + months // 12, months % 12 + 1
        end = date(year, month, min(clock.today.day, calendar.monthrange(year, month)[1]))
    return Period("", clock.today.isoformat(), end.isoformat())


def _read_term(match: re.Match[str], clock: _Clock) -> Period:
    return Period("", *clock.term)


def _read_recurring(match: re.Match[str], clock: _Clock) -> Period:
    return Period("", recurring=_interval(match.group().lower()))


def _interval(words: str) -> str:
    span = re.search(rf"\b(?:in de|per|elke|iedere|om de)\s+({_NUMBER})\s+(jaar|maand|maanden|weken)", words)
    if span:
        count = _COUNT.get(span[1]) or int(span[1])
        return f"eens per {count} {span[2]}"
    times = re.search(rf"\b({_NUMBER})\s*(?:keer|maal|x)\s+(?:per|in het)\s+(jaar|kwartaal|maand)", words)
    if times or "halfjaar" in words or "half jaar" in words:
        count = (_COUNT.get(times[1]) or int(times[1])) if times else 2
        return {1: "jaarlijks", 2: "halfjaarlijks"}.get(count, f"{count} keer per {times[2] if times else 'jaar'}")
    for cue, name in (("kwartaal", "elk kwartaal"), ("maand", "maandelijks"), ("jaar", "jaarlijks")):
        if cue in words:
            return name
    return "periodiek"


_LEAD = (
    r"(?:(?P<lead>uiterlijk|vóór|voor|tot en met|t/m|tot|per|vanaf|met ingang van|sinds|na|op|in|rond|"
    r"binnen|gedurende|over)\s+"
    r"(?:(?:de|het|in)\s+)*)?"
)
_HOW = r"(?:(?P<how>komende?|aankomende?|dit|deze|afgelopen|vorige?|voorbije|volgende?)\s+)?"
_YEAR_NAME = r"(?:dit jaar|volgend jaar|komend jaar|vorig jaar|afgelopen jaar|20\d\d)"

_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Clock], Period | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (
            rf"\b(?:(?:ten minste|tenminste|minimaal|minstens)\s+)?(?:eenmaal|een keer|één keer|"
            rf"{_NUMBER}\s*(?:keer|maal|x))\s+"

         rf"(?:in de|per|in het|elke)\s+(?:{_NUMBER}\s+)?(?:jaar|kwartaal|maand(?:en)?)\b", _read_recurring),
        (rf"\b(?:elke|iedere|om de)\s+{_NUMBER}\s+(?:jaar|maanden|weken)\b", _read_recurring),
        (r"\b(?:jaarlijkse?|halfjaarlijkse?|tweejaarlijkse?|elk (?:half ?)?jaar|ieder (?:half ?)?jaar|per kwartaal|"
         r"elk kwartaal|maandelijkse?|periodieke?|regelmatig|op gezette tijden)\b", _read_recurring),
        (
            rf"\b{_LEAD}(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})(?:\s+(?P<year>20\d\d))?(?P<jl>\s+(?:jl"
            rf"\.?|j\.l\.|jongstleden))?",

         _read_date),
        (rf"\b{_LEAD}(?:(?:(?P<order>eerste|tweede|derde|vierde|[1-4]e)\s+(?P<slice>kwartaal|helft)|Q(?P<q>[1-4]))"
         rf"(?:\s+(?:van\s+)?(?:het\s+)?(?P<year>{_YEAR_NAME}))?)\b", _read_slice),
        (rf"\b{_LEAD}{_HOW}(?P<season>{_SEASON})(?:\s+(?:van\s+)?(?P<year>20\d\d))?\b", _read_season),
        (
            rf"\b{_LEAD}{_HOW}(?:(?P<part>{_PART})\s+(?:van\s+)?)?(?P<month>{_MONTH})(?:\s+(?:van\s+)?("
            rf"?P<year>20\d\d))?\b",

         _read_month),
        (r"\b(?:(?:in|voor|over|gedurende|van)\s+)?(?:de\s+)?(?:(?:periode|jaren|looptijd|komende \w+ jaar)\s+)?\(?"
         r"(?P<first>20\d\d)\s*(?:-|–|tot en met|t/m)\s*(?P<last>20\d\d)\b\)?", _read_range),
        (rf"\b{_LEAD}(?:(?P<part>{_PART})\s+(?:van\s+)?)?(?P<year>{_YEAR_NAME})\b", _read_year),
        (rf"\bbinnen\s+(?P<count>{_NUMBER})\s+(?P<unit>dagen|weken|maanden?|jaar)\b", _read_within),
        (
            r"\b(?:gedurende|tijdens|binnen|in|over)\s+de\s+(?:gehele\s+|"
            r"hele\s+)?looptijd\b(?:\s+van\s+(?:deze|de)\s+\w*agenda)?",

         _read_term),
    )
)  # fmt: skip
