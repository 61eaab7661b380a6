"""From a question to candidate passages: by meaning, by word, and by the best sentence, in one order.

Invariant: the same question on the same generation of the library gives the same candidates in the same order; ties
go by passage id.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.evidence.fusion import fuse, max_sim, rerank, shipped_weights
from ingest.language.expansion import expand_question
from ingest.store.library import Hit, Library, Scope
from ingest.store.passages import passages_of
from ingest.store.tokens import TokenVectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

POOL = 60
"""How many passages each index proposes."""
_WORDS = 4 * POOL
_DOCUMENTS = 500
LATE_DEPTH = 30
"""How many of the best candidates late interaction looks at."""


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
    tokens: TokenVectors | None = None,
) -> tuple[Candidate, ...]:
    """The ``k`` best passages for a question, best first.

    ``vector`` is the question's unit vector (without it, words alone decide); ``terms`` replaces the expansion of
    the question's own words. With ``tokens``, late interaction orders the best candidates anew, provided that the
    token vectors of all of them are at hand: nothing is encoded here but the question.
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
    ranked = sorted(found, key=_rank)
    if tokens is not None:
        ranked = _with_late(library, question_text, ranked, tokens)
    return tuple(ranked[:k])


def _rank(candidate: Candidate) -> tuple[float, str]:
    return -candidate.fused, candidate.passage_id


def _with_late(library: Library, question: str, ranked: list[Candidate], tokens: TokenVectors) -> list[Candidate]:
    """The candidates with the best of them in the order that late interaction gives them."""
    best, rest = ranked[:LATE_DEPTH], ranked[LATE_DEPTH:]
    texts = embedded_texts(library, best)
    if len(best) < 2 or tokens.missing(texts):
        return ranked
    asked, importance = tokens.question(question)
    late = np.array([max_sim(asked, tokens.of(text), importance) for text in texts])
    scores = rerank(np.array([candidate.fused for candidate in best]), late, shipped_weights())
    low = rest[0].fused if rest else 0.0
    raised = [replace(c, fused=round(low + (1 - low) * float(s), 6)) for c, s in zip(best, scores, strict=True)]
    return [*sorted(raised, key=_rank), *rest]


_texts: weakref.WeakKeyDictionary[Library, tuple[str, dict[str, dict[str, str]]]] = weakref.WeakKeyDictionary()


def embedded_texts(library: Library, hits: Sequence[Hit | Candidate]) -> list[str]:
    """The texts whose vectors stand for passages (what token vectors are made of), kept between questions."""
    generation = library.generation
    known = _texts.get(library)
    if known is None or known[0] != generation or len(known[1]) > _DOCUMENTS:
        known = _texts[library] = (generation, {})
    for name in {hit.document_id for hit in hits} - set(known[1]):
        known[1][name] = {p.id: p.embedded for p in passages_of(library.document(name))}
    return [known[1][hit.document_id][hit.passage_id] for hit in hits]


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
