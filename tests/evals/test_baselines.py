"""The plain LlamaIndex baseline, real but for the encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from evals.baselines import PlainIndex
from ingest.document import Document
from ingest.reading.read import read_file

LETTER = """# Brief over de recherche

## Capaciteit

Er is 171 fte toegevoegd aan de recherche in de eenheden.

## Straffen

Van de opgelegde straffen wordt 90% binnen 24 maanden uitgevoerd.
"""


class WordEncoder:
    """Vectors that count words, so that texts with the same words are near each other."""

    name, fingerprint, dimension = "woorden", "woorden@1", 64

    def encode_passages(self, texts: Sequence[str]) -> Any:
        """One vector a text."""
        vectors = np.full((len(texts), self.dimension), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    encode_queries = encode_passages


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A short letter, read from Markdown."""
    path = tmp_path_factory.mktemp("baseline") / "brief-recherche.md"
    path.write_text(LETTER, encoding="utf-8")
    return read_file(path)


def test_the_baseline_answers_with_the_best_chunk_and_cites_every_paragraph_in_it(letter: Document) -> None:
    answer = PlainIndex([letter], WordEncoder()).ask("Hoeveel fte is toegevoegd?", id="q1")
    assert answer.id == "q1"
    assert "171 fte" in answer.text
    assert {c.paragraph_id for c in answer.citations} == {p.id for p in letter.paragraphs}
    assert all(letter.text[c.start : c.end] == c.quote for c in answer.citations)


def test_the_baseline_never_abstains(letter: Document) -> None:
    assert not PlainIndex([letter], WordEncoder()).ask("Wat is de hoofdstad van Frankrijk?").abstained


def test_the_baseline_leaves_the_global_settings_of_llama_index_alone(letter: Document) -> None:
    from llama_index.core import Settings

    PlainIndex([letter], WordEncoder()).ask("Hoeveel fte?")
    assert Settings._embed_model is None
    assert Settings._llm is None
