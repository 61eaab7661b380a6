"""What is added to the weights of a model."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.store.adapter import added, change_in
from ingest.store.model import load_encoder
from ingest.store.unpacking import fingerprint_of, tuning
from ingest.store.weights import shipped_file

UP, DOWN = np.array([[1.0], [2.0]], np.float16), np.array([[0.5, 0.25]], np.float16)


def test_a_matrix_gets_the_product_of_two_thin_ones_and_the_rest_the_change_itself() -> None:
    stored = {"layer.0.query.up": UP, "layer.0.query.down": DOWN, "layer.0.query.bias": np.array([1.0], np.float16)}
    weights = {
        "encoder.layer.0.query.weight": np.zeros((2, 2), np.float16),
        "encoder.layer.0.query.bias": np.array([0.5], np.float16),
        "embeddings.word_embeddings.weight": np.ones((3, 2), np.float16),
    }
    found = added(weights, stored)
    assert found["encoder.layer.0.query.weight"].tolist() == [[0.5, 0.25], [1.0, 0.5]]
    assert found["encoder.layer.0.query.bias"].tolist() == [1.5]
    assert found["embeddings.word_embeddings.weight"] is weights["embeddings.word_embeddings.weight"]
    assert {name: value.dtype for name, value in found.items()} == {n: np.dtype(np.float16) for n in weights}


def test_without_an_entry_nothing_changes() -> None:
    assert change_in({}, "layer.0.query.weight") is None


def test_the_tuned_model_is_another_than_the_one_it_was_made_from(models: Path) -> None:
    assert fingerprint_of(shipped_file(), tuning()) != fingerprint_of(shipped_file())
    tuned, plain = load_encoder(models.parent), load_encoder(models.parent, tuned=False)
    assert tuned.fingerprint != plain.fingerprint


def test_the_tuned_model_finds_what_answers_in_other_words(models: Path) -> None:
    question = "Wie hakt de knoop door over wat voorgaat?"
    sentences = [
        "Het is aan het bevoegd gezag om de prioriteiten te bepalen.",
        "In 2020 zijn drie knopen in het spoornet vernieuwd.",
        "De politie voert de onderzoeken uit.",
    ]
    encoder = load_encoder(models.parent)
    near = encoder.encode_passages(sentences) @ encoder.encode_queries([question])[0]
    assert int(near.argmax()) == 0
