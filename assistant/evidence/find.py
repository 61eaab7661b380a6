"""From an analysed question to ranked evidence: search, sentences, scores.

Invariant: the same question on the same generation of the library gives the same evidence in the same order.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.evidence.answerability import Coefficients, ranked
from assistant.evidence.search import search, vocabulary_of
from assistant.evidence.sentences import Evidence, gather
from assistant.question.analysis import Question
from assistant.question.analysis import analyse_question as analyse
from assistant.question.conversation import Resolved
from ingest.store.library import Library, Scope
from ingest.store.model import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

PASSAGES = 25


def analysed(library: Library, resolved: Resolved, language: str | None = None) -> Question:
    """The question as understood, with the library's own words known."""
    return analyse(resolved.text, vocabulary_of(library), language, resolved.lead)  # type: ignore[arg-type]


def find_evidence(
    library: Library,
    encoder: Encoder,
    question: Question,
    text: str,
    *,
    scope: Scope | None = None,
    paragraphs: Collection[str] | None = None,
    coefficients: Coefficients | None = None,
) -> list[Evidence]:
    """The evidence for a question, best first; ``text`` is the whole question, ``paragraphs`` narrow it to those."""
    vector = _vector(encoder, question, text)
    wide = replace(scope or Scope(), documents=_documents(scope, paragraphs)) if paragraphs is not None else scope
    candidates = search(library, text, vector=vector, scope=wide, k=PASSAGES if paragraphs is None else 200)
    if paragraphs is not None:
        chosen = frozenset(paragraphs)
        candidates = tuple(c for c in candidates if c.paragraph_id in chosen)
    return ranked(gather(library, question, candidates, vector), coefficients)


def _vector(encoder: Encoder, question: Question, text: str) -> Vector:
    """The vector of a question; of a follow-up with an earlier question behind it, between both."""
    import numpy as np

    if not text.startswith(question.text) or text == question.text or not text.endswith(")"):
        alone: Vector = encoder.encode_queries([text])[0]
        return alone
    both: Vector = encoder.encode_queries([text, question.text]).sum(axis=0)
    between: Vector = (both / np.linalg.norm(both)).astype(np.float32)
    return between


def _documents(scope: Scope | None, paragraphs: Collection[str]) -> frozenset[str]:
    named = frozenset(p.rpartition("/")[0] for p in paragraphs)
    return named & scope.documents if scope and scope.documents is not None else named
