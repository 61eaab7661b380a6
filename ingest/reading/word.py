"""Reads Word documents (.docx). Owner of python-docx.

Invariant: inserted text is read and deleted text is not; footnotes come from their own part of the package.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from zipfile import BadZipFile

from ingest.document import Publication
from ingest.errors import DamagedDocument
from ingest.reading.inline import Run, fold_runs, piece_of
from ingest.reading.layout import LIST_LABEL, repair
from ingest.reading.markup import Element, attribute, children, count_of, descendants, name_of, xml_tree
from ingest.reading.piece import Piece, Reading, Style
from ingest.reading.tables import Grid, GridCell, table_pieces
from ingest.reading.word_lists import Lists

_HEADING = re.compile(r"^(?:heading|kop|überschrift|titre)\s*(\d)$", re.I)
_FAULTS = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What python-docx, lxml and zipfile also raise on a package that is not what it should be."""


@dataclass(slots=True)
class _Word:
    """A Word document while it is read: its styles, its list numbering so far, its footnotes in order of call."""

    styles: dict[str, Any]
    lists: Lists
    called: list[str] = field(default_factory=list)


def read_docx(data: bytes, where: str) -> Reading:
    """Blocks of a Word document.

    Raises ``DamagedDocument``.
    """
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError

    try:
        return _read(data, where)
    except (PythonDocxError, OpcError, XmlchemyError, *_FAULTS) as error:
        raise DamagedDocument(
            f"het Word-document is beschadigd ({type(error).__name__})",
            where=where,
            remedy="Open het in Word, sla het opnieuw op en bied het opnieuw aan.",
        ) from error


def _read(data: bytes, where: str) -> Reading:
    import docx

    document = docx.Document(io.BytesIO(data))
    word = _Word({style.style_id: style for style in document.styles}, Lists(_part(document, "numbering", where)))
    notes = _notes_part(document, where)
    pieces = [*_letterhead(document, word), *_body(document.element.body, word)]
    for number, name in enumerate(word.called, start=1):
        if name in notes:
            runs = [run for paragraph in children(notes[name], "p") for run in (*_runs(paragraph, word), Run(" "))]
            pieces.append(piece_of(fold_runs(runs), (), kind="footnote", label=str(number)))
    blocks, furniture = repair([piece for piece in pieces if piece.text])
    title = " ".join((document.core_properties.title or "").split())
    return Reading(blocks, Publication("", title if " " in title else ""), furniture)


def _part(document: Any, kind: str, where: str) -> Element | None:
    """The root of a part of the package that is related to the document as ``kind``."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/" + kind) and not relation.is_external:
            return xml_tree(relation.target_part.blob, where)
    return None


def _notes_part(document: Any, where: str) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for kind in ("footnote", "endnote"):
        root = _part(document, kind + "s", where)
        for note in children(root, kind) if root is not None else ():
            if attribute(note, "type") in ("", "normal"):
                found[f"{kind}{attribute(note, 'id')}"] = note
    return found


def _letterhead(document: Any, word: _Word) -> Iterator[Piece]:
    """The head of the first page, where Word letters keep their letterhead."""
    section = document.sections[0] if len(document.sections) else None
    if section is None or not section.different_first_page_header_footer:
        return
    for piece in _body(section.first_page_header._element, word):
        yield replace(piece, zone="side") if piece.kind == "text" else piece


def _body(parent: Element, word: _Word) -> Iterator[Piece]:
    for child in children(parent):
        name = name_of(child)
        if name == "p":
            yield from _boxes(child, word)
            yield _paragraph(child, word)
        elif name == "tbl":
            yield from _table(child, word)
        elif name in ("sdt", "sdtcontent", "ins", "smarttag", "customxml"):
            yield from _body(child, word)


def _boxes(paragraph: Element, word: _Word) -> Iterator[Piece]:
    """Text boxes anchored in a paragraph; of two renderings of one box only the first is read."""
    for box in descendants(paragraph, "txbxcontent"):
        if not any(name_of(parent) == "fallback" for parent in box.iterancestors()):
            yield from _body(box, word)


def _paragraph(paragraph: Element, word: _Word) -> Piece:
    properties = next(children(paragraph, "ppr"), None)
    style = _style(properties, word)
    depth = _heading_depth(properties, style)
    piece = piece_of(fold_runs(_runs(paragraph, word)), ())
    label = word.lists.label(properties, style) if piece.text else ""
    if depth:
        text = f"{label} {piece.text}" if label and label != "-" else piece.text
        return Piece(text.replace("\n", " "), "heading", Style(depth=depth, exact=True), calls=piece.calls)
    return _item(piece, label) if label else piece


def _style(properties: Element | None, word: _Word) -> Any:
    name = next((attribute(e, "val") for e in children(properties, "pstyle")), "") if properties is not None else ""
    return word.styles.get(name)


def _heading_depth(properties: Element | None, style: Any) -> int:
    outline = (
        next((attribute(e, "val") for e in children(properties, "outlinelvl")), "") if properties is not None else ""
    )
    if count_of(outline, 9) < 9:
        return count_of(outline, 9) + 1
    while style is not None:
        found = _HEADING.match(style.name or "") or re.match(r"^(?:Heading|Kop)(\d)$", style.style_id or "")
        if found:
            return int(found.group(1))
        if (style.name or "").lower() in ("title", "titel"):
            return 1
        style = style.base_style
    return 0


def _item(piece: Piece, label: str) -> Piece:
    own = LIST_LABEL.match(piece.text)
    if own or label == "-":
        return replace(piece, kind="list", label=own.group(1) if own else "-")
    calls = tuple(replace(call, offset=call.offset + len(label) + 1) for call in piece.calls)
    return replace(piece, text=f"{label} {piece.text}", kind="list", label=label, calls=calls)


def _runs(element: Element, word: _Word) -> Iterator[Run]:
    for child in children(element):
        name = name_of(child)
        if name == "r":
            yield from _run(child, word)
        elif name in ("hyperlink", "ins", "smarttag", "sdt", "sdtcontent", "fldsimple", "customxml", "moveto"):
            yield from _runs(child, word)


def _run(run: Element, word: _Word) -> Iterator[Run]:
    properties = next(children(run, "rpr"), None)
    bold, italic = _is_on(properties, "b"), _is_on(properties, "i")
    underlined = _is_on(properties, "u")
    position = (
        next((attribute(e, "val") for e in children(properties, "vertalign")), "") if properties is not None else ""
    )
    for child in children(run):
        name = name_of(child)
        if name == "t":
            yield Run(child.text or "", bold, italic, underlined, position == "superscript")
        elif name in ("br", "cr"):
            yield Run("\n" if attribute(child, "type") in ("", "textWrapping") else " ")
        elif name in ("tab", "ptab"):
            yield Run(" ", bold, italic)
        elif name in ("nobreakhyphen", "softhyphen"):
            yield Run("-" if name == "nobreakhyphen" else "", bold, italic)
        elif name in ("footnotereference", "endnotereference"):
            yield Run("", call=_called(name.removesuffix("reference") + attribute(child, "id"), word))


def _called(name: str, word: _Word) -> str:
    if name not in word.called:
        word.called.append(name)
    return str(word.called.index(name) + 1)


def _is_on(properties: Element | None, name: str) -> bool:
    if properties is None:
        return False
    return any(attribute(e, "val") not in ("0", "false", "none", "off") for e in children(properties, name))


def _table(table: Element, word: _Word) -> Iterator[Piece]:
    rows = _rows(table, word)
    if max((len(row) for row in rows), default=0) < 2:
        for row in children(table, "tr"):
            for cell in children(row, "tc"):
                yield from _body(cell, word)
        return
    yield from table_pieces(Grid(tuple(tuple(row) for row in rows)))


def _rows(table: Element, word: _Word) -> list[list[GridCell]]:
    """The rows of a table; a cell that only continues the one above it is left to that one."""
    rows: list[list[GridCell]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for row in children(table, "tr"):
        own: list[GridCell] = []
        for cell, merged in _cells(row, word):
            if merged == "continue" and cell.at in open_cells:
                at, number = open_cells[cell.at]
                rows[at][number] = replace(rows[at][number], down=rows[at][number].down + 1)
                continue
            open_cells.pop(cell.at, None)
            if merged == "restart":
                open_cells[cell.at] = len(rows), len(own)
            own.append(cell)
        rows.append(own)
    return rows


def _cells(row: Element, word: _Word) -> Iterator[tuple[GridCell, str]]:
    """The cells of a row with the columns they begin in, and how each is merged with the one above or below it."""
    head = any(True for _ in descendants(row, "tblheader"))
    column = count_of(_value(next(children(row, "trpr"), None), "gridbefore"), 0)
    for cell in children(row, "tc"):
        properties = next(children(cell, "tcpr"), None)
        merge = next(children(properties, "vmerge"), None) if properties is not None else None
        merged = "" if merge is None else attribute(merge, "val") or "continue"
        runs = [run for p in descendants(cell, "p") for run in (*_runs(p, word), Run(" "))]
        piece = piece_of(fold_runs(runs), ())
        across = count_of(_value(properties, "gridspan"))
        yield GridCell(piece.text.replace("\n", " "), across, head=head, calls=piece.calls, at=column), merged
        column += max(across, 1)


def _value(properties: Element | None, name: str) -> str:
    """The value of a property, empty when it is not set."""
    return next((attribute(e, "val") for e in children(properties, name)), "") if properties is not None else ""
