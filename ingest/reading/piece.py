"""What a format yields before repair: pieces of text with the style they are set in.

Invariant: call offsets and spans of a piece count characters of its ``text``; ``"\\n"`` in ``text`` is a hard line
break of the source, never a wrapped line. Standard library only.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from ingest.document import Publication
from ingest.reading.block import Block, BlockKind, BlockSpan, Call, RawCell


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece is set: emphasis shared by all its letters, type size in points, heading depth in the source.

    ``size`` and ``depth`` are 0 where the source does not say; ``exact`` marks a depth that can be relied on.
    """

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    size: float = 0.0
    depth: int = 0
    exact: bool = False

    @property
    def emphasis(self) -> str:
        """The emphasis as a word, empty for plain type."""
        marks = (("bold", self.bold), ("italic", self.italic), ("underlined", self.underlined))
        return " ".join(name for name, on in marks if on)


PLAIN = Style()
UNKNOWN = Publication("", "")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph-like unit as the source sets it, in reading order; ``zone`` is "side" for a side column."""

    text: str
    kind: BlockKind = "text"
    style: Style = PLAIN
    label: str = ""
    calls: tuple[Call, ...] = ()
    spans: tuple[BlockSpan, ...] = ()
    cells: tuple[RawCell, ...] = ()
    zone: str = ""

    def block(self, *, kind: BlockKind | None = None, level: int = 0) -> Block:
        """This piece as a finished block."""
        return Block(kind or self.kind, self.text, level, self.label, self.calls, self.spans, self.cells)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns: blocks in reading order, what the file says it is, and what was left out.

    ``found`` holds metadata of the file (an id, title or date may be empty); ``furniture`` the texts that were
    recognised as page furniture and are in no block; ``labels`` the number printed on each page, where known;
    ``unread`` the pages that are pictures without text.
    """

    blocks: tuple[Block, ...]
    found: Publication = UNKNOWN
    furniture: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()


_DROPPED = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


def plain(text: str, *, keep_breaks: bool = True) -> tuple[str, list[int]]:
    """``text`` as canonical text has it, and for each offset of ``text`` (and its end) the new offset.

    Soft hyphens and other invisible characters vanish, ligatures are spelled out, white space becomes one space
    (a line break stays where ``keep_breaks``), accents are composed.
    """
    out: list[str] = []
    offsets: list[int] = []
    length = 0
    for char in text:
        offsets.append(length)
        added = _spelled(char, out, keep_breaks)
        length += added
    tail = "".join(out).rstrip()
    offsets = [min(offset, len(tail)) for offset in offsets] + [len(tail)]
    return _composed(tail, offsets)


def _spelled(char: str, out: list[str], keep_breaks: bool) -> int:
    if ord(char) in _DROPPED or (unicodedata.category(char) in ("Cc", "Cs", "Co") and char not in "\n\t\r\f\v\x85"):
        return 0
    if not char.isspace():
        spelled = _LIGATURES.get(char, char)
        out.extend(spelled)
        return len(spelled)
    if not out:
        return 0
    breaks = keep_breaks and char == "\n"
    if out[-1] in " \n":
        if breaks:
            out[-1] = "\n"
        return 0
    out.append("\n" if breaks else " ")
    return 1


def _composed(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    if unicodedata.is_normalized("NFC", text):
        return text, offsets
    lengths = [0] * (len(text) + 1)
    out: list[str] = []
    start = length = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or unicodedata.combining(text[end]) == 0:
            cluster = unicodedata.normalize("NFC", text[start:end])
            lengths[start:end] = [length] * (end - start)
            out.append(cluster)
            length += len(cluster)
            start = end
    lengths[len(text)] = length
    return "".join(out), [lengths[offset] for offset in offsets]


def tidy(block: Block, *, keep_breaks: bool) -> Block:
    """``block`` with canonical text, its calls and spans moved along."""
    text, at = plain(block.text, keep_breaks=keep_breaks)
    last = len(block.text)
    calls = tuple(replace(call, offset=at[min(call.offset, last)]) for call in block.calls)
    spans = tuple(replace(s, start=at[min(s.start, last)], end=at[min(s.end, last)]) for s in block.spans)
    return replace(block, text=text, calls=calls, spans=spans)
