"""Reads web pages: the article itself, with its tables, lists and footnotes, not the site around it.

Invariant: all visible text of the article is in the blocks, or in the furniture that the reading names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.reading.html_notes import INLINE, find_notes, is_local
from ingest.reading.html_page import SILENT, article_of, is_hidden, metadata_of, outside, spaces
from ingest.reading.inline import Run, fold_runs, piece_of
from ingest.reading.layout import LIST_LABEL, repair
from ingest.reading.markup import Element, attribute, children, count_of, descendants, html_tree, name_of, text_of
from ingest.reading.numerals import label_for
from ingest.reading.piece import Piece, Reading, Style
from ingest.reading.tables import Grid, GridCell, is_figure, table_pieces

_SITE_NAMES = "nav header footer aside form menu dialog"
_SITE = frozenset(_SITE_NAMES.split())
_NO_BLOCKS = INLINE | SILENT
_SITE_CLASS = re.compile(r"breadcrumb|kruimel|skiplink|cookie|share|sociale?-?media|paginanavigatie|page-?nav", re.I)
_BOLD, _ITALIC = frozenset({"b", "strong", "th"}), frozenset({"i", "em", "cite", "var", "dfn"})


@dataclass(frozen=True, slots=True)
class _Set:
    """Emphasis that holds at a place in the tree."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    raised: bool = False


@dataclass(slots=True)
class _Page:
    """What is known of a page while it is walked: its footnotes by id, and the furniture met."""

    notes: dict[str, Element]
    labels: dict[str, str] = field(default_factory=dict)
    furniture: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    holders: set[Element] = field(default_factory=set)
    homes: set[Element] = field(default_factory=set)
    """Elements with a block somewhere below them, and elements that are a footnote."""


def read_html(data: bytes, where: str, encoding: str | None = None) -> Reading:
    """Blocks of a web page.

    Raises ``DamagedDocument`` or ``EmptyDocument``.
    """
    root = html_tree(data, where, encoding)
    article = article_of(root)
    page = _Page({}, holders=_holders(article))
    for name, (label, home) in find_notes(article).items():
        page.notes[name], page.labels[name] = home, label
        page.homes.add(home)
    pieces = [piece for piece in _walk(article, page, _Set()) if piece.text]
    pieces += [note for name in page.notes if (note := _note(name, page)).text]
    blocks, furniture = repair(pieces)
    around = tuple(outside(next(descendants(root, "body"), root), article))
    return Reading(blocks, metadata_of(root), around + tuple(page.furniture) + furniture)


def _note(name: str, page: _Page) -> Piece:
    runs = list(_runs(page.notes[name], page, _Set(), inside_note=True))
    label = page.labels[name]
    piece = piece_of(runs, ())
    text = " ".join(piece.text.split()).strip("↩︎ ↑^")
    text = re.sub(rf"^[\[(]?{re.escape(label)}[\])]?[.:]?\s+", "", text)
    return Piece(text, "footnote", label=label)


def _walk(element: Element, page: _Page, setting: _Set) -> Iterator[Piece]:
    """The pieces below an element: its own inline text as paragraphs, blocks in it one by one."""
    runs: list[Run] = [Run(spaces(element.text), setting.bold, setting.italic)]
    for child in element:
        name = name_of(child)
        if name in INLINE and child not in page.holders:
            runs += _inline(child, page, setting)
        elif name and not is_hidden(child):
            yield from _paragraph(runs, page)
            runs = []
            yield from _block(child, name, page, setting)
        runs.append(Run(spaces(child.tail), setting.bold, setting.italic))
    yield from _paragraph(runs, page)


def _holders(article: Element) -> set[Element]:
    """The elements that hold a block somewhere below them."""
    found: set[Element] = set()
    for element in article.iter():
        if name_of(element) and name_of(element) not in _NO_BLOCKS:
            for parent in element.iterancestors():
                if parent in found:
                    break
                found.add(parent)
    return found


def _block(element: Element, name: str, page: _Page, setting: _Set) -> Iterator[Piece]:
    if element in page.homes:
        return
    if _is_site(element, name):
        if text := text_of(element):
            page.furniture.append(text)
    elif re.fullmatch(r"h[1-6]", name):
        yield _heading(element, int(name[1]), page)
    elif name in ("ul", "ol"):
        yield from _list(element, name, page, setting)
    elif name == "table":
        yield from _table(element, page)
    elif name in ("dt", "b", "strong", "i", "em"):
        yield from _walk(element, page, replace(setting, bold=setting.bold or name in ("dt", "b", "strong")))
    else:
        yield from _walk(element, page, setting)


def _is_site(element: Element, name: str) -> bool:
    inside = any(name_of(parent) in ("article", "main") for parent in element.iterancestors())
    marked = _SITE_CLASS.search(attribute(element, "class") + " " + attribute(element, "id"))
    return bool(marked) or (name in _SITE and not (inside and name in ("header", "footer", "aside")))


def _heading(element: Element, depth: int, page: _Page) -> Piece:
    piece = piece_of(fold_runs(_runs(element, page, _Set())), ())
    return replace(piece, text=piece.text.replace("\n", " "), kind="heading", style=Style(depth=depth, exact=True))


def _paragraph(runs: list[Run], page: _Page) -> Iterator[Piece]:
    piece = piece_of(fold_runs(runs), ())
    if not piece.text:
        return
    if page.items and page.items[-1]:
        label, page.items[-1] = page.items[-1], ""
        yield _item(piece, label)
    else:
        yield piece


def _item(piece: Piece, label: str) -> Piece:
    own = LIST_LABEL.match(piece.text)
    if own or label == "-":
        return replace(piece, kind="list", label=own.group(1) if own else label)
    lead = len(label) + 1
    calls = tuple(replace(call, offset=call.offset + lead) for call in piece.calls)
    return replace(piece, text=f"{label} {piece.text}", kind="list", label=label, calls=calls)


def _list(element: Element, name: str, page: _Page, setting: _Set) -> Iterator[Piece]:
    start = attribute(element, "start")
    number = count_of(start) - 1
    style = attribute(element, "type") or "1"
    for child in children(element):
        if name_of(child) != "li":
            yield from _block(child, name_of(child), page, setting)
            continue
        if child in page.homes:
            continue
        value = attribute(child, "value")
        number = count_of(value, number + 1)
        page.items.append(label_for(number, style) if name == "ol" else "-")
        yield from _walk(child, page, setting)
        page.items.pop()


def _table(element: Element, page: _Page) -> Iterator[Piece]:
    rows = [row for row in descendants(element, "tr") if _own_table(row) is element]
    widths = [sum(1 for _ in children(row, "td", "th")) for row in rows]
    nested = any(True for _ in descendants(element, "table"))
    if nested or max(widths, default=0) < 2 or attribute(element, "role") == "presentation":
        for row in rows:
            for cell in children(row, "td", "th"):
                yield from _walk(cell, page, _Set())
        return
    caption = next((text_of(e) for e in children(element, "caption")), "")
    foot = [row for row in rows if name_of(row.getparent()) == "tfoot" and not _is_total(row)]
    grid = Grid(tuple(tuple(_cells(row, page)) for row in rows if row not in foot), caption)
    yield from table_pieces(grid)
    for row in foot:
        for cell in children(row, "td", "th"):
            yield from _walk(cell, page, _Set())


def _is_total(row: Element) -> bool:
    """True for a row at the foot that goes on with the columns, not for a note below the table."""
    cells = list(children(row, "td", "th"))
    return len(cells) > 1 and sum(is_figure(text_of(cell)) for cell in cells[1:]) * 2 >= len(cells) - 1


def _rows_down(cell: Element, down: str) -> int:
    """How many rows a cell covers; 0 means all that follow in its part of the table."""
    count = count_of(down)
    return count if count else 1 + sum(1 for _ in cell.getparent().itersiblings())


def _own_table(row: Element) -> Element:
    return next((e for e in row.iterancestors() if name_of(e) == "table"), None)


def _cells(row: Element, page: _Page) -> Iterator[GridCell]:
    in_head = name_of(row.getparent()) == "thead"
    for cell in children(row, "td", "th"):
        piece = piece_of(fold_runs(_runs(cell, page, _Set())), ())
        across, down = attribute(cell, "colspan"), attribute(cell, "rowspan")
        yield GridCell(
            piece.text.replace("\n", " "),
            count_of(across),
            _rows_down(cell, down),
            head=in_head or name_of(cell) == "th",
            calls=piece.calls,
        )


def _runs(element: Element, page: _Page, setting: _Set, *, inside_note: bool = False) -> Iterator[Run]:
    """All text below an element as runs, blocks in it set apart by a space."""
    yield Run(spaces(element.text), setting.bold, setting.italic, setting.underlined, setting.raised)
    for child in element:
        if name_of(child) and not is_hidden(child):
            if name_of(child) not in INLINE:
                yield Run(" ")
            back = inside_note and name_of(child) == "a" and is_local(child) and len(text_of(child)) < 4
            if not back:
                yield from _inline(child, page, setting)
            if name_of(child) not in INLINE:
                yield Run(" ")
        yield Run(spaces(child.tail), setting.bold, setting.italic, setting.underlined, setting.raised)


def _inline(element: Element, page: _Page, setting: _Set) -> Iterator[Run]:
    name = name_of(element)
    if name == "br":
        yield Run("\n")
        return
    target = attribute(element, "href").removeprefix("#")
    if name == "a" and target in page.notes and is_local(element):
        yield Run("", call=page.labels[target])
        return
    if name == "sup" and (link := next(children(element, "a"), None)) is not None and len(element) == 1:
        yield from _inline(link, page, replace(setting, raised=True))
        return
    yield from _runs(element, page, _emphasised(name, attribute(element, "style").lower(), setting))


def _emphasised(name: str, style: str, setting: _Set) -> _Set:
    return _Set(
        setting.bold or name in _BOLD or bool(re.search(r"font-weight:\s*(?:bold|[6-9]00)", style)),
        setting.italic or name in _ITALIC or "font-style:italic" in style.replace(" ", ""),
        setting.underlined or name == "u",
        setting.raised or name == "sup",
    )
