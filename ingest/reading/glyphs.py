"""Follows the operators of a page's content and notes where each word stands and in which font.

Invariant: every character that an operator shows, visible or not, is in exactly one chunk. Standard library only: the
parsed operators and fonts come from the owner of the PDF library.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Protocol

from ingest.reading.chunk import Chunk
from ingest.reading.matrix import IDENTITY, Matrix, multiply, turned
from ingest.reading.strokes import MOST_RULES, Line, Strokes, rules_of

Operations = Iterable[tuple[Sequence[Any], bytes]]
DEEPEST_FORM = 12
SPACE_EM = 0.14
"""A gap wider than this part of the type size is a space."""


class Face(Protocol):
    """A font: its emphasis, and how it turns bytes into characters with widths in ems."""

    bold: bool
    italic: bool

    def decode(self, data: bytes) -> list[tuple[str, float, bool]]:
        """Characters, their widths, and whether each is the single-byte space."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form XObject: its own matrix, its operators and its resources."""

    matrix: Matrix
    operations: Operations
    faces: Callable[[str], Face | None]
    forms: Callable[[str], Form | str]


@dataclass(frozen=True, slots=True)
class _State:
    ctm: Matrix = IDENTITY
    face: Face | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class Ink:
    """What a page shows, gathered while its operators run."""

    chunks: list[tuple[Chunk, int]] = field(default_factory=list)
    """Chunks in unrotated coordinates (y upwards) with the angle they run at, in quarter turns."""
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Drawn lines from point to point, unrotated."""
    pictures: int = 0


def run(form: Form, ink: Ink, ctm: Matrix = IDENTITY, depth: int = 0) -> None:
    """Add what ``form`` shows to ``ink``."""
    _Runner(form, ink, ctm, depth).run()


class _Runner:
    """The state of the text and graphics operators while one stream runs."""

    def __init__(self, form: Form, ink: Ink, ctm: Matrix, depth: int) -> None:
        self.form, self.ink, self.depth = form, ink, depth
        self.state = _State(ctm=multiply(form.matrix, ctm))
        self.stack: list[_State] = []
        self.line = self.text = IDENTITY
        self.word = ""
        self.word_from: Matrix = IDENTITY
        self.spaced = False
        self.strokes = Strokes()

    def run(self) -> None:
        """Run every operator of the stream; those that draw no text, line or picture are passed over."""
        for operands, operator in self.form.operations:
            action = _ACTIONS.get(operator)
            if action is not None:
                action(self, operands)
        self.flush()

    def save(self, _: Sequence[Any]) -> None:
        """``q``: keep the graphics state; no deeper than 500, so that a hostile stream stays small."""
        if len(self.stack) < 500:
            self.stack.append(self.state)

    def restore(self, _: Sequence[Any]) -> None:
        """``Q``: take back the state kept last; a ``Q`` too many changes nothing."""
        self.flush()
        if self.stack:
            self.state = self.stack.pop()

    def concatenate(self, operands: Sequence[Any]) -> None:
        """``cm``: put a matrix before the current one."""
        self.flush()
        self.state = replace(self.state, ctm=multiply(_matrix(operands), self.state.ctm))

    def begin(self, _: Sequence[Any]) -> None:
        """``BT`` and ``ET``: the text and line matrices start anew."""
        self.flush()
        self.line = self.text = IDENTITY

    def font(self, operands: Sequence[Any]) -> None:
        """``Tf``: the font by its name among the resources, and its size."""
        self.flush()
        self.state = replace(self.state, face=self.form.faces(str(operands[0])), size=float(operands[1]))

    def set(self, name: str, value: float) -> None:
        """Change one value of the graphics state."""
        self.state = replace(self.state, **{name: value})  # type: ignore[arg-type]

    def move(self, operands: Sequence[Any]) -> None:
        """``Td``: the next line, at an offset from the start of this one."""
        self.flush()
        self.line = self.text = multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)

    def move_leading(self, operands: Sequence[Any]) -> None:
        """``TD``: like ``Td``, and the offset down becomes the leading."""
        self.set("leading", -float(operands[1]))
        self.move(operands)

    def place(self, operands: Sequence[Any]) -> None:
        """``Tm``: set the text and line matrices."""
        self.flush()
        self.line = self.text = _matrix(operands)

    def next_line(self, _: Sequence[Any] = ()) -> None:
        """``T*``: the next line, one leading down."""
        self.move((0.0, -self.state.leading))

    def show(self, operands: Sequence[Any]) -> None:
        """``Tj``: show a string."""
        self.show_bytes(_bytes(operands[0]))

    def show_next(self, operands: Sequence[Any]) -> None:
        """``'``: show a string on the next line."""
        self.next_line()
        self.show(operands)

    def show_spaced(self, operands: Sequence[Any]) -> None:
        """``"``: set word and letter spacing and show a string on the next line."""
        self.set("word_space", float(operands[0]))
        self.set("letter_space", float(operands[1]))
        self.show_next(operands[2:])

    def show_array(self, operands: Sequence[Any]) -> None:
        """``TJ``: strings with shifts between them, in thousandths of an em; a wide one ends the word."""
        for item in operands[0]:
            if isinstance(item, int | float):
                shift = -float(item) / 1000 * self.state.size * self.state.stretch
                if abs(float(item)) > 1000 * SPACE_EM:
                    self.flush()
                self.advance(shift)
            else:
                self.show_bytes(_bytes(item))

    def show_bytes(self, data: bytes) -> None:
        """Note the characters of a string where they stand; nothing without a font that can be read."""
        state = self.state
        if state.face is None:
            return
        for text, width, is_space in state.face.decode(data):
            step = (width * state.size + state.letter_space + (state.word_space if is_space else 0.0)) * state.stretch
            if text.isspace() or not text:
                self.flush()
                self.spaced = self.spaced or bool(text)
                self.advance(step)
                continue
            if not self.word:
                self.word_from = self.text
            self.word += text
            self.advance(step)

    def advance(self, step: float) -> None:
        """Move the text position by ``step``, in text space."""
        self.text = multiply((1, 0, 0, 1, step, 0), self.text)

    def flush(self) -> None:
        """End the word under way and note it."""
        if not self.word:
            return
        state = self.state
        start = multiply(multiply((1, 0, 0, 1, 0, state.rise), self.word_from), state.ctm)
        end = multiply(multiply((1, 0, 0, 1, 0, state.rise), self.text), state.ctm)
        turns = round(math.atan2(start[1], start[0]) / (math.pi / 2)) % 4
        size = abs(state.size) * math.hypot(start[2], start[3])
        slanted = abs(start[0] * start[2] + start[1] * start[3]) > 0.1 * math.hypot(start[0], start[1]) * math.hypot(
            start[2], start[3]
        )
        face = state.face
        chunk = Chunk(
            self.word,
            *turned(start[4], start[5], end[4], end[5], turns),
            size,
            bool(face and face.bold) or state.mode == 2,
            bool(face and face.italic) or slanted,
            self.spaced,
        )
        self.ink.chunks.append((chunk, turns))
        self.word, self.spaced = "", False

    def paint(self, operands: Sequence[Any]) -> None:
        """``Do``: run a form XObject, down to a bounded depth, or count an image."""
        self.flush()
        found = self.form.forms(str(operands[0]))
        if isinstance(found, str):
            self.ink.pictures += found == "picture"
        elif self.depth < DEEPEST_FORM:
            run(found, self.ink, self.state.ctm, self.depth + 1)

    def picture(self, _: Sequence[Any]) -> None:
        """An inline image: counted only."""
        self.ink.pictures += 1

    def stroke(self, _: Sequence[Any]) -> None:
        """``S`` and its kin: note the lines of the outline."""
        self._rule(self.strokes.stroked())

    def fill(self, _: Sequence[Any]) -> None:
        """``f`` and its kin: note the filled rectangles that are lines."""
        self._rule(self.strokes.filled())

    def _rule(self, lines: Iterable[Line]) -> None:
        room = max(0, MOST_RULES - len(self.ink.rules))
        self.ink.rules += islice(rules_of(lines, self.state.ctm), room)


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands[:6])
    return a, b, c, d, e, f


def _bytes(operand: Any) -> bytes:
    return operand.encode("latin-1", "replace") if isinstance(operand, str) else bytes(operand)


def _setter(name: str, scale: float = 1.0) -> Callable[[_Runner, Sequence[Any]], None]:
    def action(runner: _Runner, operands: Sequence[Any]) -> None:
        """Set the value from the operand, which the next character feels."""
        runner.flush()
        runner.set(name, float(operands[0]) * scale)

    return action


def _drawing(draw: Callable[[Strokes, Sequence[Any]], None]) -> Callable[[_Runner, Sequence[Any]], None]:
    return lambda runner, operands: draw(runner.strokes, operands)


def _set_mode(runner: _Runner, operands: Sequence[Any]) -> None:
    runner.flush()
    runner.state = replace(runner.state, mode=int(operands[0]))


_ACTIONS: dict[bytes, Callable[[_Runner, Sequence[Any]], None]] = {
    b"q": _Runner.save,
    b"Q": _Runner.restore,
    b"cm": _Runner.concatenate,
    b"BT": _Runner.begin,
    b"ET": _Runner.begin,
    b"Tf": _Runner.font,
    b"Tc": _setter("letter_space"),
    b"Tw": _setter("word_space"),
    b"Tz": _setter("stretch", 0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"Tr": _set_mode,
    b"Td": _Runner.move,
    b"TD": _Runner.move_leading,
    b"Tm": _Runner.place,
    b"T*": _Runner.next_line,
    b"Tj": _Runner.show,
    b"'": _Runner.show_next,
    b'"': _Runner.show_spaced,
    b"TJ": _Runner.show_array,
    b"Do": _Runner.paint,
    b"INLINE IMAGE": _Runner.picture,
    b"re": _drawing(Strokes.rectangle),
    b"m": _drawing(Strokes.move_to),
    b"l": _drawing(Strokes.line_to),
    **dict.fromkeys((b"S", b"s", b"B", b"B*", b"b", b"b*"), _Runner.stroke),
    **dict.fromkeys((b"f", b"F", b"f*"), _Runner.fill),
    b"n": _drawing(Strokes.forget),
}
