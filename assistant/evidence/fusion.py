"""How the signals of retrieval become one score. Pure: used by the product's search and by the evals alike.

Invariant: a score depends only on the signals of the candidates in the pool, so equal signals give equal scores.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal weighs: the passage's vector, its best sentence's, its words (BM25).

    ``late`` is the share of late interaction over token vectors in the order of the best candidates.
    """

    dense: float
    sentence: float
    lexical: float
    late: float = 0.0


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The weights in ``assistant/evidence/weights.toml``; the file says how they were found."""
    stored = tomllib.loads((files("assistant.evidence") / "weights.toml").read_text(encoding="utf-8"))["weights"]
    return Weights(**{field.name: float(stored[field.name]) for field in fields(Weights)})


def fuse(signals: Mapping[str, Floats], weights: Weights) -> Floats:
    """One score between 0 and 1 for each candidate; a signal that is absent gives its weight to the others."""
    present = {name: values for name, values in sorted(signals.items()) if getattr(weights, name) > 0 and len(values)}
    total = sum(getattr(weights, name) for name in present)
    size = len(next(iter(signals.values()), ()))
    score = np.zeros(size, np.float64)
    for name, values in present.items():
        score += getattr(weights, name) / total * calibrated(name, values)
    return score


def calibrated(name: str, values: Floats) -> Floats:
    """A signal stretched over the pool: 0 for the least, 1 for the most; BM25's least is 0 (no word in common)."""
    low = 0.0 if name == "lexical" else float(np.min(values))
    width = float(np.max(values)) - low
    return (values - low) / width if width > 0 else np.zeros(len(values), np.float64)


def max_sim(question: NDArray[np.float32], passage: NDArray[np.float32], importance: Floats) -> float:
    """Late interaction: how near the nearest token of a passage is to each token of the question, on average.

    Both are unit vectors ``[n, d]``; ``importance`` weighs the question's tokens and sums to one.
    """
    if not len(question) or not len(passage):
        return 0.0
    return float(importance @ (question @ passage.T).max(axis=1).astype(np.float64))


def rerank(first: Floats, late: Floats, weights: Weights) -> Floats:
    """The scores of the best candidates when late interaction has its say; both stretched over these candidates."""
    return (1.0 - weights.late) * calibrated("first", first) + weights.late * calibrated("late", late)
