"""Draws one PDF page with a paragraph in sand and quoted words in yellow; runs as a child process of its own.

Invariant: reads one file, writes one PNG to stdout, within the memory and time it is given. Owner of pypdfium2.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SCALE = 2.0
SAND, YELLOW, EDGE = (243, 234, 205), (255, 226, 130), (176, 125, 0)
Rect = tuple[float, float, float, float]


def main() -> int:
    """Arguments: the file, the page (1-based), and JSON with ``boxes`` and ``words``."""
    _bound()
    order = json.loads(sys.argv[3])
    picture = draw(Path(sys.argv[1]), int(sys.argv[2]), order["boxes"], order["words"])
    picture.save(sys.stdout.buffer, "PNG")
    return 0


def _bound(memory: int = 1 << 30, seconds: int = 20) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def draw(path: Path, number: int, boxes: Iterable[Rect], words: Iterable[str]) -> Any:
    """The page as a picture. Boxes have their origin at the top left; ``words`` are found on the page itself."""
    import pypdfium2
    from PIL import Image, ImageChops, ImageDraw

    document = pypdfium2.PdfDocument(path)
    page = document[number - 1]
    picture = page.render(scale=SCALE).to_pil().convert("RGB")
    layer = Image.new("RGB", picture.size, (255, 255, 255))
    pen = ImageDraw.Draw(layer)
    found = tuple(boxes)
    for box in found:
        pen.rectangle(_scaled(box, 3), fill=SAND)
    for box in (box for quote in words for box in quoted(page, quote, found)):
        pen.rectangle(_scaled(box, 1), fill=YELLOW)
    for box in found:
        x = min(b[0] for b in found) - 8
        pen.rectangle(_scaled((x, box[1] - 2, x, box[3] + 2), 2), fill=EDGE)
    return ImageChops.multiply(picture, layer)


def _scaled(box: Rect, margin: float) -> Rect:
    x0, y0, x1, y1 = (value * SCALE for value in box)
    return x0 - margin, y0 - margin, x1 + margin, y1 + margin


def quoted(page: Any, words: str, within: tuple[Rect, ...] = ()) -> list[Rect]:
    """Rectangles around ``words`` on the page, one a line; spaces, hyphens and footnote calls do not matter."""
    signs = _signs(page)
    for keep in (str.isalnum, str.isalpha):
        kept = [(char, box) for char, box in signs if keep(char)]
        wanted = "".join(char for char in words.lower() if keep(char))
        start = _nearest("".join(char for char, _ in kept), wanted, [box for _, box in kept], within)
        if wanted and start >= 0:
            return _lines(box for _, box in kept[start : start + len(wanted)])
    return []


def _signs(page: Any) -> list[tuple[str, Rect]]:
    """The letters and digits of a page in reading order, lower case, with their boxes (origin at the top left)."""
    import pypdfium2

    text, top = page.get_textpage(), page.get_height()
    signs = []
    for index in range(text.count_chars()):
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index)).lower()
        if len(char) == 1 and char.isalnum():
            x0, y0, x1, y1 = text.get_charbox(index, loose=True)
            signs.append((char, (x0, top - y1, x1, top - y0)))
    return signs


def _nearest(flat: str, wanted: str, boxes: list[Rect], within: tuple[Rect, ...]) -> int:
    """Where ``wanted`` stands in ``flat``: the occurrence inside the paragraph's boxes when there are several."""
    start = first = flat.find(wanted) if wanted else -1
    while start >= 0:
        x0, y0, x1, y1 = boxes[start]
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if not within or any(b[0] - 2 <= x <= b[2] + 2 and b[1] - 2 <= y <= b[3] + 2 for b in within):
            return start
        start = flat.find(wanted, start + 1)
    return first


def _lines(boxes: Iterable[Rect]) -> list[Rect]:
    lines: list[Rect] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and abs((last[1] + last[3]) - (box[1] + box[3])) < (box[3] - box[1]) and box[0] >= last[0]:
            lines[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            lines.append(box)
    return lines


if __name__ == "__main__":
    sys.exit(main())
