"""Questions with their evidence, for fitting, and which of it is right.

Invariant: evidence is gathered as the product does, in an order that owes nothing to what was fitted before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evidence.answerability import Coefficients
from assistant.evidence.find import analysed, find_evidence
from assistant.evidence.sentences import Evidence
from assistant.question.analysis import Question as Asked
from assistant.question.conversation import resolve
from evals.corpora import build_library
from evals.questions import Question
from ingest.citation import locate
from ingest.errors import QuoteNotFound, UnknownDocument
from ingest.store.library import Library
from ingest.store.model import load_encoder

_FLAT = Coefficients({"intercept": 0.0, "similar": 1.0}, {"intercept": 0.0}, 0.5)
SKIPPED = frozenset(["multi", "field", "figures", "trend", "agreements", "commitments", "comparison", "conflict"])
"""Kinds that are answered by other ways than the best sentence."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its evidence and which of it overlaps a gold quote."""

    question: Question
    asked: Asked
    evidence: tuple[Evidence, ...]
    right: tuple[bool, ...]

    def is_right(self, piece: Evidence) -> bool:
        """Whether a piece of its evidence overlaps a gold quote."""
        places = zip(self.evidence, self.right, strict=True)
        return any(right for e, right in places if (e.document_id, e.start) == (piece.document_id, piece.start))


def examples(questions: Sequence[Question], data: Path) -> list[Example]:
    """The evidence for each question over the library of its corpus."""
    found = []
    encoder = load_encoder(data)
    libraries: dict[str, Library] = {}
    for question in questions:
        if question.kind in SKIPPED:
            continue
        if question.corpus not in libraries:
            libraries[question.corpus] = Library.open(build_library(question.corpus, data), encoder=encoder)
        library = libraries[question.corpus]
        resolved = resolve(question.text, question.history)
        asked = analysed(library, resolved)
        evidence = tuple(find_evidence(library, encoder, asked, resolved.text, coefficients=_FLAT))
        gold = gold_spans(library, question)
        right = tuple(_overlaps(e, gold) for e in evidence)
        found.append(Example(question, asked, evidence, right))
    return found


def gold_spans(library: Library, question: Question) -> list[tuple[str, int, int]]:
    """Where the gold quotes of a question stand, and the places that may be cited without being needed."""
    spans = []
    for place in (*(p for group in question.expected.gold for p in group), *question.expected.also):
        try:
            text = library.document(place.document).text
            spans.append((place.document, *locate(text, place.quote)))
        except (QuoteNotFound, UnknownDocument):
            continue
    return spans


def _overlaps(evidence: Evidence, gold: Sequence[tuple[str, int, int]]) -> bool:
    for document, start, end in gold:
        shared = min(end, evidence.end) - max(start, evidence.start)
        if document == evidence.document_id and shared > 0.5 * min(end - start, evidence.end - evidence.start):
            return True
    return False
