"""The cross-encoder: a pair has one score in whatever company, and an adapter only goes with its own model."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.evidence.reranking import adapter
from ingest.errors import ModelError
from ingest.store.cross_encoder import CrossEncoder, ReadsPairs, _in_eight_bits, belongs_to
from ingest.store.model import Encoder, SentenceEncoder, load_encoder
from tests.ingest.store.tiny import TinyEncoder

QUESTION = "Hoeveel rijwielen zijn er teruggevonden?"
PASSAGES = [
    "Resultaten: In 2020 zijn 400 gestolen fietsen gevonden.",
    "Resultaten: De gemeente betaalt de stalling.",
    "Werkwijze: Een fiets telt mee zodra het framenummer is gecontroleerd.",
]


@pytest.fixture(scope="module")
def reader(real_encoder: Encoder) -> CrossEncoder:
    assert isinstance(real_encoder, SentenceEncoder)
    found = real_encoder.cross_encoder(adapter())
    assert found is not None
    return found


def test_what_answers_in_other_words_is_above_what_does_not(reader: CrossEncoder) -> None:
    found, stall, counted = reader.score(QUESTION, PASSAGES)
    assert found > counted > stall


def test_the_same_pairs_have_the_same_scores_and_company_hardly_matters(real_encoder: SentenceEncoder) -> None:
    together = CrossEncoder(real_encoder, adapter()).score(QUESTION, PASSAGES)
    assert CrossEncoder(real_encoder, adapter()).score(QUESTION, PASSAGES) == together
    alone = [CrossEncoder(real_encoder, adapter()).score(QUESTION, [p])[0] for p in PASSAGES]
    assert alone == pytest.approx(together, abs=0.3)


def test_what_was_asked_before_is_not_computed_again(reader: CrossEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    first = reader.score(QUESTION, PASSAGES)

    def refuse(*args: object) -> list[float]:
        raise AssertionError("computed again")

    monkeypatch.setattr(reader, "_run", refuse)
    assert reader.score(QUESTION, PASSAGES) == first
    assert reader.score(QUESTION, []) == []


def test_vectors_stay_as_they_are_beside_a_cross_encoder(real_encoder: Encoder, models: Path) -> None:
    untouched = load_encoder(models.parent).encode_queries([QUESTION])
    assert isinstance(real_encoder, ReadsPairs)
    reader = real_encoder.cross_encoder(adapter())
    assert reader is not None
    reader.score(QUESTION, PASSAGES)
    assert (load_encoder(models.parent).encode_queries([QUESTION]) == untouched).all()
    assert (real_encoder.encode_queries([QUESTION]) == untouched).all()


def test_a_token_that_holds_great_values_does_not_spoil_the_others() -> None:
    import torch

    torch.manual_seed(1)
    exact, whole = torch.nn.Linear(64, 32), torch.nn.Linear(64, 32)
    whole.load_state_dict(exact.state_dict())
    _in_eight_bits(whole)
    tokens = torch.randn(2, 5, 64)
    tokens[0, 0] *= 1_000
    with torch.inference_mode():
        wanted, given = exact(tokens), whole(tokens)
    assert given.shape == wanted.shape
    assert (given - wanted)[0, 1:].abs().max() < 0.05
    assert (whole(tokens[:1]) == given[:1]).all()


def test_a_question_of_any_length_is_read(reader: CrossEncoder) -> None:
    assert len(reader.score("Hoeveel? " * 10_000, ["Vier. " * 10_000])) == 1


def test_an_adapter_of_another_model_is_refused(real_encoder: SentenceEncoder, tmp_path: Path) -> None:
    own = tmp_path / "eigen"
    shutil.copytree(real_encoder._folder, own)
    other = load_encoder(tmp_path, str(own))
    assert isinstance(other, SentenceEncoder)
    assert other.cross_encoder(adapter()) is None
    assert belongs_to(adapter()) == real_encoder.fingerprint
    with pytest.raises(ModelError, match="horen niet bij het taalmodel"):
        CrossEncoder(other, adapter())
    assert not isinstance(TinyEncoder(), ReadsPairs)
