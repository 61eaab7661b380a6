"""What lies on top of a page in a PDF: filled-in form fields and text that was typed over it.

Invariant: a field shows its value as a reader sees it; hidden fields and comments are not shown. Knows the PDF's
objects only as mappings; pypdf itself is not used here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ingest.reading.chunk import Chunk
from ingest.reading.glyphs import Form, Ink, run
from ingest.reading.matrix import Matrix, turned_point

_HIDDEN = 0b10
_SIZE, _LEADING = 10.0, 12.0
_DEEPEST = 8
Place = tuple[float, ...]
"""Left, bottom, right and top of a field in the frame in which its text reads from left to right."""
TICKED, EMPTY = "☒", "☐"


def add_annotations(annotations: Any, ink: Ink, form: Callable[[Any], Form], turns: int) -> None:
    """Add what the annotations of a page show to ``ink``; ``turns`` is the rotation of the page in quarters."""
    for entry in annotations or ():
        annotation = entry.get_object()
        kind = _plain(annotation, "/Subtype")
        if kind not in ("/Widget", "/FreeText") or int(annotation.get("/F", 0)) & _HIDDEN:
            continue
        frame = tuple(float(value) for value in annotation["/Rect"])
        corners = [turned_point(frame[0], frame[1], turns), turned_point(frame[2], frame[3], turns)]
        place = (*map(min, zip(*corners, strict=True)), *map(max, zip(*corners, strict=True)))
        if kind == "/Widget" and _inherited(annotation, "/FT") == "/Btn":
            _add_button(annotation, ink, place, turns)
            continue
        value = _value(annotation, "/V" if kind == "/Widget" else "/Contents")
        if value.strip() and not _add_appearance(annotation, ink, form, frame, place, turns, value):
            _add_text(value, ink, place, turns)


def _plain(annotation: Any, name: str) -> str:
    return str(annotation[name]) if name in annotation else ""


def _inherited(annotation: Any, name: str) -> Any:
    """An entry of a field, or of the field that it is part of."""
    for _ in range(_DEEPEST):
        if name in annotation:
            return annotation[name]
        if "/Parent" not in annotation:
            break
        annotation = annotation["/Parent"]
    return None


def _value(annotation: Any, name: str) -> str:
    found = _inherited(annotation, name)
    if isinstance(found, list):
        return "\n".join(str(item.get_object()) for item in found)
    if isinstance(found, bytes):
        return found.decode("latin-1")
    return str(found) if isinstance(found, str) else ""


def _add_button(annotation: Any, ink: Ink, place: Place, turns: int) -> None:
    """A box that can be ticked, with its state; a button to press says nothing."""
    flags = int(_inherited(annotation, "/Ff") or 0)
    if flags & 1 << 16:
        return
    state = _plain(annotation, "/AS") or str(_inherited(annotation, "/V") or "/Off")
    _add_text(EMPTY if state == "/Off" else TICKED, ink, place, turns)


def _add_appearance(
    annotation: Any, ink: Ink, form: Callable[[Any], Form], frame: Place, place: Place, turns: int, value: str
) -> bool:
    """Add the field as it was drawn, when that shows its value; says whether it does."""
    drawn = annotation.get("/AP", {})
    stream = drawn.get("/N", None)
    if stream is None or not hasattr(stream, "get_data"):
        return False
    box = [float(number) for number in stream["/BBox"]] if "/BBox" in stream else [0.0, 0.0, 1.0, 1.0]
    own = Ink()
    move: Matrix = (1.0, 0.0, 0.0, 1.0, min(frame[0::2]) - box[0], min(frame[1::2]) - box[1])
    run(form(stream), own, move)
    if _letters(chunk.text for chunk, _ in own.chunks) != _letters([value]):
        return False
    label = _label_of(ink, place, turns)
    words = [chunk for chunk, _ in own.chunks]
    if label is not None and words and len({round(word.y) for word in words}) == 1:
        words = [replace(word, y=label.y) for word in _beside(words, label, place[2])]
    ink.chunks += [(word, own_turns) for word, (_, own_turns) in zip(words, own.chunks, strict=True)]
    return True


def _letters(texts: Any) -> str:
    return "".join(c for text in texts for c in text if not c.isspace())


def _add_text(value: str, ink: Ink, place: Place, turns: int) -> None:
    """Words in a rectangle: on one line in the middle of it, on more lines from its top."""
    left, bottom, right, top = place
    lines = [line for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    size = min(_SIZE, max(top - bottom - 2, 4.0)) if len(lines) == 1 else _SIZE
    level = bottom + (top - bottom - size) / 2 + 0.22 * size if len(lines) == 1 else top - _LEADING
    label = _label_of(ink, place, turns)
    level = label.y if label else level
    for number, line in enumerate(lines):
        words = list(_words(line, left + 2, level - number * _LEADING, size))
        if label and not number:
            words = _beside(words, label, right)
        ink.chunks += [(word, turns) for word in words]


def _label_of(ink: Ink, place: Place, turns: int) -> Chunk | None:
    """The printed word beside a field that is nearest to it."""
    left, bottom, right, top = place
    reach = max(bottom, top - 1.6 * _LEADING)
    beside = [
        (min(abs(left - chunk.x1), abs(chunk.x0 - right)), at)
        for at, (chunk, own) in enumerate(ink.chunks)
        if own == turns and reach <= chunk.y <= top and (chunk.x1 <= left + 2 or chunk.x0 >= right - 2)
    ]
    return ink.chunks[min(beside)[1]][0] if beside else None


def _beside(words: list[Chunk], label: Chunk, right: float) -> list[Chunk]:
    """A value drawn near to its label, so that however wide the gap between them they are one line."""
    if label.x0 >= right - 2:
        return [*words[:-1], replace(words[-1], x1=max(words[-1].x1, label.x0 - 3))]
    return [replace(words[0], x0=min(words[0].x0, label.x1 + 3)), *words[1:]]


def _words(line: str, left: float, level: float, size: float) -> Iterator[Chunk]:
    for word in line.split():
        width = 0.5 * size * len(word)
        yield Chunk(word, left, left + width, level, size, spaced=True)
        left += width + 0.28 * size
