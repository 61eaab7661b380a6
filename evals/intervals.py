"""Uncertainty and ranking statistics over scores: bootstrap intervals, AUROC, risk-coverage. Owns the random seed.

Invariant: the same scores give the same interval, every time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RESAMPLES, SEED, LEVEL = 2000, 20181114, 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure's value over ``n`` scores with its bootstrap interval ``low``-``high`` (95 %)."""

    value: float
    low: float
    high: float
    n: int


def mean_of(scores: Sequence[float]) -> Estimate | None:
    """The mean with its interval; None without scores."""
    return _estimate(scores, lambda rows: rows.mean(axis=1))


def quantile_of(scores: Sequence[float], share: float) -> Estimate | None:
    """The quantile (0.5 for the median) with its interval; None without scores."""
    return _estimate(scores, lambda rows: np.quantile(rows, share, axis=1))


def difference_of(new: Sequence[float], old: Sequence[float]) -> Estimate | None:
    """The mean of paired differences new - old with its interval (paired bootstrap); None without pairs."""
    if len(new) != len(old):
        raise ValueError(f"{len(new)} scores against {len(old)}: paired scores have the same length")
    return mean_of([a - b for a, b in zip(new, old, strict=True)])


def _estimate(scores: Sequence[float], statistic: Callable[[Floats], Floats]) -> Estimate | None:
    if not scores:
        return None
    values = np.asarray(scores, dtype=np.float64)
    picks = np.random.default_rng(SEED).integers(0, len(values), size=(RESAMPLES, len(values)))
    drawn = statistic(values[picks])
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(statistic(values[None, :])[0]), float(low), float(high), len(values))


def kappa_of(ours: Sequence[str], theirs: Sequence[str]) -> Estimate | None:
    """Cohen's kappa of two raters with its interval; None without ratings, 0 where chance explains everything."""
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} ratings against {len(theirs)}: raters rate the same things")
    if not ours:
        return None
    kinds = sorted({*ours, *theirs})
    rated = np.asarray([[kinds.index(a), kinds.index(b)] for a, b in zip(ours, theirs, strict=True)])
    picks = np.random.default_rng(SEED).integers(0, len(rated), size=(RESAMPLES, len(rated)))
    drawn = [_kappa(rated[pick], len(kinds)) for pick in picks]
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(_kappa(rated, len(kinds)), float(low), float(high), len(rated))


def _kappa(rated: NDArray[np.int_], kinds: int) -> float:
    agreed = float((rated[:, 0] == rated[:, 1]).mean())
    shares = [np.bincount(rated[:, rater], minlength=kinds) / len(rated) for rater in (0, 1)]
    chance = float((shares[0] * shares[1]).sum())
    return (agreed - chance) / (1 - chance) if chance < 1 else 0.0


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float | None:
    """The probability that a positive scores above a negative, ties half; None when one class is missing."""
    values, positive = np.asarray(scores, dtype=np.float64), np.asarray(labels, dtype=bool)
    high, low = values[positive], values[~positive]
    if not len(high) or not len(low):
        return None
    wins = (high[:, None] > low[None, :]).sum() + 0.5 * (high[:, None] == low[None, :]).sum()
    return float(wins / (len(high) * len(low)))


def risk_coverage(scores: Sequence[float], right: Sequence[bool]) -> tuple[tuple[float, float], ...]:
    """Points (coverage, risk): the share of questions answered and the share wrong among them, surest first.

    ``right`` says whether the answer would be right if given; questions of equal score enter together.
    """
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    points, wrong = [], 0
    for rank, index in enumerate(order, 1):
        wrong += not right[index]
        last = rank == len(order) or scores[order[rank]] != scores[index]
        if last:
            points.append((rank / len(order), wrong / rank))
    return tuple(points)
