"""The letter's text as the conversion has it, put back together: what runs on is one piece again, furniture is gone.

Invariant: the words of the pieces are the words of the conversion's body, each once and in order, notes apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

SIDE = ("directoraat-generaal", "politie", "regie en strategie", "datum", "14 november 2018", "ons kenmerk", "2413668")
_MARK = re.compile(r"(\*+|<sup>\d+</sup>)")


@dataclass(frozen=True)
class Word:
    """A word with its style (``B``, ``I`` or both), the note it calls, and whether a space stands before it."""

    text: str
    style: str = ""
    note: str = ""
    spaced: bool = True


@dataclass(frozen=True)
class Piece:
    """A paragraph, a heading of level 1 or 2, or the signature."""

    kind: Literal["text", "theme", "heading"]
    words: tuple[Word, ...]


def read_letter(markdown: str) -> tuple[list[Piece], dict[str, str]]:
    """The pieces of the letter's body in order, and its notes by their label."""
    body = markdown[
        markdown.index("Volgend uit artikel 18") : markdown.index("De Minister van Justitie en Veiligheid,")
    ]
    notes: dict[str, str] = {}
    pieces: list[Piece] = []
    for paragraph in re.split(r"\n\s*\n", body):
        text = " ".join(paragraph.split())
        if note := re.fullmatch(r"<sup>(\d)</sup> (.+)", text):
            notes[note[1]] = note[2]
        elif text and text != "---" and not _is_side(text):
            piece = _piece(text)
            if piece.kind == "text" and _runs_on(pieces, piece):
                pieces[-1] = Piece("text", (*pieces[-1].words, *piece.words))
            else:
                pieces.append(piece)
    return pieces, notes


def _is_side(text: str) -> bool:
    rest = text.replace("*", "").lower()
    for words in SIDE:
        rest = rest.replace(words, "")
    return not rest.strip()


def _runs_on(pieces: list[Piece], piece: Piece) -> bool:
    """Whether the last paragraph was cut by a page end: it does not close a sentence, and this one opens none."""
    return bool(pieces) and pieces[-1].kind == "text" and piece.words[0].text[0].islower() and not _closed(pieces[-1])


def _closed(piece: Piece) -> bool:
    return piece.words[-1].text.endswith((".", ":", "?"))


def _piece(text: str) -> Piece:
    heading = re.fullmatch(r"#+ (\**)(.+?)\1", text)
    if heading and len(heading[1]) == 2:
        return Piece("theme", _words(heading[2], "B"))
    if heading:
        return Piece("heading", _words(heading[2], "I"))
    if re.fullmatch(r"\*[^*.]+\*", text):
        return Piece("heading", _words(text.strip("*"), "I"))
    return Piece("text", _words(text))


def _words(text: str, style: str = "") -> tuple[Word, ...]:
    words: list[Word] = []
    spaced = True
    for part in _MARK.split(text):
        if part == "*":
            style = "" if style else "I"
        elif part.startswith("<sup>"):
            words.append(Word("", style, note=part[5:-6], spaced=False))
            spaced = False
        elif part:
            for at, word in enumerate(part.split()):
                words.append(Word(word, style, spaced=at > 0 or part[0].isspace() or spaced))
            spaced = part[-1].isspace()
    return tuple(words)
