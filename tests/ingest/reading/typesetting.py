"""Sets blocks as a PDF that looks like a ministry's letter: side column, footnotes at the foot, lines justified.

Invariant: what is set is exactly the text of the blocks; only line ends, page ends and furniture are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.reading.block import Block

VOWELS = "aeiouyëïéè"


@dataclass(frozen=True)
class Sheet:
    """How a letter is set."""

    left: float = 79.0
    right: float = 410.0
    side: float = 440.0
    top: float = 150.0
    bottom: float = 760.0
    size: float = 9.0
    leading: float = 12.0
    hyphenate: bool = True
    embedded: bool = True
    justify: bool = True


@dataclass(frozen=True)
class Word:
    """A word, its type, the footnote it calls, and whether it follows the one before without a space."""

    text: str
    style: str
    raised: bool = False
    tight: bool = False


class Setter:
    """Sets a letter page by page."""

    def __init__(self, sheet: Sheet, side: Sequence[str], first_side: Sequence[str]) -> None:
        import fpdf
        import matplotlib

        self.pdf: Any = fpdf.FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        self.sheet, self.side, self.first_side = sheet, side, first_side
        self.font = "Helvetica"
        if sheet.embedded:
            self.font = "DejaVu"
            fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
            for style, name in (("", ""), ("B", "-Bold"), ("I", "-Oblique"), ("BI", "-BoldOblique")):
                self.pdf.add_font("DejaVu", style, fonts / f"DejaVuSans{name}.ttf")
        self.notes: list[Block] = []
        self.y = 0.0
        self.new_page()

    def put(self, x: float, y: float, text: str, style: str = "", size: float = 0.0) -> float:
        self.pdf.set_font(self.font, style, size or self.sheet.size)
        self.pdf.text(x, y, text)
        return float(self.pdf.get_string_width(text))

    def width(self, text: str, style: str, size: float = 0.0) -> float:
        self.pdf.set_font(self.font, style, size or self.sheet.size)
        return float(self.pdf.get_string_width(text))

    def new_page(self) -> None:
        if self.pdf.page_no():
            self.set_notes()
        self.pdf.add_page()
        number = self.pdf.page_no()
        y = 152.0
        for line in self.first_side if number == 1 else self.side:
            style = "B" if line.startswith("*") else ""
            if line:
                self.put(self.sheet.side, y, line.lstrip("*"), style, 6.5)
            y += 8.7
        self.put(self.sheet.side, 800, f"Pagina {number} van 99", "", 6.5)
        self.y = self.sheet.top

    def room(self) -> float:
        need = sum(len(self.lines(_words(note), 6.5)) * 9.0 for note in self.notes)
        return self.sheet.bottom - self.y - need - (14 if need else 0)

    def set_notes(self) -> None:
        heights = [len(self.lines(_words(note), 6.5)) * 9.0 for note in self.notes]
        y = self.sheet.bottom - sum(heights) + 6
        if self.notes:
            self.pdf.line(self.sheet.left, y - 12, self.sheet.left + 140, y - 12)
        for note in self.notes:
            self.put(self.sheet.left, y - 2, note.label, "", 4.5)
            for line in self.lines(_words(note), 6.5):
                x = self.sheet.left + 6
                for word in line:
                    x += self.put(x, y, word.text, "", 6.5) + self.width(" ", "", 6.5)
                y += 9.0
        self.notes = []

    def lines(self, words: Sequence[Word], size: float) -> list[list[Word]]:
        measure = self.sheet.right - self.sheet.left - (6 if size < self.sheet.size else 0)
        lines: list[list[Word]] = [[]]
        used = 0.0
        for word in words:
            space = 0.0 if word.tight or not lines[-1] else self.width(" ", word.style, size)
            width = self.width(word.text, word.style, size * (0.6 if word.raised else 1.0))
            if used + space + width <= measure or word.tight:
                lines[-1].append(word)
                used += space + width
                continue
            rest = word
            cut = self.break_at(word, measure - used - space, size)
            if cut:
                lines[-1].append(Word(word.text[:cut] + "-", word.style))
                rest = Word(word.text[cut:], word.style)
            lines.append([rest])
            used = self.width(rest.text, rest.style, size)
        return [line for line in lines if line]

    def break_at(self, word: Word, room: float, size: float) -> int:
        """Where the word may be cut so that its first part and a hyphen fit; 0 when nowhere."""
        text = word.text
        if not self.sheet.hyphenate or size < self.sheet.size or not text.isalpha() or len(text) < 9:
            return 0
        for at in range(len(text) - 4, 3, -1):
            syllable = text[at] not in VOWELS and text[at - 1] in VOWELS and text[at + 1] in VOWELS
            if syllable and self.width(text[:at] + "-", word.style, size) <= room:
                return at
        return 0

    def paragraph(self, block: Block, style: str, notes: dict[str, Block], after: float) -> None:
        lines = self.lines(_words(block, style), self.sheet.size)
        for at, line in enumerate(lines):
            called = [notes[word.text] for word in line if word.raised and word.text in notes]
            self.notes += called
            if self.room() < self.sheet.leading:
                self.notes = self.notes[: len(self.notes) - len(called)]
                self.new_page()
                self.notes += called
            self.set_line(line, last=at == len(lines) - 1)
            self.y += self.sheet.leading
        self.y += after

    def set_line(self, line: Sequence[Word], *, last: bool) -> None:
        size = self.sheet.size
        widths = [self.width(w.text, w.style, size * (0.6 if w.raised else 1)) for w in line]
        gaps = sum(1 for word in line[1:] if not word.tight)
        natural = self.width(" ", "", size)
        spare = self.sheet.right - self.sheet.left - sum(widths)
        gap = natural if last or not gaps or not self.sheet.justify else spare / gaps
        x = self.sheet.left
        for at, (word, width) in enumerate(zip(line, widths, strict=True)):
            x += 0 if word.tight or not at else gap
            lift, scale = (0.35 * size, 0.6) if word.raised else (0.0, 1.0)
            self.put(x, self.y - lift, word.text, word.style, size * scale)
            x += width

    def row(self, cells: Sequence[str], *, last: bool) -> None:
        """A table row: the first cell at the left, figures at the right of equal columns."""
        if self.room() < 3 * self.sheet.leading:
            self.new_page()
        step = (self.sheet.right - self.sheet.left) / len(cells)
        for at, text in enumerate(cells):
            x = self.sheet.left + at * step
            self.put(x if at == 0 else x + step - 8 - self.width(text, ""), self.y, text)
        self.y += self.sheet.leading * 1.2

    def finish(self) -> bytes:
        self.set_notes()
        return bytes(self.pdf.output())


def _words(block: Block, style: str = "") -> list[Word]:
    words: list[Word] = []
    calls = sorted(block.calls, key=lambda call: call.offset)
    start = 0
    for call in [*calls, None]:
        end = call.offset if call else len(block.text)
        part = block.text[start:end]
        for at, text in enumerate(part.split()):
            words.append(Word(text, style, tight=at == 0 and start > 0 and not part[:1].isspace()))
        if call:
            words.append(Word(call.label, style, raised=True, tight=True))
        start = end
    return words


def typeset(
    blocks: Sequence[Block], *, side: Sequence[str], first_side: Sequence[str], sheet: Sheet = Sheet()
) -> bytes:
    """A PDF of the blocks; headings of level 1 in italics, deeper ones in bold; multi-line blocks keep their lines."""
    setter = Setter(sheet, side, first_side)
    notes = {block.label: block for block in blocks if block.kind == "footnote"}
    bullet = "•" if sheet.embedded else "-"
    for block in blocks:
        if block.kind == "footnote":
            continue
        if block.kind == "heading":
            if setter.room() < 4 * sheet.leading:
                setter.new_page()
            setter.paragraph(block, "I" if block.level == 1 else "B", notes, 0 if block.level == 1 else sheet.leading)
        elif block.kind in ("table_head", "table_row"):
            setter.row([cell.text for cell in block.cells], last=block is blocks[-1])
        elif block.kind == "list" and not block.text.startswith(block.label):
            setter.paragraph(replace(block, text=f"{bullet} {block.text}"), "", notes, 0)
        elif "\n" in block.text:
            for line in block.text.split("\n"):
                setter.put(sheet.left, setter.y, line)
                setter.y += sheet.leading
            setter.y += sheet.leading
        else:
            setter.paragraph(block, "", notes, sheet.leading)
    return setter.finish()
