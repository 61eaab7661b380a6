"""Tuning the embedding model: what answers comes nearest, and what is written is what is read back."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from evals.batches import ALIKE, BATCH, alike, batches, paragraphs
from evals.passages import Asked, Passage
from evals.tune import _apart, _nearest, first_right, kept, prepared, put, thin, tune, write
from ingest.store.adapter import change_in
from ingest.store.model import SentenceEncoder, load_encoder
from ingest.store.unpacking import tuning

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
    pieces, places, sentences = paragraphs([PASSAGE, OTHER], random.Random(3))
    assert [(n, i) for n, at in places for i in at] == [(0, i) for i in range(12)] + [(1, i) for i in range(4)]
    assert [(n, i) for n, at in sentences for i in at] == [(n, i) for n, at in places for i in at]
    for piece, (number, at) in zip(pieces, places, strict=True):
        own = (PASSAGE, OTHER)[number].sentences[at.start : at.stop]
        assert piece.text.endswith(" ".join(own))
        assert tuple(piece.text[start:end] for start, end in piece.parts) == own


def test_the_loss_falls_when_what_answers_is_nearest() -> None:
    import torch

    questions = torch.eye(2)
    right = torch.tensor([[True, False], [False, True]])
    assert _nearest(questions, torch.eye(2), right) < _nearest(questions, torch.eye(2).flip(0), right)


def test_the_loss_falls_when_what_does_not_answer_lies_apart() -> None:
    import torch

    sure, right = torch.tensor([12.0, -6.0]), torch.tensor([[True, False]])
    near, vain = torch.tensor([[0.9, 0.1]]), torch.tensor([[0.2, 0.1]])
    assert _apart(sure, near, right, vain) < _apart(sure, near, right, vain + 0.5)
    assert _apart(sure, near, right, vain) < _apart(sure, torch.tensor([[0.9, 0.8]]), right, vain)
    assert _apart(sure, near, right, vain) < _apart(sure, torch.tensor([[0.4, 0.1]]), right, vain)
    assert _apart(sure, near, right, vain[:0]) > 0


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
    assert first_right(tuned, [PASSAGE, OTHER])[2:] == (1.0, 2)
    assert first_right(tuned, [OTHER])[:2] == (1.0, 1.0)
    write(kept(tuned), tmp_path / "adapter.safetensors")
    again = prepared(encoder, tmp_path / "adapter.safetensors")
    pieces = paragraphs([PASSAGE, OTHER], random.Random(3))[0]
    with torch.inference_mode():
        near = tuned.pieces(pieces)[1] * again.pieces(pieces)[1]
    assert near.sum(1).min() > 0.99
    put(tuned, kept(tuned))
    with torch.inference_mode():
        assert torch.allclose(tuned.pieces(pieces)[1], again.pieces(pieces)[1], atol=1e-3)


def test_a_sentence_is_read_as_the_product_reads_it(models: Path) -> None:
    import torch

    encoder, plain = load_encoder(models.parent), load_encoder(models.parent, tuned=False)
    assert isinstance(plain, SentenceEncoder)
    pieces = paragraphs([PASSAGE, OTHER], random.Random(3))[0]
    tuned = prepared(plain, tuning())
    with torch.inference_mode():
        texts, sentences = tuned.pieces(pieces)
    found = encoder.encode_pieces(pieces)
    assert (texts * torch.tensor(np.stack([own[0] for own in found]))).sum(1).min() > 0.999
    assert (sentences * torch.tensor(np.concatenate([own[1:] for own in found]))).sum(1).min() > 0.999
