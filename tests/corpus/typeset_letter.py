"""Sets the letter of the corpus as a PDF that looks like the ministry's: ``python -m tests.corpus.typeset_letter``.

Invariant: the words are those of the conversion, and a page ends where the conversion shows that the original's did;
the same fonts and libraries give the same bytes. The letterhead's wordmark is drawn, not text; no coat of arms is.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from letter_text import Piece, Word, read_letter
from wordmark import draw_wordmark

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
SOURCE, TARGET = DOCUMENTS / "kst-28684-540.md", DOCUMENTS / "kst-28684-540.pdf"
PAGES = 7
PAGE_STARTS = (
    "politie nog in gesprek over",
    "van het criminele bedrijfsproces",
    "De financiële invalshoek van",
    "In de eenheden zal geprioriteerd worden op mensenhandel.",
    "Ik heb afspraken gemaakt ten aanzien",
    "manier het dossier positief",
)
"""The first words of each page after the first. Five follow from the conversion: a sentence cut in two, or the side
column behind a page's first paragraph; the sixth page's start left no trace there and is set for an even fill."""

LEFT, MEASURE, SIDE = 76.0, 359.0, 456.0
"""At this measure the three sentences that the page ends cut break there of themselves."""
FIRST_TOP, TOP, FOOT = 338.0, 98.0, 772.0
SIZE, LEADING = 8.6, 12.0
NOTE_SIZE, NOTE_LEADING = 6.6, 9.0
SMALL, SMALL_LEADING = 6.5, 9.0
INK, GREY = (20, 20, 20), (110, 110, 110)

RETURN = "Retouradres Postbus 20301 2500 EH Den Haag"
ADDRESSEE = ("Aan de Voorzitter van de Tweede Kamer", "der Staten-Generaal", "Postbus 20018", "2500 EA DEN HAAG")
OPENING = (("Datum", "14 november 2018"), ("Onderwerp", "Brief Veiligheidsagenda"))
SIGNATURE = ("De Minister van Justitie en Veiligheid,", "Ferd Grapperhaus")
FIRST_SIDE = (
    ("B", "Directoraat-Generaal"), ("B", "Politie"), ("", "Regie en Strategie"), ("", ""),
    ("", "Turfmarkt 147"), ("", "2511 DP Den Haag"), ("", "Postbus 20301"), ("", "2500 EH Den Haag"),
    ("", "www.rijksoverheid.nl/jenv"), ("", ""), ("B", "Ons kenmerk"), ("", "2413668"), ("", ""),
    ("I", "Bij beantwoording de datum"), ("I", "en ons kenmerk vermelden."),
    ("I", "Wilt u slechts één zaak in uw"), ("I", "brief behandelen."),
)  # fmt: skip
NEXT_SIDE = (
    ("B", "Directoraat-Generaal"), ("B", "Politie"), ("", "Regie en Strategie"), ("", ""),
    ("B", "Datum"), ("", "14 november 2018"), ("", ""), ("B", "Ons kenmerk"), ("", "2413668"),
)  # fmt: skip


class Press:
    """Sets the letter page by page; ``y`` is the baseline of the next line."""

    def __init__(self, notes: dict[str, str]) -> None:
        import fpdf
        import matplotlib

        fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
        self.pdf: Any = fpdf.FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        for style, name in (("", "Sans"), ("B", "Sans-Bold"), ("I", "Sans-Oblique"), ("BI", "Sans-BoldOblique")):
            self.pdf.add_font("DejaVu", style, fonts / f"DejaVu{name}.ttf")
        self.pdf.set_creation_date(datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC))
        self.pdf.set_lang("nl-NL")
        self.pdf.set_title("Brief Veiligheidsagenda")
        self.pdf.set_subject(
            "Reconstructie van de brief van 14 november 2018, opnieuw gezet uit een omzetting; niet het origineel."
        )
        self.pdf.set_creator("veiligheidsagenda")
        self.notes, self.called, self.y = notes, list[str](), 0.0
        self.new_page()

    def put(self, x: float, y: float, text: str, style: str = "", size: float = SIZE) -> float:
        """Sets a text on its baseline and gives its width."""
        self.pdf.set_font("DejaVu", style, size)
        self.pdf.text(x, y, text)
        return float(self.pdf.get_string_width(text))

    def width(self, text: str, style: str = "", size: float = SIZE) -> float:
        self.pdf.set_font("DejaVu", style, size)
        return float(self.pdf.get_string_width(text))

    def new_page(self) -> None:
        """Ends the page with its notes and opens the next with its side column and its number."""
        self.set_notes()
        self.pdf.add_page()
        number = self.pdf.page_no()
        self.pdf.set_text_color(*INK)
        if number == 1:
            draw_wordmark(self.pdf)
            self.set_opening()
        for at, (style, line) in enumerate(FIRST_SIDE if number == 1 else NEXT_SIDE):
            if line:
                self.put(SIDE, (168.0 if number == 1 else TOP) + at * SMALL_LEADING, line, style, SMALL)
        self.put(SIDE, 806.0, f"Pagina {number} van {PAGES}", "", SMALL)
        self.pdf.set_text_color(*GREY)
        self.put(LEFT, 806.0, "Reconstructie uit een omzetting; niet het origineel", "", 5.8)
        self.pdf.set_text_color(*INK)
        self.y = FIRST_TOP if number == 1 else TOP

    def set_opening(self) -> None:
        self.put(LEFT, 152.0, RETURN, "", 6.2)
        for at, line in enumerate(ADDRESSEE):
            self.put(LEFT, 178.0 + at * LEADING, line)
        for at, (label, value) in enumerate(OPENING):
            self.put(LEFT, 290.0 + at * LEADING, label)
            self.put(LEFT + 58.0, 290.0 + at * LEADING, value)

    def set_piece(self, piece: Piece, *, tight: bool) -> None:
        """Sets a piece, starting a page at a word that opens one; after a tight one no line is left blank."""
        for at, part in enumerate(parts_of(piece)):
            if at or _opens_page(part):
                self.new_page()
            for line in self.lines(part):
                self.set_line(line)
        self.y += 0.0 if tight else LEADING

    def lines(self, words: Sequence[Word], size: float = SIZE, measure: float = MEASURE) -> list[list[Word]]:
        """The words in lines that fit the measure; what is joined stays together."""
        lines: list[list[Word]] = []
        used = 0.0
        for group in _groups(words):
            width = sum(self.word_width(word, size) for word in group)
            space = self.width(" ", group[0].style, size)
            if lines and used + space + width <= measure:
                lines[-1] += group
                used += space + width
            else:
                lines.append(list(group))
                used = width
        return lines

    def word_width(self, word: Word, size: float) -> float:
        return self.width(word.note, word.style, size * 0.62) if word.note else self.width(word.text, word.style, size)

    def set_line(self, line: Sequence[Word]) -> None:
        x = LEFT
        for at, word in enumerate(line):
            x += self.width(" ", word.style) if at and word.spaced else 0.0
            if word.note:
                self.called.append(word.note)
                x += self.put(x, self.y - 0.36 * SIZE, word.note, word.style, SIZE * 0.62)
            else:
                x += self.put(x, self.y, word.text, word.style)
        self.y += LEADING

    def set_notes(self) -> None:
        """Sets the notes that the page calls at its foot, under a rule."""
        rows = [(label, self.lines(_plain(self.notes[label]), NOTE_SIZE, MEASURE - 8)) for label in self.called]
        y = FOOT - sum(len(lines) for _, lines in rows) * NOTE_LEADING + NOTE_LEADING
        if rows:
            self.pdf.set_line_width(0.5)
            self.pdf.line(LEFT, y - 12.0, LEFT + 144.0, y - 12.0)
        for label, lines in rows:
            self.put(LEFT, y - 2.2, label, "", 4.6)
            for line in lines:
                self.put(LEFT + 8.0, y, " ".join(word.text for word in line), "", NOTE_SIZE)
                y += NOTE_LEADING
        self.called = []

    def set_signature(self) -> None:
        self.y += LEADING
        self.put(LEFT, self.y, SIGNATURE[0])
        self.put(LEFT, self.y + 5 * LEADING, SIGNATURE[1])

    def finish(self) -> bytes:
        self.set_notes()
        return bytes(self.pdf.output())


def parts_of(piece: Piece) -> list[tuple[Word, ...]]:
    """The words of a piece, parted where a page starts within it."""
    words = piece.words
    starts = [at for at in range(1, len(words)) if _opens_page(words[at:])]
    return [words[a:b] for a, b in zip([0, *starts], [*starts, len(words)], strict=True)]


def _opens_page(words: Sequence[Word]) -> bool:
    opening = " ".join(word.text for word in words[:12] if word.text)
    return any(opening.startswith(start) for start in PAGE_STARTS)


def _groups(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words that stand together without a space."""
    group: list[Word] = []
    for word in words:
        if group and word.spaced:
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _plain(text: str) -> tuple[Word, ...]:
    return tuple(Word(word) for word in text.split())


def typeset(markdown: str) -> bytes:
    """The letter as a PDF, from its conversion."""
    pieces, notes = read_letter(markdown)
    press = Press(notes)
    for piece, following in zip_longest(pieces, pieces[1:]):
        press.set_piece(piece, tight=piece.kind == "heading" and following.kind == "text")
    press.set_signature()
    return press.finish()


def main() -> None:
    """Write the corpus's PDF anew."""
    TARGET.write_bytes(typeset(SOURCE.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
