"""Tuning the embedding model: what answers comes nearest, and what is written is what is read back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evals.passages import Asked, Passage
from evals.tune import (
    ALIKE,
    BATCH,
    _nearest,
    alike,
    batches,
    first_right,
    paragraphs,
    prepared,
    thin,
    tune,
    write,
)
from ingest.store.adapter import change_in
from ingest.store.model import SentenceEncoder, load_encoder

SENTENCES = tuple(f"Zin {n} gaat over fietsen." for n in range(12))
PASSAGE = Passage("Kamerbrief", "Fietsen", SENTENCES, (Asked("Wat is zin 3?", (3, 4, 5)), Asked("Hoeveel autos?", ())))
OTHER = Passage(
    "Kamerbrief",
    "Honden",
    ("De hond blaft niet.", "De kat ook.", "De vis zwemt.", "Een koe."),
    (Asked("Wat doet de hond?", (0,)),),
)


def test_a_batch_holds_passages_that_resemble_each_other_and_none_comes_twice() -> None:
    passages = [
        Passage("Brief", subject, (f"Over {subject} {n}.",), (Asked("Wat?", (0,)),))
        for subject in ("fietsen", "honden", "schepen", "wapens")
        for n in range(ALIKE * 2)
    ]
    found = list(batches(passages, random.Random(1)))
    assert [len(batch) for batch in found] == [BATCH] * (len(passages) // BATCH)
    assert len({id(p) for batch in found for p in batch}) == len(passages)
    headings = [[p.heading for p in batch[at : at + ALIKE]] for batch in found for at in range(0, BATCH, ALIKE)]
    assert all(len(set(group)) == 1 for group in headings)
    assert alike(passages)[0][0] == 0


def test_paragraphs_cover_their_passages_in_order() -> None:
    texts, places = paragraphs([PASSAGE, OTHER], random.Random(3))
    assert [(n, i) for n, at in places for i in at] == [(0, i) for i in range(12)] + [(1, i) for i in range(4)]
    assert len({text.startswith("Kamerbrief\n") for text in texts}) <= 2
    for text, (number, at) in zip(texts, places, strict=True):
        assert text.endswith(" ".join((PASSAGE, OTHER)[number].sentences[at.start : at.stop]))


def test_the_loss_falls_when_what_answers_is_nearest() -> None:
    import torch

    questions = torch.eye(2)
    right = torch.tensor([[True, False], [False, True]])
    assert _nearest(questions, torch.eye(2), right) < _nearest(questions, torch.eye(2).flip(0), right)


def test_a_change_of_low_rank_is_kept_whole() -> None:
    import torch

    change = torch.outer(torch.arange(5.0), torch.arange(7.0))
    kept = thin("layer.0.query", change, 2)
    assert torch.allclose(change_in(kept, "layer.0.query.weight"), change, atol=1e-4)
    assert kept["layer.0.query.up"].shape == (5, 2)


@pytest.mark.slow
def test_a_short_training_learns_and_is_read_back(models: Path, tmp_path: Path) -> None:
    import torch

    encoder = load_encoder(models.parent, tuned=False)
    assert isinstance(encoder, SentenceEncoder)
    tuned = prepared(encoder)
    losses = list(tune(tuned, [PASSAGE, OTHER] * BATCH, epochs=3, rate=1e-4, seed=1))
    assert sum(losses[-2:]) < sum(losses[:2])
    assert first_right(tuned, [OTHER]) == (1.0, 1.0, 1)
    write(tuned, tmp_path / "adapter.safetensors")
    again = prepared(encoder, tmp_path / "adapter.safetensors")
    with torch.inference_mode():
        near = tuned.vectors(SENTENCES, "passage") * again.vectors(SENTENCES, "passage")
    assert near.sum(1).min() > 0.99
