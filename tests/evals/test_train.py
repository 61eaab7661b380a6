"""Training the cross-encoder: what answers is set above the rest, and what is written is what is read back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evals.passages import Asked, Passage
from evals.train import (
    ALIKE,
    NEAREST,
    OTHERS,
    Drawn,
    draw,
    first_right,
    look_alikes,
    loss_of,
    prepared,
    thin,
    train,
    write,
)
from ingest.store.cross_encoder import CrossEncoder, belongs_to
from ingest.store.model import SentenceEncoder, load_encoder

SENTENCES = tuple(f"Zin {n} gaat over fietsen." for n in range(12))
PASSAGE = Passage("Kamerbrief", "Fietsen", SENTENCES, (Asked("Wat is zin 3?", (3, 4, 5)), Asked("Hoeveel autos?", ())))
OTHER = Passage(
    "Kamerbrief",
    "Honden",
    ("De hond blaft niet.", "De kat ook.", "De vis zwemt.", "Een koe."),
    (Asked("Wat doet de hond?", (0,)),),
)


def test_what_answers_stands_in_front_and_some_sentences_come_from_elsewhere() -> None:
    alike = [(OTHER, at) for at in range(4)]
    drawn = [draw(PASSAGE.questions[0], PASSAGE, alike, random.Random(n)) for n in range(30)]
    for one in drawn:
        texts = [text.removeprefix("Fietsen: ") for _, text in one.pairs]
        assert one.right == 2
        assert {SENTENCES.index(t) for t in texts[:2]} <= {3, 4, 5}
        assert not {SENTENCES.index(t) for t in texts[2 : 2 + OTHERS]} & {3, 4, 5}
        assert {t.removeprefix("Honden: ") for t in texts[2 + OTHERS :]} <= set(OTHER.sentences)
        assert len(texts) == 2 + OTHERS + ALIKE
    assert {one.pairs[0][1].startswith("Fietsen: ") for one in drawn} == {True, False}


def test_look_alikes_share_letters_and_come_from_other_passages_without_the_nearest() -> None:
    found = look_alikes([PASSAGE, OTHER])
    assert all(home is OTHER for home, _ in found[PASSAGE.questions[0]])
    near = [OTHER.sentences[at] for home, at in look_alikes([OTHER, PASSAGE])[PASSAGE.questions[1]]]
    assert len(near) == len(OTHER.sentences) - NEAREST.start
    own = found[OTHER.questions[0]]
    assert len(own) == len(SENTENCES) - NEAREST.start
    assert all(home is PASSAGE for home, _ in own)


def test_the_loss_falls_when_what_answers_is_above() -> None:
    import torch

    drawn = [Drawn([("Wat?", "a"), ("Wat?", "b")], 1), Drawn([("Wie?", "a"), ("Wie?", "b")], 0)]
    good = loss_of(torch.tensor([4.0, -4.0, -4.0, -4.0]), drawn)
    assert good < loss_of(torch.zeros(4), drawn) < loss_of(torch.tensor([-4.0, 4.0, 4.0, 4.0]), drawn)


def test_a_change_of_low_rank_is_kept_whole() -> None:
    import torch

    change = torch.outer(torch.arange(5.0), torch.arange(7.0))
    kept = thin("layer.0.query", change, 2)
    assert torch.allclose(kept["layer.0.query.up"] @ kept["layer.0.query.down"], change, atol=1e-4)
    assert kept["layer.0.query.up"].shape == (5, 2)


@pytest.mark.slow
def test_a_short_training_learns_and_is_read_back(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = load_encoder(models.parent)
    assert isinstance(encoder, SentenceEncoder)
    trained = prepared(encoder)
    losses = list(train(trained, [PASSAGE, OTHER] * 12, look_alikes([PASSAGE, OTHER]), epochs=3, rate=1e-4, seed=1))
    assert sum(losses[-4:]) < sum(losses[:4])
    assert first_right(trained, [OTHER]) == (1.0, 1)
    path = tmp_path / "adapter.safetensors"
    write(trained, path, encoder.fingerprint)
    assert belongs_to(path) == encoder.fingerprint
    pairs = [("Wat is zin 3?", PASSAGE.text_of(3)), ("Wat is zin 3?", OTHER.text_of(0))]
    scored = trained.scores(pairs).tolist()
    in_eight_bits = CrossEncoder(encoder, path)
    low, high = sorted(range(2), key=scored.__getitem__)
    assert in_eight_bits.score(*_one(pairs[low]))[0] < in_eight_bits.score(*_one(pairs[high]))[0]
    monkeypatch.setattr("ingest.store.cross_encoder._in_eight_bits", lambda linear: None)
    reader = CrossEncoder(encoder, path)
    assert [reader.score(q, [t])[0] for q, t in pairs] == pytest.approx(scored, abs=0.3)


def _one(pair: tuple[str, str]) -> tuple[str, list[str]]:
    return pair[0], [pair[1]]
