"""Bootstrap intervals, AUROC and risk-coverage."""

from __future__ import annotations

import pytest

from evals.intervals import auroc, difference_of, mean_of, quantile_of, risk_coverage


def test_the_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    estimate = mean_of([1.0] * 80 + [0.0] * 20)
    assert estimate is not None
    assert estimate == mean_of([1.0] * 80 + [0.0] * 20)
    assert estimate.value == pytest.approx(0.8)
    assert 0.70 < estimate.low < 0.8 < estimate.high < 0.90


def test_no_scores_give_no_estimate() -> None:
    assert mean_of([]) is None
    assert quantile_of([], 0.5) is None


def test_a_quantile_has_an_interval_of_its_own() -> None:
    estimate = quantile_of([float(n) for n in range(101)], 0.95)
    assert estimate is not None
    assert estimate.value == pytest.approx(95)
    assert estimate.low < 95 <= estimate.high


def test_a_steady_gain_has_an_interval_above_zero() -> None:
    gain = difference_of([1.0] * 50, [0.0] * 25 + [1.0] * 25)
    assert gain is not None
    assert gain.low > 0
    with pytest.raises(ValueError, match="same length"):
        difference_of([1.0], [])


def test_auroc_is_one_for_a_perfect_order_and_half_for_ties() -> None:
    assert auroc([0.9, 0.8, 0.2], [True, True, False]) == 1.0
    assert auroc([0.5, 0.5], [True, False]) == 0.5
    assert auroc([0.5], [True]) is None


def test_risk_falls_to_zero_where_only_sure_answers_are_given() -> None:
    points = risk_coverage([0.9, 0.8, 0.1, 0.1], [True, True, False, True])
    assert points == ((0.25, 0.0), (0.5, 0.0), (1.0, 0.25))
