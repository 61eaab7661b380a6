"""A stream of words is cut into whole sentences, never into halves."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language_model.stream import LONGEST, sentences

TEXT = (
    "De politie krijgt 171 fte. [K7Q2] In 2019 kwamen er 1.529 zaken bij (art. 3 Pw) [M3XD][P4TZ]. "
    "Dat is o.a. veel! [B2CD]\n- Een punt [K7Q2].\n- Nog een [K7Q2]."
)
WHOLE = [
    "De politie krijgt 171 fte [K7Q2].",
    "In 2019 kwamen er 1.529 zaken bij (art. 3 Pw) [M3XD][P4TZ].",
    "Dat is o.a. veel [B2CD]!",
    "- Een punt [K7Q2].",
    "- Nog een [K7Q2].",
]


@settings(deadline=None)
@given(st.lists(st.integers(1, len(TEXT) - 1), max_size=40))
def test_however_the_stream_is_broken_up_the_same_sentences_come_out(cuts: list[int]) -> None:
    places = [0, *sorted(set(cuts)), len(TEXT)]
    pieces = [TEXT[a:b] for a, b in itertools.pairwise(places)]
    assert list(sentences(pieces)) == WHOLE


def test_a_sentence_is_held_until_its_token_is_complete() -> None:
    given_out: list[str] = []

    def pieces() -> object:
        for piece in ("De norm was 190. ", "[K7", "Q2] ", "De realisatie"):
            yield piece
            taken.append(list(given_out))

    taken: list[list[str]] = []
    for sentence in sentences(pieces()):  # type: ignore[arg-type]
        given_out.append(sentence)
    assert taken[0] == taken[1] == []
    assert given_out[0] == "De norm was 190 [K7Q2]."


def test_a_run_without_an_end_is_given_out_before_it_fills_the_memory() -> None:
    pieces = iter(["hebben het kabinet "] * (2 * LONGEST // 10))
    assert len(next(sentences(pieces))) <= LONGEST + 20


@pytest.mark.parametrize("text", ["", "  \n ", "\n\n"])
def test_nothing_said_gives_no_sentences(text: str) -> None:
    assert list(sentences([text])) == []
