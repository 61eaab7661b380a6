"""Draws the ribbon and the ministry's name at the head of the letter, as shapes.

Invariant: nothing here becomes text of the PDF, as in the original, where the letterhead is a picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

BLUE = "#154273"
LINES = ("Ministerie van Justitie en Veiligheid",)


def draw_wordmark(pdf: Any) -> None:
    """The blue ribbon at the top of the page, and beside it the ministry's name in a serif."""
    centre = pdf.w / 2
    pdf.set_fill_color(0x15, 0x42, 0x73)
    pdf.rect(centre - 17.0, 0.0, 34.0, 92.0, style="F")
    pdf.set_fill_color(0, 0, 0)
    for at, line in enumerate(LINES):
        draw_outline(pdf, line, centre + 25.0, 87.0 + at * 12.0, 9.4)


def draw_outline(pdf: Any, text: str, x: float, y: float, size: float) -> None:
    """Draws the outlines of a text on its baseline."""
    import matplotlib
    from fontTools.ttLib import TTFont

    font = TTFont(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf")
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    with pdf.new_path() as path:
        path.style.fill_color, path.style.stroke_color = "#000000", None
        for character in text:
            glyph = glyphs[names[ord(character)]]
            glyph.draw(_pen(glyphs, path, x, y, scale))
            x += glyph.width * scale


def _pen(glyphs: Any, path: Any, x: float, y: float, scale: float) -> Any:
    from fontTools.pens.basePen import BasePen

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return round(x + point[0] * scale, 3), round(y - point[1] * scale, 3)

    class Pen(BasePen):
        """Draws a glyph into the path."""

        def _moveTo(self, point: tuple[float, float]) -> None:
            path.move_to(*place(point))

        def _lineTo(self, point: tuple[float, float]) -> None:
            path.line_to(*place(point))

        def _curveToOne(self, a: Any, b: Any, c: Any) -> None:
            path.curve_to(*place(a), *place(b), *place(c))

        def _closePath(self) -> None:
            path.close()

    return Pen(glyphs)
