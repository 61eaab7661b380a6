"""Everything that was found for a question, each passage with why it was found.

Invariant: each citation is the best sentence of its paragraph; the order is that of the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.evidence.find import analysed, find_evidence
from ingest.citation import make_citation
from ingest.language.terms import terms

if TYPE_CHECKING:
    from assistant.core import Found
    from assistant.evidence.sentences import Evidence
    from assistant.question.conversation import Resolved
    from ingest.store.library import Library, Scope
    from ingest.store.model import Encoder

MOST = 20


def found_for(library: Library, encoder: Encoder, resolved: Resolved, scope: Scope | None) -> tuple[Found, ...]:
    """The passages found for a question, best first, at most ``MOST``."""
    from assistant.core import Found

    question = analysed(library, resolved)
    best: dict[str, Evidence] = {}
    for piece in find_evidence(library, encoder, question, resolved.text, scope=scope):
        best.setdefault(piece.paragraph.id, piece)
    found = []
    for marker, piece in enumerate(list(best.values())[:MOST], 1):
        held = frozenset(terms(piece.text))
        shared = tuple(c.text for c in question.concepts if c.coverage(held) > 0.5)
        why = _why(piece, bool(shared))
        citation = make_citation(library.document(piece.document_id), piece.start, piece.end, marker=marker)
        found.append(Found(citation, why, shared))
    return tuple(found)


def _why(piece: Evidence, shares_terms: bool) -> tuple[str, ...]:
    reasons = [
        ("term", shares_terms),
        ("indicator", piece.paragraph.kind == "table_row"),
        ("footnote", piece.paragraph.kind == "footnote" or bool(piece.notes)),
        ("meaning", piece.features.get("similar", 0.0) > 1.0 or not shares_terms),
    ]
    return tuple(name for name, holds in reasons if holds)
