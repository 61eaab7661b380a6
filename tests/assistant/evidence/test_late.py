"""Late interaction in the product's search: an option that changes nothing until token vectors are at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.evidence.search import embedded_texts, search
from ingest.pipeline import ingest
from ingest.store.library import Library
from ingest.store.tokens import TokenVectors
from tests.ingest.store.tiny import TinyEncoder, write_letters

QUESTION = "Wat is de norm voor cybercrime?"


class Words(TinyEncoder):
    """The tiny encoder with a vector for every word."""

    def encode_tokens(self, texts: Sequence[str], *, question: bool = False) -> list[tuple[list[int], np.ndarray]]:
        self.texts += [] if question else texts
        return [
            ([len(word) for word in text.split()], np.stack([self.encode_queries([word])[0] for word in text.split()]))
            for text in texts
        ]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Four letters."""
    ingest([write_letters(tmp_path / "brieven", 4)], data=tmp_path / "data", encoder=TinyEncoder())
    with Library.open(tmp_path / "data") as opened:
        yield opened


def test_nothing_changes_while_token_vectors_are_missing(library: Library, tmp_path: Path) -> None:
    vector = TinyEncoder().encode_queries([QUESTION])[0]
    tokens = TokenVectors(tmp_path / "tokens", Words())
    assert search(library, QUESTION, vector=vector, tokens=tokens) == search(library, QUESTION, vector=vector)


def test_with_token_vectors_the_same_candidates_come_in_an_order_that_is_always_the_same(
    library: Library, tmp_path: Path
) -> None:
    vector = TinyEncoder().encode_queries([QUESTION])[0]
    plain = search(library, QUESTION, vector=vector, k=60)
    tokens = TokenVectors(tmp_path / "tokens", Words())
    tokens.make(embedded_texts(library, plain))
    first, second = (search(library, QUESTION, vector=vector, k=60, tokens=tokens) for _ in range(2))
    assert first == second
    assert {c.passage_id for c in first} == {c.passage_id for c in plain}
    assert [c.fused for c in first] == sorted((c.fused for c in first), reverse=True)
    assert [c.fused for c in first] != [c.fused for c in plain]


def test_token_vectors_are_made_once_and_kept_within_a_hundredth(tmp_path: Path) -> None:
    encoder = Words()
    tokens = TokenVectors(tmp_path, encoder)
    tokens.make(["politie en justitie", "politie en justitie", "een ander"])
    tokens.make(["een ander"])
    assert encoder.texts == ["politie en justitie", "een ander"]
    assert tokens.missing(["een ander", "nieuw"]) == ["nieuw"]
    ((_, exact),) = Words().encode_tokens(["een ander"])
    assert np.abs(tokens.of("een ander") - exact).max() < 0.01
    assert tokens.of("nieuw").size == 0


def test_rare_tokens_of_a_question_weigh_more(tmp_path: Path) -> None:
    tokens = TokenVectors(tmp_path, Words())
    tokens.make([f"{'x' * 3} {'y' * number}" for number in range(4, 12)])
    _, importance = tokens.question("aaa bbbbb")
    assert importance.sum() == pytest.approx(1.0)
    assert importance[1] > importance[0]
