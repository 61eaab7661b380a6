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
