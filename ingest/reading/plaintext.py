"""Reads plain text: decodes it honestly, undoes wrapped lines, finds its paragraphs.

Invariant: bytes that are not the text they claim to be are refused, never guessed at. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.errors import WrongEncoding
from ingest.reading.block import BlockSpan, Call
from ingest.reading.layout import BULLET, LIST_LABEL, Seams, repair
from ingest.reading.lines import Vocabulary, unwrap, vocabulary
from ingest.reading.piece import Piece, Reading, Style

_REMEDY = "Sla het bestand op als UTF-8 en bied het opnieuw aan."
_UNDERLINE = re.compile(r"^(=|-|~|\*){3,}\s*$")
_NOTE = re.compile(r"^\[(\d{1,3})\]\s+(?=\S)")
_CALL = re.compile(r" ?\[(\d{1,3})\]")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes, where: str) -> tuple[str, str]:
    """The text of ``data`` and a note for the reader when it was not Unicode.

    Raises ``WrongEncoding``.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise WrongEncoding(f"de bytes zijn geen geldige {encoding}", where=where, remedy=_REMEDY) from error
        return _windows(data, where), "gelezen als Windows-1252; het bestand was geen UTF-8"
    if "\x00" in text:
        raise WrongEncoding("het bestand bevat nultekens en is geen leesbare tekst", where=where, remedy=_REMEDY)
    return text, ""


def _windows(data: bytes, where: str) -> str:
    """``data`` as Windows-1252, only when every byte is a printable character of it."""
    if not any(byte < 32 and byte not in (9, 10, 12, 13) for byte in data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    raise WrongEncoding("het bestand is geen UTF-8 en ook geen Windows-1252", where=where, remedy=_REMEDY)


def read_plaintext(text: str) -> Reading:
    """Blocks of a plain text; a form feed ends a page."""
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    all_lines = [line for page in pages for line in page.split("\n")]
    words = vocabulary(all_lines)
    width = _width(all_lines)
    pieces: list[Piece] = []
    cuts: set[int] = set()
    notes = frozenset(found.group(1) for line in all_lines if (found := _NOTE.match(line)))
    for number, page in enumerate(pages, start=1):
        cuts.add(len(pieces))
        for lines in _paragraphs(page):
            piece = _piece(lines, width, words, notes)
            pieces.append(_on_page(piece, number) if len(pages) > 1 else piece)
    blocks, furniture = repair(pieces, seams=Seams(frozenset(cuts - {0})))
    return Reading(blocks, furniture=furniture)


def _width(lines: Sequence[str]) -> int:
    """How long a full line is; texts with a paragraph on each line have no full lines."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _paragraphs(page: str) -> Iterator[list[str]]:
    """Groups of lines between empty lines; a list label or a footnote begins a group of its own."""
    group: list[str] = []
    for line in page.split("\n"):
        stripped = line.strip()
        starts = LIST_LABEL.match(stripped) or BULLET.match(stripped) or _NOTE.match(stripped)
        if group and (not stripped or starts):
            yield group
            group = []
        if stripped:
            group.append(stripped)
    if group:
        yield group


def _piece(lines: list[str], width: int, words: Vocabulary, notes: frozenset[str]) -> Piece:
    if len(lines) == 2 and _UNDERLINE.match(lines[1]):
        return Piece(lines[0], "heading", Style(depth=1 if lines[1].startswith("=") else 2))
    if note := _NOTE.match(lines[0]):
        text = unwrap([lines[0][note.end() :], *lines[1:]], words)
        return Piece(text, "footnote", label=note.group(1))
    runs_on = all(line[:1].islower() for line in lines[1:])
    wrapped = all(len(line) > 0.6 * width for line in lines[:-1]) and (width > 40 or (runs_on and width > 30))
    text = unwrap(lines, words) if wrapped else "\n".join(lines)
    return _with_calls(text, notes)


def _with_calls(text: str, notes: frozenset[str]) -> Piece:
    """``text`` without its ``[1]`` markers, for those that a footnote answers."""
    out, calls, start = "", [], 0
    for found in _CALL.finditer(text):
        if found.group(1) in notes:
            out += text[start : found.start()]
            calls.append(Call(found.group(1), len(out)))
            start = found.end()
    return Piece(out + text[start:], calls=tuple(calls))


def _on_page(piece: Piece, page: int) -> Piece:
    return Piece(
        piece.text,
        piece.kind,
        piece.style,
        piece.label,
        piece.calls,
        (BlockSpan(page, 0, len(piece.text)),),
        piece.cells,
    )
