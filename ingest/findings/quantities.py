"""Numbers as Dutch papers print them: value, unit, and what they are a number of.

Invariant: a text that is not wholly a number gives None; nothing is rounded or completed. Standard library only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.findings.values import FigureKind, FigureStatus


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number: its value in the unit as printed (``180`` ``mln euro``), and the characters of the number itself."""

    value: Decimal
    printed: str
    unit: str
    about: bool = False
    """True when the source says circa, ongeveer, ruim, bijna."""


NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:mln\.?|miljoen|mld\.?|miljard|duizend)"
_CELL = re.compile(
    rf"^\s*(?P<about>(?:circa|ca\.|ongeveer|ruim|bijna|±|≈|>|<|≥|≤|minimaal|maximaal|"
    rf"minstens)\s*)?(?P<euro>€|EUR)?\s*(?P<number>[-–]?(?:{NUMBER}))"
    rf"\s*(?P<unit>%|procent|{_SCALE}(?:\s*(?:euro|EUR))?|euro|EUR|fte|personen|"
    rf"aantal)?\s*(?P<mark>\*+|[¹²³⁴⁵]|\(\*+\))?"
    r"\s*(?:\((?P<status>voorlopig|definitief|v|d)\))?\s*$",
    re.IGNORECASE,
)


def read_cell(text: str) -> tuple[Quantity, FigureStatus] | None:
    """The number that a table cell holds, with the status printed in it; None when the cell is no number."""
    match = _CELL.match(text)
    if match is None:
        return None
    value = to_decimal(match["number"])
    if value is None:
        return None
    unit = to_unit(" ".join(filter(None, (match["unit"], match["euro"]))))
    status = {"v": "voorlopig", "d": "definitief"}.get((match["status"] or "").lower()[:1], "")
    about = bool(match["about"]) and match["about"].strip().lower()[:2] in ("ci", "ca", "on", "ru", "bi", "±", "≈")
    return Quantity(value, match["number"], unit, about), status  # type: ignore[return-value]


def to_decimal(printed: str) -> Decimal | None:
    """``1.370`` as 1370, ``138,56`` and ``138.56`` as 138.56; None when it is no number."""
    text = printed.replace("–", "-").strip()
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None


_SCALES = (
    ("mld", r"\bmld|miljard"), ("mln", r"\bmln|miljoen|1[.\s]?000[.\s]?000"), ("dzd", r"1[.\s]?000|duizend"),
)  # fmt: skip


def to_unit(words: str) -> str:
    """One spelling a unit: ``%``, ``mln euro``, ``mld euro``, ``euro``, ``fte``, ``personen``, ``aantal``."""
    lowered = words.lower().strip()
    if not lowered:
        return ""
    if "%" in lowered or "procent" in lowered or lowered.startswith("perc"):
        return "%"
    scale = next((name for name, pattern in _SCALES if re.search(pattern, lowered)), "")
    money = bool(re.search(r"€|\beuro|\beur\b", lowered))
    if scale or money:
        return " ".join(filter(None, (scale, "euro" if money else "")))
    return re.sub(r"^(?:in|x)\s+", "", lowered)


_UNIT_LABEL = re.compile(
    r"(?:€|\beuro(?:'s|’s)?|\bEUR)\s*(?:1(?:[.\s]000){1,2}\b|1?\s*(?:mln|miljoen|mld|miljard|duizend)\w*)"
    r"|\b(?:in\s+)?(?:mln|miljoen|mld|miljard|duizend)(?:en)?\.?\s*(?:€|euro)"
    r"|[x×*]\s*1(?:[.\s]000){1,2}\b(?:\s*(?:€|euro))?|[x×]\s*1?\s*(?:mln|miljoen|mld|miljard|duizend)\w*",
    re.IGNORECASE,
)
_PLAIN_LABEL = re.compile(
    r"\((?:in |x )?(?:%|percentages?|procent(?:en)?|euro(?:'s|’s)?|€|fte|personen|aantal(?:len)?)(?=[),;\s])",
    re.IGNORECASE,
)


def unit_in(label: str) -> str:
    """The unit that a label or caption names (``x € 1.000``, ``in mln euro``, ``(%)``); empty when it names none."""
    match = _UNIT_LABEL.search(label) or _PLAIN_LABEL.search(label)
    if match is None:
        return ""
    unit = to_unit(match.group().lstrip("("))
    unit = {"euro's": "euro", "euro’s": "euro", "aantallen": "aantal"}.get(unit, unit)
    money = bool(re.search(r"€|\beuro|\bbedragen\b", label, re.IGNORECASE))
    return f"{unit} euro" if unit in ("mln", "mld", "dzd") and money else unit


_PART = re.compile(
    r"\b(?:t/m|tot en met|t\.e\.m\.?|januari\s*(?:-|–|tot))\s*(?:en met )?(?:\d{1,2} )?"
    r"(?P<month>januari|februari|maart|april|mei|juni|"
    r"juli|augustus|september|oktober|november|jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|nov)\b"
    r"|\b(?:t/m|tot en met)\s+(?:het )?(?P<until>(?:eerste|tweede|derde|1e|2e|3e) kwartaal|Q[1-3])"
    r"|\b(?P<half>eerste|tweede|1e|2e)\s+(?:helft|halfjaar|half jaar)\b|\bH(?P<h>[12])\b"
    r"|\b(?P<order>eerste|tweede|derde|vierde|[1-4]e)\s+kwartaal\b|\bQ(?P<q>[1-4])\b"
    r"|\beerste\s+(?P<count>twee|drie|\d+)\s+(?P<what>kwartalen|maanden)\b"
    r"|\b(?:t/m|tot en met)\s+(?P<year>20\d\d)\b"
    r"|\b(?:op|per|peildatum)\s+(?P<day>\d{1,2}) (?P<at>januari|februari|maart|april|mei|juni|juli|augustus|september|"
    r"oktober|november|december)\b|\b(?P<same>(?:de)?zelfde periode)\b|\bmedio\b(?= 20\d\d)",
    re.IGNORECASE,
)
_ORDER = {"1e": "eerste", "2e": "tweede", "3e": "derde", "4e": "vierde", "1": "eerste", "2": "tweede", "3": "derde",
          "4": "vierde"}  # fmt: skip
_MONTHS = {m[:3]: m for m in ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
                              "oktober", "november")} | {"mrt": "maart"}  # fmt: skip


def part_in(label: str) -> str:
    """The part of a year, or the day in it, that a label names: ``t/m juni``, ``eerste helft``; empty: all of it.

    The last day of December closes the year, and is no part.
    """
    match = _PART.search(label)
    if match is None or (match["year"] and len(years_in(label)) > 1):
        return ""
    if match["month"]:
        return f"t/m {_MONTHS[match['month'].lower()[:3]]}"
    if match["until"]:
        first = match["until"].split()[0].lower()
        return f"t/m {_ORDER.get(first.removeprefix('q'), first)} kwartaal"
    if match["half"] or match["h"]:
        half = (match["half"] or match["h"]).lower()
        return f"{_ORDER.get(half, half)} helft"
    if match["order"] or match["q"]:
        order = (match["order"] or match["q"]).lower()
        return f"{_ORDER.get(order, order)} kwartaal"
    if match["count"]:
        return f"eerste {match['count'].lower()} {match['what'].lower()}"
    if match["year"]:
        return f"t/m {match['year']}"
    if match["same"]:
        return "dezelfde periode"
    if match["day"]:
        day = f"{match['day']} {match['at'].lower()}"
        return "" if day == "31 december" else f"op {day}"
    return "medio"


_NORM = re.compile(
    r"\b(norm|normen|streefwaarde|streefcijfer|doelstelling|doel|doelwaarde|target|ambitie|begroot|raming)\w{0,3}\b",
    re.IGNORECASE,
)
_REALISED = re.compile(
    r"\b(realisatie|gerealiseerd|gerealiseerde|resultaat|resultaten|behaald|realised|uitkomst)\b", re.IGNORECASE
)
_STAND = re.compile(r"\b(stand|voorraad|peildatum)\b", re.IGNORECASE)
_DERIVED = re.compile(
    r"\b(verschil|t\.?o\.?v\.?|ten opzichte|afwijking|mutatie|gap|groei|index|bron|toelichting|"
    r"opmerking|eenheid|nr|nummer|paragraaf|pagina)\b",
    re.IGNORECASE,
)


def kind_in(label: str) -> FigureKind | None:
    """The kind that a label names; None when it names none or both."""
    norm, realised = bool(_NORM.search(label)), bool(_REALISED.search(label))
    if norm != realised:
        return "norm" if norm else "realisatie"
    return "stand" if not norm and _STAND.search(label) else None


def is_ambiguous(label: str) -> bool:
    """Whether a label names norm and realisatie together, or a difference: its numbers are not read."""
    return bool(_DERIVED.search(label)) or bool(_NORM.search(label) and _REALISED.search(label))


def years_in(label: str) -> tuple[int, ...]:
    """The years 1990-2059 that a label names, in order, each once."""
    found = re.findall(r"(?<![\d.,])(19[9]\d|20[0-5]\d)(?![\d]|[.,]\d)", label)
    return tuple(dict.fromkeys(int(year) for year in found))


def status_in(note: str) -> FigureStatus:
    """``voorlopig`` or ``definitief`` when a note says so of this number; the first of the two words decides."""
    cleaned = re.sub(r"\bvervangt (?:het |de )?(?:eerdere )?voorlopige?\b", "", note, flags=re.IGNORECASE)
    match = re.search(r"\b(voorlopig|definitie[fv])", cleaned, re.IGNORECASE)
    return "" if match is None else "voorlopig" if match[1].lower() == "voorlopig" else "definitief"


_COUNTED = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
_RANKED = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: n for row in (_COUNTED, _RANKED, _ENGLISH) for n, word in enumerate(row, 1)}
_DAYS = {"dag": 1, "day": 1, "wek": 7, "wee": 7, "maa": 30, "mon": 30, "jaa": 360, "jar": 360, "yea": 360}
_SPAN = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})\s+(?P<unit>dag(?:en)?|days?|week|weken|weeks|maand(?:en)?|months?|"
    r"jaar|jaren|years?)\b",
    re.IGNORECASE,
)


def spans_in(text: str) -> frozenset[int]:
    """The spans of time that a text names, in days of months of thirty: *24 maanden* and *twee jaar* are one."""
    found = ((m["number"].lower(), _DAYS[m["unit"][:3].lower()]) for m in _SPAN.finditer(text))
    return frozenset((_NUMBERS.get(number) or int(number)) * days for number, days in found)
