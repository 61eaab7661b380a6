"""Reads Markdown, above all the Markdown that conversions of letters and reports leave behind.

Invariant: markup is never text and text never markup: what CommonMark shows is what the pieces hold.
Owner of markdown-it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.reading.inline import Run, leading_marker, piece_of, without_first
from ingest.reading.layout import repair
from ingest.reading.piece import Piece, Reading, Style
from ingest.reading.tables import Grid, GridCell, table_pieces

if TYPE_CHECKING:
    from markdown_it.token import Token

_NOTE_LINE = re.compile(r"^\[\^([^\]\s]{1,20})\]:\s*")
_NOTE_CALL = re.compile(r"\[\^([^\]\s]{1,20})\]")
_FRONT = re.compile(r"\A\ufeff?---\r?\n(.*?\r?\n)---\r?\n", re.S)
_BREAK = re.compile(r"^<br\s*/?>$", re.I)


def read_markdown(text: str) -> Reading:
    """Blocks of a Markdown text: furniture removed, paragraphs joined, footnotes attached, headings ranked."""
    pieces = list(_pieces(_FRONT.sub("", text)))
    blocks, furniture = repair(pieces)
    return Reading(blocks, furniture=furniture)


def _pieces(text: str) -> Iterator[Piece]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"]).parse(text)
    notes = frozenset(_note_labels(tokens))
    at = 0
    items: list[str] = []
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            stop = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            yield from table_pieces(_grid(tokens[at:stop], notes))
            at = stop
        elif token.type == "list_item_open":
            items.append(_item_label(token))
        elif token.type == "list_item_close":
            items.pop()
        elif token.type == "inline":
            yield from _paragraph(token, tokens[at - 1], items, notes)
        elif token.type in ("fence", "code_block"):
            yield from (Piece(part.strip()) for part in token.content.split("\n\n") if part.strip())
        elif token.type == "html_block":
            yield from _raw_html(token.content)
        at += 1


def _item_label(token: Token) -> str:
    return f"{token.info}{token.markup}" if token.info else "-"


def _paragraph(token: Token, opened: Token, items: list[str], notes: frozenset[str]) -> Iterator[Piece]:
    runs = list(_runs(token))
    named = _NOTE_LINE.match(token.content)
    if named:
        lead = len(named.group()) - len(f"[^{named.group(1)}]")  # the label itself is a call in the runs, not text
        yield piece_of(_drop(runs, lead), notes, kind="footnote", label=named.group(1))
        return
    marker = leading_marker(runs)
    if opened.type == "paragraph_open" and marker and not items:
        yield from _footnotes(runs, notes)
        return
    piece = piece_of(runs, notes)
    if not piece.text:
        return
    if opened.type == "heading_open":
        style = Style(piece.style.bold, piece.style.italic, piece.style.underlined, depth=int(opened.tag[1]))
        yield Piece(piece.text.replace("\n", " "), "heading", style, calls=piece.calls)
    elif items and items[-1]:
        yield _list_piece(piece, items)
    else:
        yield piece


def _list_piece(piece: Piece, items: list[str]) -> Piece:
    """The first paragraph of a list item; a numbered label is part of what the reader sees, a bullet is not."""
    label, items[-1] = items[-1], ""
    lead = "" if label == "-" else f"{label} "
    calls = tuple(type(c)(c.label, c.offset + len(lead)) for c in piece.calls)
    return Piece(lead + piece.text, "list", piece.style, label, calls)


def _footnotes(runs: list[Run], notes: frozenset[str]) -> Iterator[Piece]:
    """The footnotes of one paragraph: each begins with its raised label at the start of a line."""
    group: list[Run] = []
    for run in runs:
        starts = run.raised and leading_marker([run]) and (not group or group[-1].text.endswith("\n"))
        if starts and group:
            yield _footnote(group, notes)
            group = []
        group.append(run)
    yield _footnote(group, notes)


def _footnote(runs: list[Run], notes: frozenset[str]) -> Piece:
    piece = piece_of(without_first(runs), notes - {leading_marker(runs)}, kind="footnote", label=leading_marker(runs))
    return Piece(" ".join(piece.text.split("\n")), "footnote", label=piece.label)


def _note_labels(tokens: list[Token]) -> Iterator[str]:
    for before, token in pairwise(tokens):
        if token.type != "inline" or before.type != "paragraph_open":
            continue
        if named := _NOTE_LINE.match(token.content):
            yield named.group(1)
        runs = list(_runs(token))
        if leading_marker(runs):
            yield from (label for run in runs if run.raised and (label := leading_marker([run])))


def _drop(runs: list[Run], count: int) -> list[Run]:
    kept: list[Run] = []
    for run in runs:
        taken = min(count, len(run.text))
        count -= taken
        if run.text[taken:]:
            kept.append(Run(run.text[taken:], run.bold, run.italic, run.underlined, run.raised))
    return kept


def _runs(token: Token) -> Iterator[Run]:
    """The visible characters of an inline token with their emphasis."""
    bold = italic = raised = 0
    for child in token.children or []:
        if child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.type in ("em_open", "em_close"):
            italic += child.nesting
        elif child.type == "html_inline":
            raised += {"<sup>": 1, "</sup>": -1}.get(child.content.lower(), 0)
            if _BREAK.match(child.content):
                yield Run("\n")
        else:
            yield from _visible(child, bold > 0, italic > 0, raised > 0)


def _visible(child: Token, bold: bool, italic: bool, raised: bool) -> Iterator[Run]:
    if child.type == "softbreak":
        yield Run(" ")
    elif child.type == "hardbreak":
        yield Run("\n")
    elif child.type == "image":
        yield Run(child.content, bold, italic)
    elif child.type in ("text", "code_inline"):
        start = 0
        for found in _NOTE_CALL.finditer(child.content):
            yield Run(child.content[start : found.start()], bold, italic, raised=raised)
            yield Run("", call=found.group(1))
            start = found.end()
        yield Run(child.content[start:], bold, italic, raised=raised)


def _grid(tokens: list[Token], notes: frozenset[str]) -> Grid:
    rows: list[list[GridCell]] = []
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            piece = piece_of(_runs(tokens[at + 1]), notes)
            rows[-1].append(GridCell(piece.text.replace("\n", " "), head=token.type == "th_open", calls=piece.calls))
    return Grid(tuple(tuple(row) for row in rows))


def _raw_html(content: str) -> Iterator[Piece]:
    text = re.sub(r"<!--.*?-->", "", content, flags=re.S)
    text = re.sub(r"<[^>]{1,300}>", " ", text)
    if text.strip():
        yield Piece(" ".join(text.split()))
