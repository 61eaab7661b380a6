"""Reads OpenDocument texts (.odt): the content part of the package, with the styles it names.

Invariant: deleted text of tracked changes is not read; footnotes are read where they are called.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from zipfile import ZipFile

from ingest.document import Publication
from ingest.reading.archive import read_member
from ingest.reading.inline import Run, fold_runs, piece_of
from ingest.reading.layout import LIST_LABEL, repair
from ingest.reading.limits import Limits
from ingest.reading.markup import (
    Element,
    attribute,
    children,
    count_of,
    descendants,
    name_of,
    outermost,
    text_of,
    xml_tree,
)
from ingest.reading.numerals import label_for
from ingest.reading.piece import Piece, Reading, Style
from ingest.reading.tables import Grid, GridCell, table_pieces

_PLAIN = (False, False, False, False)
_SKIPPED = frozenset({"tracked-changes", "annotation", "sequence-decls", "forms", "soft-page-break", "bookmark"})


@dataclass(slots=True)
class _Text:
    """An OpenDocument text while it is read: emphasis of its styles, its lists, the footnotes met."""

    emphasis: dict[str, tuple[bool, bool, bool, bool]]
    formats: dict[str, dict[int, str]]
    notes: list[Piece] = field(default_factory=list)
    label: str = ""


def read_odt(package: ZipFile, where: str, limits: Limits) -> Reading:
    """Blocks of an OpenDocument text.

    Raises ``DamagedDocument``.
    """
    root = xml_tree(read_member(package, "content.xml", where, limits), where)
    names = set(package.namelist())
    trees = [root]
    if "styles.xml" in names:
        trees.append(xml_tree(read_member(package, "styles.xml", where, limits), where))
    text = _Text(_emphasis(trees), _formats(trees))
    body = next(descendants(root, "text"), root)
    pieces = [piece for piece in _walk(body, text) if piece.text]
    blocks, furniture = repair(pieces + text.notes)
    title = ""
    if "meta.xml" in names:
        meta = xml_tree(read_member(package, "meta.xml", where, limits), where)
        title = next((text_of(e) for e in descendants(meta, "title")), "")
    return Reading(blocks, Publication("", title if " " in title else ""), furniture)


def _emphasis(trees: list[Element]) -> dict[str, tuple[bool, bool, bool, bool]]:
    found: dict[str, tuple[bool, bool, bool, bool]] = {}
    for style in (style for tree in trees for style in descendants(tree, "style")):
        for properties in children(style, "text-properties"):
            found[attribute(style, "name")] = (
                attribute(properties, "font-weight") in ("bold", "600", "700", "800", "900"),
                attribute(properties, "font-style") in ("italic", "oblique"),
                attribute(properties, "text-underline-style") not in ("", "none"),
                attribute(properties, "text-position").startswith("super"),
            )
    return found


def _formats(trees: list[Element]) -> dict[str, dict[int, str]]:
    """For each list style its levels: the label pattern with ``{}`` where the number comes, ``-`` for a bullet."""
    found: dict[str, dict[int, str]] = {}
    for style in (style for tree in trees for style in descendants(tree, "list-style")):
        levels: dict[int, str] = {}
        for level in children(style):
            numbered = name_of(level) == "list-level-style-number" and attribute(level, "num-format")
            pattern = f"{attribute(level, 'num-format')}{attribute(level, 'num-suffix')}" if numbered else "-"
            levels[count_of(attribute(level, "level"))] = pattern
        found[attribute(style, "name")] = levels
    return found


def _walk(element: Element, text: _Text) -> Iterator[Piece]:
    for child in children(element):
        name = name_of(child)
        if name in _SKIPPED:
            continue
        if name == "p":
            yield _paragraph(child, text)
        elif name == "h":
            yield _heading(child, text)
        elif name == "list":
            yield from _list(child, text, 1, "")
        elif name == "table":
            yield from _table(child, text)
        else:
            yield from _walk(child, text)


def _heading(element: Element, text: _Text) -> Piece:
    piece = piece_of(fold_runs(_runs(element, text, _PLAIN)), ())
    depth = attribute(element, "outline-level")
    style = Style(depth=count_of(depth), exact=True)
    return Piece(piece.text.replace("\n", " "), "heading", style, calls=piece.calls)


def _paragraph(element: Element, text: _Text) -> Piece:
    own = text.emphasis.get(attribute(element, "style-name"), _PLAIN)
    piece = piece_of(fold_runs(_runs(element, text, own)), ())
    label, text.label = text.label, ""
    return _item(piece, label) if label and piece.text else piece


def _item(piece: Piece, label: str) -> Piece:
    own = LIST_LABEL.match(piece.text)
    if own or label == "-":
        return replace(piece, kind="list", label=own.group(1) if own else "-")
    calls = tuple(replace(call, offset=call.offset + len(label) + 1) for call in piece.calls)
    return replace(piece, text=f"{label} {piece.text}", kind="list", label=label, calls=calls)


def _list(element: Element, text: _Text, level: int, style: str) -> Iterator[Piece]:
    style = attribute(element, "style-name") or style
    pattern = text.formats.get(style, {}).get(level, "-")
    number = 0
    for item in children(element, "list-item", "list-header"):
        start = attribute(item, "start-value")
        number = count_of(start, number + 1)
        text.label = "-" if pattern == "-" else label_for(number, pattern[0], pattern[1:])
        for child in children(item):
            if name_of(child) == "list":
                yield from _list(child, text, level + 1, style)
            elif name_of(child) == "h":
                yield _heading(child, text)
            elif name_of(child) == "p":
                yield _paragraph(child, text)
    text.label = ""


def _runs(element: Element, text: _Text, own: tuple[bool, bool, bool, bool]) -> Iterator[Run]:
    yield Run(element.text or "", *own)
    for child in element:
        yield from _inline(child, text, own)
        yield Run(child.tail or "", *own)


def _inline(child: Element, text: _Text, own: tuple[bool, bool, bool, bool]) -> Iterator[Run]:
    name = name_of(child)
    if name == "note":
        yield Run("", call=_note(child, text))
    elif name in ("s", "tab"):
        yield Run(" ", *own)
    elif name == "line-break":
        yield Run("\n")
    elif name and name not in _SKIPPED:
        more = text.emphasis.get(attribute(child, "style-name"), _PLAIN) if name == "span" else _PLAIN
        yield from _runs(child, text, (own[0] or more[0], own[1] or more[1], own[2] or more[2], own[3] or more[3]))


def _note(element: Element, text: _Text) -> str:
    printed = next((text_of(e) for e in children(element, "note-citation")), "") or str(len(text.notes) + 1)
    used = {note.label for note in text.notes}
    label = printed if printed not in used else f"{printed}-{len(text.notes) + 1}"
    body = next(children(element, "note-body"), None)
    runs = (
        [run for p in outermost(body, "p") for run in (*_runs(p, text, _PLAIN), Run(" "))] if body is not None else []
    )
    text.notes.append(piece_of(fold_runs(runs), (), kind="footnote", label=label))
    return label


def _table(element: Element, text: _Text) -> Iterator[Piece]:
    rows = [row for row in descendants(element, "table-row") if _table_of(row) is element]
    grid = [tuple(_cells(row, text)) for row in rows]
    if max((len(row) for row in grid), default=0) < 2:
        for row in rows:
            for cell in children(row, "table-cell"):
                yield from _walk(cell, text)
        return
    yield from table_pieces(Grid(tuple(grid)))


def _table_of(row: Element) -> Element | None:
    return next((parent for parent in row.iterancestors() if name_of(parent) == "table"), None)


def _cells(row: Element, text: _Text) -> Iterator[GridCell]:
    head = name_of(row.getparent()) == "table-header-rows"
    for cell in children(row, "table-cell"):
        runs = [run for p in outermost(cell, "p") for run in (*_runs(p, text, _PLAIN), Run(" "))]
        piece = piece_of(fold_runs(runs), ())
        across, down = attribute(cell, "number-columns-spanned"), attribute(cell, "number-rows-spanned")
        repeat = attribute(cell, "number-columns-repeated")
        for _ in range(min(count_of(repeat), 50)):
            yield GridCell(
                piece.text.replace("\n", " "),
                count_of(across),
                count_of(down),
                head=head,
                calls=piece.calls,
            )
