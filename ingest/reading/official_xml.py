"""Reads the official XML of parliamentary papers: ``officiele-publicatie`` and the older ``kamerwrk``.

Invariant: all text outside the metadata is in the blocks; an element we do not know is read as the text it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest.errors import EmptyDocument, WrongType
from ingest.reading.inline import Run, fold_runs, piece_of
from ingest.reading.layout import repair
from ingest.reading.markup import Element, attribute, children, count_of, descendants, name_of, text_of, xml_tree
from ingest.reading.official_metadata import metadata_of
from ingest.reading.piece import Piece, Reading, Style
from ingest.reading.tables import Grid, GridCell, table_pieces

ROOTS = ("officiele-publicatie", "kamerwrk")
_INLINE_NAMES = "nadruk extref intref sup inf br noot voetref nootref vet cur datum"
_BLOCK_NAMES = "al al-groep lijst table tussenkop tuskop plaatje divisie kop box voetnoot citaat"
_DIVISION_NAMES = "divisie hoofdstuk paragraaf bijlage afdeling artikel"
_INLINE, _BLOCKS = frozenset(_INLINE_NAMES.split()), frozenset(_BLOCK_NAMES.split())
_DIVISIONS = frozenset(_DIVISION_NAMES.split())
_SILENT = frozenset({"metadata", "meta", "witreg", "versie", ""})
_SPACE = re.compile(r"\s+")
BREAK = Run("\n")
_STYLES = {
    "vet": Style(bold=True),
    "halfvet": Style(bold=True),
    "vetcur": Style(bold=True, italic=True),
    "cur": Style(italic=True),
    "ondlijn": Style(underlined=True),
}


@dataclass(slots=True)
class _Paper:
    """What is gathered while a paper is walked: footnotes met inline, and how deep divisions nest."""

    notes: list[Piece] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    depth: int = 0


def read_official_xml(data: bytes, where: str) -> Reading:
    """Blocks of an official paper.

    Raises ``WrongType`` for XML of another kind, ``DamagedDocument`` and ``EmptyDocument``.
    """
    root = xml_tree(data, where)
    if name_of(root) not in ROOTS:
        raise WrongType(
            f"deze XML (<{name_of(root)}>) is geen officiële publicatie",
            where=where,
            remedy="Leesbaar zijn officiele-publicatie en kamerwrk; bied het document anders als PDF of HTML aan.",
        )
    paper = _Paper(
        known={attribute(n, "id"): attribute(n, "nr") or attribute(n, "id") for n in descendants(root, "voetnoot")}
    )
    pieces = [piece for piece in _walk(root, paper) if piece.text]
    if not pieces:
        raise EmptyDocument(
            "de publicatie bevat alleen metagegevens en geen tekst",
            where=where,
            remedy="Gebruik de PDF van deze publicatie.",
        )
    blocks, furniture = repair(pieces + paper.notes)
    return Reading(blocks, metadata_of(root), furniture)


def _walk(element: Element, paper: _Paper) -> Iterator[Piece]:
    name = name_of(element)
    if name in _SILENT:
        return
    special = _SPECIAL.get(name)
    if special is not None:
        yield from special(element, paper)
        return
    nested = name in _DIVISIONS
    paper.depth += nested
    if _has_own_text(element) or all(name_of(child) in _INLINE for child in element):
        yield from _paragraphs(element, paper)
    else:
        for child in element:
            yield from _walk(child, paper)
    paper.depth -= nested


def _has_own_text(element: Element) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _paragraphs(element: Element, paper: _Paper) -> Iterator[Piece]:
    """The text of an element as a paragraph; a list or table within it ends the paragraph and stands alone."""
    runs = [Run(element.text or "")]
    for child in element:
        if name_of(child) in _BLOCKS:
            yield _piece(runs)
            runs = []
            yield from _walk(child, paper)
        else:
            runs += _inline(child, paper, bold=False, italic=False)
        runs.append(Run(child.tail or ""))
    yield _piece(runs)


def _piece(runs: Iterable[Run]) -> Piece:
    """A piece of runs in which only ``br`` breaks a line."""
    return piece_of(fold_runs(run if run is BREAK else replace(run, text=_flat(run.text)) for run in runs), ())


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text)


def _runs(element: Element, paper: _Paper, *, bold: bool = False, italic: bool = False) -> Iterator[Run]:
    yield Run(element.text or "", bold, italic)
    for child in element:
        yield from _inline(child, paper, bold=bold, italic=italic)
        yield Run(child.tail or "", bold, italic)


def _inline(child: Element, paper: _Paper, *, bold: bool, italic: bool) -> Iterator[Run]:
    name = name_of(child)
    if name == "noot":
        yield Run("", call=_note(child, paper))
    elif name in ("voetref", "nootref"):
        target = attribute(child, "refid") or attribute(child, "doel") or attribute(child, "idref") or text_of(child)
        label = paper.known.get(target, text_of(child) or target)
        yield Run("", call=label)
    elif name == "br":
        yield BREAK
    elif name in ("nadruk", "vet", "cur"):
        kind = attribute(child, "type") or name
        yield from _runs(child, paper, bold=bold or "vet" in kind, italic=italic or "cur" in kind)
    elif name:
        apart = name not in _INLINE
        yield Run(" " if apart else "")
        yield from _runs(child, paper, bold=bold, italic=italic)
        yield Run(" " if apart else "")


def _note(element: Element, paper: _Paper) -> str:
    """Read a footnote that stands in the text; labels that start again are made unique."""
    printed = next((text_of(e) for e in children(element, "noot.nr")), "") or str(len(paper.notes) + 1)
    used = {note.label for note in paper.notes}
    label = (
        printed
        if printed not in used
        else next(f"{printed}-{n}" for n in range(2, 10_000) if f"{printed}-{n}" not in used)
    )
    text = " ".join(text_of(e) for e in children(element) if name_of(e) != "noot.nr") or text_of(element)
    paper.notes.append(Piece(text, "footnote", label=label))
    return label


def _old_note(element: Element, paper: _Paper) -> Iterator[Piece]:
    label = attribute(element, "nr") or attribute(element, "id")
    paper.notes.append(Piece(text_of(element), "footnote", label=label))
    yield from ()


def _heading(element: Element, paper: _Paper) -> Iterator[Piece]:
    kind = attribute(element, "kopopmaak") or attribute(element, "letat") or ""
    if name_of(element) == "kop":
        runs = [run for part in children(element) for run in (*_runs(part, paper), Run(" "))] or list(
            _runs(element, paper)
        )
        style = Style(depth=max(paper.depth, 1), exact=True)
    else:
        runs = list(_runs(element, paper))
        style = _STYLES.get(kind, Style())
    piece = _piece(runs)
    yield Piece(piece.text.replace("\n", " "), "heading", style, calls=piece.calls)


def _file_head(element: Element, paper: _Paper) -> Iterator[Piece]:
    """A dossier: number and title on one line, as the paper prints it."""
    number = next(children(element, "dossiernummer", "nummer"), None)
    parts = [text_of(number)] if number is not None else []
    parts += [text_of(child) for child in children(element) if child is not number]
    yield Piece(" ".join(part for part in parts if part))


def _paper_head(element: Element, paper: _Paper) -> Iterator[Piece]:
    """A paper: its number and title on one line, then what it holds."""
    number = next(children(element, "stuknr", "ltrlabel"), None)
    title = next(children(element, "titel"), None)
    rest = [child for child in children(element) if child is not number and child is not title]
    if number is not None and name_of(number) == "ltrlabel":
        order = next((child for child in rest if name_of(child) == "nummer"), None)
        rest = [child for child in rest if child is not order]
        lead = " ".join(text_of(e) for e in (number, order) if e is not None)
    else:
        lead = text_of(number) if number is not None else ""
    head = _piece(_runs(title, paper)) if title is not None else Piece("")
    calls = tuple(replace(call, offset=call.offset + len(lead) + 1) for call in head.calls)
    yield Piece(f"{lead} {head.text}".strip(), calls=calls)
    for child in rest:
        yield from _walk(child, paper)


def _signed(element: Element, paper: _Paper) -> Iterator[Piece]:
    """Each signatory: the role on one line, the name on the next."""
    lines: list[str] = []
    for child in children(element):
        text = (
            text_of(child)
            if name_of(child) != "naam"
            else " ".join(text_of(part) for part in children(child)) or text_of(child)
        )
        lines.append(text)
    yield Piece("\n".join(line for line in lines if line) or text_of(element))


def _list(element: Element, paper: _Paper) -> Iterator[Piece]:
    for item in children(element):
        if name_of(item) != "li":
            yield from _walk(item, paper)
            continue
        label = next((text_of(e) for e in children(item, "li.nr")), "-")
        first = True
        for child in children(item):
            if name_of(child) == "li.nr":
                continue
            for piece in _walk(child, paper):
                yield _item(piece, label) if first and piece.kind == "text" else piece
                first = False


def _item(piece: Piece, label: str) -> Piece:
    if not any(c.isalnum() for c in label):
        return replace(piece, kind="list", label="-")
    calls = tuple(replace(call, offset=call.offset + len(label) + 1) for call in piece.calls)
    return replace(piece, text=f"{label} {piece.text}", kind="list", label=label, calls=calls)


def _table(element: Element, paper: _Paper) -> Iterator[Piece]:
    caption = " ".join(text_of(e) for e in children(element, "title", "titel", "kop"))
    for group in children(element, "tgroup"):
        columns = [attribute(e, "colname") or f"col{n}" for n, e in enumerate(children(group, "colspec"), start=1)]
        rows = [
            tuple(_cell(entry, columns, paper, head=name_of(part) == "thead") for entry in children(row, "entry"))
            for part in children(group, "thead", "tbody", "tfoot")
            for row in children(part, "row")
        ]
        yield from table_pieces(Grid(tuple(rows), caption))
        caption = ""


def _cell(entry: Element, columns: list[str], paper: _Paper, *, head: bool) -> GridCell:
    runs = [run for part in children(entry) for run in (*_runs(part, paper), Run(" "))] if len(entry) else []
    piece = _piece([Run(entry.text or ""), *runs])
    first, last, more = attribute(entry, "namest"), attribute(entry, "nameend"), attribute(entry, "morerows")
    across = columns.index(last) - columns.index(first) + 1 if first in columns and last in columns else 1
    down = count_of(more, 0) + 1
    name = first or attribute(entry, "colname")
    at = columns.index(name) if name in columns else -1
    return GridCell(piece.text.replace("\n", " "), max(across, 1), down, head=head, calls=piece.calls, at=at)


def _picture(element: Element, paper: _Paper) -> Iterator[Piece]:
    text = text_of(element)
    if text:
        yield Piece(text)


_SPECIAL = {
    "tussenkop": _heading,
    "tuskop": _heading,
    "kop": _heading,
    "dossier": _file_head,
    "onderw": _file_head,
    "stuk": _paper_head,
    "ondertekening": _signed,
    "ondtek": _signed,
    "lijst": _list,
    "table": _table,
    "voetnoot": _old_note,
    "plaatje": _picture,
}
