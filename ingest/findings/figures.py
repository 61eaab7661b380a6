"""Figures from tables: indicator, year, kind, unit and value, each from the labels that govern the cell.

Invariant: an empty cell yields nothing, a cell whose labels name two years or two kinds yields nothing, and a
year is never guessed. Rows that say they are derived (AFGELEID) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Cell, Document, Paragraph
from ingest.findings.indicators import key_of
from ingest.findings.quantities import Quantity, is_ambiguous, kind_in, read_cell, status_in, to_unit, years_in
from ingest.findings.sentence_figures import sentence_figures
from ingest.findings.statements import Statement, statements
from ingest.findings.values import Figure, FigureKind, FigureStatus, Place
from ingest.language.themes import theme_of

_ROLES = (
    ("year", re.compile(r"^\W*(?:jaar(?:tal)?|verslagjaar|peiljaar|periode|year|peildatum)\W*$", re.IGNORECASE)),
    ("unit", re.compile(r"^\W*(?:eenheid|unit)\W*$", re.IGNORECASE)),
    ("note", re.compile(
        r"^\W*(?:toelichting|opmerking(?:en)?|noot|noten|definitie|note|status|telwijze)\W*$",
    re.IGNORECASE)),
    ("source", re.compile(r"^\W*(?:bron(?:nen|vermelding)?|source\w*|vindplaats|link|url)\W*$", re.IGNORECASE)),
    ("indicator", re.compile(
        r"^\W*(?:indicator(?:en)?|prestatie-?indicator(?:en)?|onderwerp|omschrijving|doelstelling|"
        r"prestatie|maatstaf)\W*$",

                             re.IGNORECASE)),
    ("theme", re.compile(r"^\W*(?:thema|theme|beleidsthema)\W*$", re.IGNORECASE)),
    ("kind", re.compile(r"^\W*(?:soort|type|kind|norm\s*/\s*realisatie)\W*$", re.IGNORECASE)),
    ("value", re.compile(r"^\W*(?:waarde|cijfer|value|getal)\W*$", re.IGNORECASE)),
)  # fmt: skip
_OF_PAPER = re.compile(
    r"\b(?:begroting|jaarverslag|memorie|agenda|veiligheidsagenda|brief|wet|rapport)\b", re.IGNORECASE
)
_DERIVED_ROW = re.compile(r"\bAFGELEID\b")
_UNIT_IN_LABEL = re.compile(
    r"\((?:in |x )?(?P<unit>%|percentages?|procent|(?:mln|miljoen|mld|miljard)\.? ?(?:euro|€)?|"
    r"€ ?(?:mln|mld)\.?|euro|€|fte|personen|aantal)\)",
    re.IGNORECASE,
)


def find_figures(document: Document, said: Sequence[Statement] | None = None) -> tuple[Figure, ...]:
    """The figures of a document in reading order, from its tables and from its sentences."""
    found = [*table_figures(document), *sentence_figures(statements(document) if said is None else said)]
    return tuple(sorted(found, key=lambda f: (f.place.start, f.place.end)))


def is_source(cell: Cell) -> bool:
    """Whether a cell stands in a column of sources or links."""
    return bool(cell.columns) and any(name == "source" and p.match(cell.columns[-1]) for name, p in _ROLES)


@dataclass(frozen=True, slots=True)
class _Row:
    """A table row as read: its cells by role, the cells that hold values, and the labels common to all of them."""

    document: Document
    paragraph: Paragraph
    roles: dict[str, str]
    values: tuple[Cell, ...]

    def text(self, cell: Cell) -> str:
        return self.document.text[cell.start : cell.end].strip()


def table_figures(document: Document) -> Iterator[Figure]:
    """The figures that stand in table cells."""
    for paragraph in document.paragraphs:
        if paragraph.kind == "table_row" and paragraph.cells and not _DERIVED_ROW.search(document.text_of(paragraph)):
            row = _read_row(document, paragraph)
            for cell in row.values:
                figure = _figure(row, cell)
                if figure is not None:
                    yield figure


def _read_row(document: Document, paragraph: Paragraph) -> _Row:
    roles: dict[str, str] = {}
    values = []
    for position, cell in enumerate(paragraph.cells):
        label = cell.columns[-1] if cell.columns else ""
        text = document.text[cell.start : cell.end].strip()
        role = next((name for name, pattern in _ROLES if pattern.match(label)), "")
        if role and role != "value":
            roles[role] = (
                f"{roles[role]}; {text}" if role == "note" and roles.get(role) and text else text or roles.get(role, "")
            )
        elif not (position == 0 and text == cell.row.strip()):
            values.append(cell)
    return _Row(document, paragraph, roles, tuple(values))


def _figure(row: _Row, cell: Cell) -> Figure | None:
    label = " ".join(cell.columns)
    read = read_cell(row.text(cell)) if cell.end > cell.start else None
    if read is None or is_ambiguous(label):
        return None
    quantity, printed_status = read
    kind = _kind(row, cell, label)
    name = _indicator(row, cell)
    years = _years(row, cell, label)
    if kind is None or not name or len(years) > 1:
        return None
    start = cell.start + row.document.text[cell.start : cell.end].index(quantity.printed)
    return Figure(
        place=Place(row.document.id, row.paragraph.id, start, start + len(quantity.printed)),
        indicator=name,
        key=key_of(name),
        theme=theme_of((row.roles.get("theme", ""),), name) or theme_of(row.paragraph.section, name),
        year=years[0] if years else None,
        kind=kind,
        value=quantity.value,
        printed=quantity.printed,
        unit=_unit(row, cell, quantity, name),
        status=printed_status or _status(row, cell, kind),
        note=row.roles.get("note", ""),
    )


def _kind(row: _Row, cell: Cell, label: str) -> FigureKind | None:
    """From the kind column, the column labels, the row label, the headings: the nearest that names one."""
    for words in (row.roles.get("kind", ""), label, cell.row, *reversed(row.paragraph.section)):
        if is_ambiguous(words) and words not in row.paragraph.section and words != cell.row:
            return None
        kind = kind_in(words)
        if kind is not None:
            return kind
    return "stand" if _years(row, cell, label) or years_in(cell.row) else None


def _years(row: _Row, cell: Cell, label: str) -> tuple[int, ...]:
    """The years of the nearest label that names any: column, year column, row label, a heading of one year."""
    own = next((years for words in (label, row.roles.get("year", ""), cell.row) if (years := years_in(words))), ())
    if own or "year" in row.roles or any(years_in(" ".join(c.columns)) for c in row.values):
        return own  # where years have a place of their own, a year that is not there is lost, not implied
    headings = [s for s in reversed(row.paragraph.section) if not _OF_PAPER.search(s)]
    return next((years for words in headings if len(years := years_in(words)) == 1), ())


def _indicator(row: _Row, cell: Cell) -> str:
    """The name: the indicator column, else the row label when it names more than a year or kind, else the heading."""
    named = row.roles.get("indicator", "")
    if named:
        return _clean(named)
    headings = [s for s in reversed(row.paragraph.section) if _names_more(s)]
    if _names_more(cell.row):
        return _clean(cell.row)
    return _clean(headings[0]) if headings else ""


def _names_more(label: str) -> bool:
    bare = re.sub(r"\b(?:19|20)\d\d\b", " ", label)
    bare = re.sub(
        r"\b(?:norm|realisatie|gerealiseerd|streefwaarde|doelstelling|stand|totaal|in|per|over|en|"
        r"jaar|januari|december|\d+)\b",
        " ",
        bare,
        flags=re.IGNORECASE,
    )
    return len(re.findall(r"[A-Za-zà-ÿ]{3,}", bare)) > 0


def _clean(name: str) -> str:
    return " ".join(re.sub(r"\s*(?:\*+|[¹²³⁴⁵])\s*$", "", name).split())


def _unit(row: _Row, cell: Cell, quantity: Quantity, name: str) -> str:
    """The unit printed with the number, else of the cell, the unit column, the labels, else ``aantal``."""
    for words in (cell.unit, row.roles.get("unit", "")):
        if quantity.unit in ("", "euro") and words:
            return to_unit(words)
    if quantity.unit:
        return quantity.unit
    for words in (*reversed(cell.columns), cell.row, *reversed(row.paragraph.section)):
        match = _UNIT_IN_LABEL.search(words)
        if match:
            return to_unit(match["unit"])
    return "aantal" if re.search(r"\baantal(?:len)?\b", f"{name} {' '.join(cell.columns)}", re.IGNORECASE) else ""


def _status(row: _Row, cell: Cell, kind: FigureKind) -> FigureStatus:
    """The status that the note or the labels give; a note speaks of results, not of norms."""
    labels = status_in(" ".join((*cell.columns, cell.row)))
    return labels or (status_in(row.roles.get("note", "")) if kind != "norm" else "")
