"""Figures from tables: indicator, year, kind, unit and value, each from the labels that govern the cell.

Invariant: an empty cell yields nothing, a cell whose labels name two years or two kinds yields nothing, and a
year is never guessed. Rows that say they are derived (AFGELEID) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Cell, Document, Paragraph
from ingest.findings.indicators import counted_in, key_of
from ingest.findings.quantities import (
    Quantity,
    is_ambiguous,
    kind_in,
    part_in,
    read_cell,
    status_in,
    to_unit,
    unit_in,
    years_in,
)
from ingest.findings.sentence_figures import sentence_figures
from ingest.findings.statements import Statement, notes, statements
from ingest.findings.table_notes import TableNotes
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
_PART_ROW = re.compile(r"^\W*(?:waarvan|w\.?v\.?|daarvan|onder wie|inclusief|exclusief)\b", re.IGNORECASE)
_TOTAL = re.compile(r"^\W*(?:sub)?totaal\W*$", re.IGNORECASE)
_UNIT_WORDS = re.compile(r"\([^()]*\)|\b(?:euro|mln|miljoen|procent|fte)\b", re.IGNORECASE)
_DERIVED_ROW = re.compile(r"\bAFGELEID\b")


def find_figures(document: Document, said: Sequence[Statement] | None = None) -> tuple[Figure, ...]:
    """The figures of a document in reading order, from its tables and from its sentences."""
    told = statements(document) if said is None else said
    found = [*table_figures(document), *sentence_figures((*told, *notes(document)))]
    return tuple(sorted(found, key=lambda f: (f.place.start, f.place.end)))


def is_source(cell: Cell) -> bool:
    """Whether a cell stands in a column of sources or links."""
    return bool(cell.columns) and any(name == "source" and p.match(cell.columns[-1]) for name, p in _ROLES)


@dataclass(frozen=True, slots=True)
class _Row:
    """A table row as read: its cells by role, the cells that hold values, and what stands around its table.

    ``within`` is the name of the row above it, where this row gives a part of that (``waarvan …``).
    """

    document: Document
    paragraph: Paragraph
    roles: dict[str, str]
    values: tuple[Cell, ...]
    notes: TableNotes
    within: str

    def text(self, cell: Cell) -> str:
        """What stands in a cell, without the spaces around it."""
        return self.document.text[cell.start : cell.end].strip()


def table_figures(document: Document) -> Iterator[Figure]:
    """The figures that stand in table cells."""
    notes = TableNotes(document)
    within = ""
    for paragraph in document.paragraphs:
        if paragraph.kind != "table_row":
            within = ""
        elif paragraph.cells and not _DERIVED_ROW.search(document.text_of(paragraph)):
            row = _read_row(document, paragraph, notes, within)
            if not _PART_ROW.match(_own_label(paragraph.cells[0])):
                within = row.roles.get("indicator", "") or _own_label(paragraph.cells[0])
            for cell in row.values:
                figure = _figure(row, cell)
                if figure is not None:
                    yield figure


def _read_row(document: Document, paragraph: Paragraph, notes: TableNotes, within: str) -> _Row:
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
        elif not (position == 0 and text == _own_label(cell)):
            values.append(cell)
    return _Row(document, paragraph, roles, tuple(values), notes, within)


def _own_label(cell: Cell) -> str:
    """The label of a row without the group of rows it stands in."""
    return cell.row.rsplit("›", 1)[-1].strip()


def _groups(cell: Cell) -> tuple[str, ...]:
    """The groups of rows that a row stands in, outermost first."""
    return tuple(part.strip() for part in cell.row.split("›")[:-1])


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
    year = years[0] if years else None
    called = row.notes.notes_of(row.paragraph, cell)
    return Figure(
        place=Place(row.document.id, row.paragraph.id, start, start + len(quantity.printed)),
        indicator=name,
        key=key_of(name),
        theme=_theme(row, cell, name),
        year=year,
        kind=kind,
        value=quantity.value,
        printed=quantity.printed,
        unit=_unit(row, cell, quantity, name),
        status=printed_status or _status(row, cell, kind, called, year),
        note="; ".join(filter(None, (row.roles.get("note", ""), called))),
        part=_part(row, cell, label, kind),
    )


def _theme(row: _Row, cell: Cell, name: str) -> str:
    """The theme that the theme column or the group of rows names, else the name, headings, caption and title."""
    said = name.replace("-", " ")
    around = (row.notes.title(row.paragraph), row.document.publication.title)
    ways = (((row.roles.get("theme", ""), *_groups(cell)), said), (row.paragraph.section, said), (around[:1], ""))
    return next((found for section, text in ways if (found := theme_of(section, text))), "") or theme_of((), around[1])


def _part(row: _Row, cell: Cell, label: str, kind: FigureKind) -> str:
    """The part of the year that the labels of the cell name; a norm is of a part only when its own column says so."""
    for words in (label, row.roles.get("year", ""), _own_label(cell) if kind != "norm" else ""):
        if part := part_in(words):
            return part
    if years_in(label):
        return ""
    headings = (row.notes.title(row.paragraph), *row.paragraph.section[-1:])
    return next((part for words in headings if (part := part_in(words))), "") if kind != "norm" else ""


def _kind(row: _Row, cell: Cell, label: str) -> FigureKind | None:
    """From the kind column, the column labels, the row label, the caption, the headings: the nearest that names one."""
    around = (row.notes.title(row.paragraph), *reversed(row.paragraph.section))
    for words in (row.roles.get("kind", ""), label, cell.row, *around):
        if is_ambiguous(words) and words not in around and words != cell.row:
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
    headings = [row.notes.title(row.paragraph), *reversed(row.paragraph.section)]
    headings = [s for s in headings if not _OF_PAPER.search(s)]
    return next((years for words in headings if len(years := years_in(words)) == 1), ())


def _indicator(row: _Row, cell: Cell) -> str:
    """The name: the indicator column, the row label, the column label, the caption, the heading that names more.

    A row ``waarvan …`` gives a part of the row above it, and a total is the total of what the table is about.
    """
    own = row.roles.get("indicator", "") or _own_label(cell)
    about = row.notes.title(row.paragraph)
    if _TOTAL.match(own):
        subject = about or next((s for s in reversed(row.paragraph.section) if _names_subject(s)), "")
        column = _column_name(cell)
        return _clean(f"{own}, {column or _bare(subject)}") if column or subject else ""
    if _PART_ROW.match(own):
        return _clean(f"{row.within}, {own}") if row.within else ""
    if _names_more(own):
        return _clean(own)
    if column := _column_name(cell):
        return _whole_column(row, cell, column)
    heading = next((s for s in (about, *reversed(row.paragraph.section)) if _names_subject(s)), "")
    return _bare(heading)


def _column_name(cell: Cell) -> str:
    """What the column labels name besides years, kinds and units; empty when they name no more than those."""
    named = [c for c in cell.columns if _names_more(_UNIT_WORDS.sub(" ", c)) and not part_in(c)]
    return _clean(re.sub(r"\b(?:19|20)\d\d\b", " ", named[-1])) if named else ""


def _whole_column(row: _Row, cell: Cell, column: str) -> str:
    """A column ``waarvan …`` gives a part of the nearest column before it that does not."""
    if not _PART_ROW.match(column):
        return column
    before = [c for c in row.paragraph.cells if c.start < cell.start]
    whole = next((n for c in reversed(before) if (n := _column_name(c)) and not _PART_ROW.match(n)), "")
    return f"{whole}, {column[0].lower()}{column[1:]}" if whole else ""


def _names_more(label: str) -> bool:
    bare = re.sub(r"\b(?:19|20)\d\d\b", " ", label)
    bare = re.sub(
        r"\b(?:norm(?:en)?|realisaties?|gerealiseerd|streefwaarden?|doelstelling(?:en)?|doel|stand|totaal|aantal(?:len)?|"
        r"percentage|resultaat|prognose|raming|begroot|bedrag(?:en)?|waarde|jaar|in|per|over|en|t/m|tot|met|eerste|tweede|"
        r"derde|vierde|helft|halfjaar|kwartaal|voorlopig|definitief|januari|februari|maart|april|mei|juni|juli|augustus|"
        r"september|oktober|november|december|\d+)\b",
        " ",
        bare,
        flags=re.IGNORECASE,
    )
    return len(re.findall(r"[A-Za-zà-ÿ]{3,}", bare)) > 0


def _names_subject(heading: str) -> bool:
    """Whether a heading names a matter of its own, and not only its place in the paper (Antwoord 3, 1. Overzicht)."""
    bare = re.sub(
        r"\b(?:antwoord|vraag|vragen|antwoorden|overzicht|tabel|cijfers|resultaten|resultaat|voortgang|inleiding|bijlage|"
        r"toelichting|paragraaf|hoofdstuk|algemeen|samenvatting|slot|indicatoren|prestatie|thema|per)\b",
        " ",
        heading,
        flags=re.IGNORECASE,
    )
    return _names_more(bare)


def _bare(heading: str) -> str:
    return _clean(re.sub(r"^\W*(?:\d+(?:\.\d+)*|[IVX]+|[A-Za-z])[.)]?\s+(?=\w)", "", heading))


def _clean(name: str) -> str:
    """A name as printed, without the mark of a note, the word of its kind and the year before it."""
    bare = re.sub(r"\s*(?:\*+|[¹²³⁴⁵])\s*$", "", name)
    kind = re.match(
        r"^\W*(?:norm|realisatie|streefwaarde|stand)(?:\s+(?:19|20)\d\d)?\s+(?=\w)(?!en\b)", bare, re.IGNORECASE
    )
    return " ".join(bare[kind.end() if kind else 0 :].split())


def _unit(row: _Row, cell: Cell, quantity: Quantity, name: str) -> str:
    """The unit printed with the number, else of the unit column, the labels, the caption, else ``aantal``."""
    if quantity.unit not in ("", "euro"):
        return quantity.unit
    role = row.roles.get("unit", "")
    labels = (*reversed(cell.columns), cell.row)
    own = unit_in(f"({role})") or to_unit(role) or next((u for words in labels if (u := unit_in(words))), "")
    if not own and cell.unit not in ("", "€"):
        own = to_unit(cell.unit)
    if not own and re.search(r"\baantal(?:len)?\b", f"{name} {' '.join(cell.columns)}", re.IGNORECASE):
        own = "aantal" if not quantity.unit else ""
    headings = (unit_in(words) for words in reversed(row.paragraph.section))
    found = own or row.notes.unit(row.paragraph) or next(filter(None, headings), "")
    if quantity.unit == "euro" or (cell.unit == "€" and not own):
        return found if "euro" in found else "euro"
    return found or ("aantal" if counted_in(name) else "")


def _status(row: _Row, cell: Cell, kind: FigureKind, called: str, year: int | None) -> FigureStatus:
    """The status that the labels, the notes or the paper as a whole give; the last two speak of results, not norms."""
    labels = status_in(" ".join((*cell.columns, cell.row)))
    if labels or kind == "norm":
        return labels
    return status_in(called) or status_in(row.roles.get("note", "")) or row.notes.status(row.paragraph, year)
