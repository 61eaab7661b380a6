"""One score out of several signals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.fusion import Weights, fuse, max_sim, rerank, shipped_weights

values = st.lists(st.floats(0, 30, width=32), min_size=1, max_size=12)


def test_the_shipped_weights_lean_on_meaning() -> None:
    weights = shipped_weights()
    assert 0.6 <= weights.dense / (weights.dense + weights.lexical) <= 0.85


def test_the_candidate_best_by_both_signals_wins_and_scores_one() -> None:
    scores = fuse({"dense": np.array([0.9, 0.8, 0.7]), "lexical": np.array([8.0, 2.0, 0.0])}, Weights(0.7, 0, 0.3))
    assert scores[0] == pytest.approx(1.0)
    assert list(np.argsort(-scores)) == [0, 1, 2]


def test_a_signal_that_is_absent_gives_its_weight_to_the_others() -> None:
    alone = fuse({"lexical": np.array([4.0, 1.0])}, Weights(0.7, 0.2, 0.3))
    assert list(alone) == [1.0, 0.25]


def test_no_word_in_common_counts_for_nothing_however_the_others_score() -> None:
    scores = fuse({"lexical": np.array([0.0, 5.0, 10.0])}, Weights(0, 0, 1))
    assert list(scores) == [0.0, 0.5, 1.0]


@given(values)
def test_scores_lie_between_zero_and_one_and_the_order_of_a_single_signal_is_kept(signal: list[float]) -> None:
    given_values = np.array(signal, np.float64)
    scores = fuse({"dense": given_values}, Weights(1, 0, 0))
    assert ((scores >= 0) & (scores <= 1)).all()
    assert (
        list(np.argsort(-scores, kind="stable")) == list(np.argsort(-given_values, kind="stable"))
        or np.ptp(signal) == 0
    )


def test_late_interaction_finds_the_nearest_token_for_each_token_of_the_question() -> None:
    question, passage = np.eye(3, dtype=np.float32)[:2], np.eye(3, dtype=np.float32)[[1, 2]]
    assert max_sim(question, passage, np.array([0.25, 0.75])) == pytest.approx(0.75)
    assert max_sim(question, np.empty((0, 3), np.float32), np.array([0.5, 0.5])) == 0.0


def test_late_interaction_can_turn_the_order_around_by_its_share_only() -> None:
    first, late = np.array([1.0, 0.9]), np.array([0.1, 0.9])
    assert list(rerank(first, late, Weights(1, 0, 0, 0.2))) == [0.8, 0.2]
    assert list(rerank(first, late, Weights(1, 0, 0, 0.6))) == pytest.approx([0.4, 0.6])
