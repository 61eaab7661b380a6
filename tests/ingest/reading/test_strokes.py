"""The lines that a page draws."""

from __future__ import annotations

from ingest.reading.matrix import IDENTITY
from ingest.reading.strokes import Strokes, rules_of


def drawn() -> Strokes:
    strokes = Strokes()
    strokes.rectangle((0, 0, 100, 50))
    strokes.move_to((0, 80))
    strokes.line_to((60, 80))
    return strokes


def test_the_outline_of_a_rectangle_is_four_lines_and_a_segment_one() -> None:
    assert len(drawn().stroked()) == 5


def test_of_what_is_filled_only_a_thin_rectangle_is_a_line() -> None:
    strokes = drawn()
    strokes.rectangle((0, 90, 60, 1))
    assert strokes.filled() == [(0, 90, 60, 91)]


def test_painting_ends_the_path() -> None:
    strokes = drawn()
    strokes.filled()
    assert strokes.stroked() == []


def test_short_and_slanted_lines_rule_no_table() -> None:
    lines = [(0, 0, 5, 0), (0, 0, 50, 50), (0, 0, 50, 0)]
    assert list(rules_of(lines, IDENTITY)) == [(0, 0, 50, 0)]
