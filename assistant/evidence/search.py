"""From a question to candidate passages: by meaning, by word, and by the best sentence, in one order.

Invariant: the same question on the same generation of the library gives the same candidates in the same order; ties
go by passage id.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.evidence.fusion import fuse, shipped_weights
from ingest.language.expansion import expand_question
from ingest.store.library import Hit, Library, Scope

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

POOL = 60
"""How many passages each index proposes."""
_WORDS = 4 * POOL


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may hold the answer: its ids, the signals that found it and their fusion (all rounded)."""

    passage_id: str
    document_id: str
    paragraph_id: str
    dense: float
    lexical: float
    sentence: float
    best: tuple[int, int] | None
    """The sentence nearest to the question, as offsets in the canonical text; None without a vector."""
    fused: float


def search(
    library: Library,
    question_text: str,
    *,
    vector: Vector | None = None,
    scope: Scope | None = None,
    k: int = 30,
    terms: Sequence[tuple[str, float]] | None = None,
) -> tuple[Candidate, ...]:
    """The ``k`` best passages for a question, best first.

    ``vector`` is the question's unit vector (without it, words alone decide); ``terms`` replaces the expansion of
    the question's own words.
    """
    wanted = expand_question(question_text, vocabulary_of(library)) if terms is None else tuple(terms)
    words = library.lexical(wanted, _WORDS, scope)
    near = library.dense(vector, max(POOL, k), scope) if vector is not None else []
    pool = {hit.passage_id: hit for hit in (*near, *words[: max(POOL, k)])}
    hits = [pool[name] for name in sorted(pool)]
    if not hits:
        return ()
    lexical = {hit.passage_id: hit.score for hit in words}
    signals = {"lexical": np.array([lexical.get(hit.passage_id, 0.0) for hit in hits])}
    best: list[tuple[int, int] | None] = [None] * len(hits)
    if vector is not None:
        signals["dense"] = _dense(library, hits, vector)
        signals["sentence"], best = _sentences(library, hits, vector)
    fused = fuse(signals, shipped_weights())
    found = [_candidate(hit, i, signals, best[i], float(fused[i])) for i, hit in enumerate(hits)]
    return tuple(sorted(found, key=lambda candidate: (-candidate.fused, candidate.passage_id))[:k])


def _candidate(
    hit: Hit, index: int, signals: dict[str, NDArray[np.float64]], best: tuple[int, int] | None, fused: float
) -> Candidate:
    dense, lexical, sentence = (
        round(float(signals[name][index]), 6) if name in signals else 0.0 for name in ("dense", "lexical", "sentence")
    )
    return Candidate(hit.passage_id, hit.document_id, hit.paragraph_id, dense, lexical, sentence, best, round(fused, 6))


def _dense(library: Library, hits: Sequence[Hit], vector: Vector) -> NDArray[np.float64]:
    vectors = library.passage_vectors([hit.passage_id for hit in hits])
    return np.array([float(vectors[hit.passage_id] @ vector) for hit in hits], np.float64)


def _sentences(
    library: Library, hits: Sequence[Hit], vector: Vector
) -> tuple[NDArray[np.float64], list[tuple[int, int] | None]]:
    """The similarity of the nearest sentence of each hit's paragraph, and where that sentence stands."""
    sets = library.sentences({hit.paragraph_id for hit in hits})
    scores, places = [], list[tuple[int, int] | None]()
    for hit in hits:
        sentences = sets.get(hit.paragraph_id)
        if sentences is None or not len(sentences.spans):
            scores.append(np.nan)
            places.append(None)
            continue
        similar = sentences.vectors @ vector
        nearest = int(np.argmax(np.round(similar, 6)))
        scores.append(float(similar[nearest]))
        places.append(sentences.spans[nearest])
    values = np.array(scores, np.float64)
    known = values[~np.isnan(values)]
    values[np.isnan(values)] = known.min() if len(known) else 0.0
    return values, places


_vocabularies: weakref.WeakKeyDictionary[Library, tuple[str, frozenset[str]]] = weakref.WeakKeyDictionary()


def vocabulary_of(library: Library) -> frozenset[str]:
    """The terms of the library in its present generation, kept between questions."""
    generation = library.generation
    known = _vocabularies.get(library)
    if known is None or known[0] != generation:
        known = (generation, library.vocabulary)
        _vocabularies[library] = known
    return known[1]
