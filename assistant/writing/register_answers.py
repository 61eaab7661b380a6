"""Answers from the registers, tried before the general way: lists of agreements and commitments, and their fate.

Invariant: None unless the question clearly asks for a register matter and the register holds exactly that; list
items are verbatim sentences, and what later papers say is quoted with its date, never judged.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Language
from assistant.question.documents import named_documents
from assistant.registers import Shelf, registers
from assistant.writing.draft import Draft, DraftSentence, Quote
from assistant.writing.fate_answers import answer_fate, answer_points
from assistant.writing.figure_answers import answer_against_norm, answer_contradictions, answer_figures
from assistant.writing.figure_comparison import answer_comparison
from assistant.writing.figure_meaning import understood
from assistant.writing.figure_tables import answer_trend
from assistant.writing.number_answers import answer_number
from assistant.writing.phrases import phrase
from assistant.writing.register_matters import Matter
from assistant.writing.register_questions import (
    RegisterQuestion,
    beginnings,
    covered,
    is_soft,
    keyword_terms,
    may_hold,
    read_question,
)
from ingest.citation import Citation
from ingest.language.terms import terms

MOST_ROWS = 24


def answer_from_registers(
    library: Shelf, question: str, language: Language = "nl", documents: frozenset[str] | None = None
) -> Draft | None:
    """The draft answer to a question for the registers, or None when it is not one or they do not hold the answer.

    With ``documents`` only what those hold is listed; figures and later papers are then left to the search.
    """
    asked = read_question(question)
    draft = _answered(library, asked, question, language, documents) if asked is not None else None
    if documents is not None or (draft is not None and draft.outcome != "not_in_documents"):
        return draft
    freely = understood(registers(library), asked, question)
    if freely is None or (asked is not None and asked.matter in ("fate", "commitments", "contradictions")):
        return draft
    return _WAYS[freely.matter](library, freely) or draft


def _answered(
    library: Shelf, asked: RegisterQuestion, question: str, language: Language, documents: frozenset[str] | None
) -> Draft | None:
    if asked.matter in ("agreements", "commitments"):
        documents = documents or frozenset(named_documents(question, library.documents())) or None
        answer = answer_agreements if asked.matter == "agreements" else answer_commitments
        draft = answer(library, asked, documents)
    elif documents is not None:
        return None
    else:
        draft = _WAYS[asked.matter](library, asked)
    if draft is None and asked.matter == "figures" and not asked.years:
        draft = answer_points(library, asked)
    if draft is not None and draft.outcome == "not_in_documents" and asked.matter != "fate":
        said = DraftSentence(phrase("not_in_documents", language), (), "none")
        return Draft((said,), draft.outcome, draft.nearest)
    return draft


def answer_agreements(library: Shelf, asked: RegisterQuestion, documents: frozenset[str] | None = None) -> Draft | None:
    """The agreements on what the question names, each in its own words."""
    if not (asked.theme or asked.words or documents):
        return None
    held = registers(library).agreements
    starts = beginnings(asked, len(held))
    rows = [
        row for row in held
        if (not asked.only or row.agreement.kind == asked.only) and row.agreement.kind != "attention"
        and _about(asked, row.agreement.theme, row.citation, documents, starts)
    ]  # fmt: skip
    return _listed([r.citation for r in rows])


def answer_commitments(
    library: Shelf, asked: RegisterQuestion, documents: frozenset[str] | None = None
) -> Draft | None:
    """The commitments on what the question names, each in its own words."""
    if not (asked.theme or asked.words or documents):
        return None
    held = registers(library).promises
    starts = beginnings(asked, len(held))
    rows = [r for r in held if _about(asked, r.commitment.theme, r.citation, documents, starts)]
    if not rows and asked.theme and not asked.words and not documents:
        return Draft((), "not_in_documents")  # no promise on the theme: no other sentence answers that
    return _listed([r.citation for r in rows])


def _about(
    asked: RegisterQuestion, theme: str, citation: Citation, documents: frozenset[str] | None, starts: frozenset[str]
) -> bool:
    """Whether a row is of the theme, holds every content word of the question, and is of its year."""
    if documents is not None and citation.document_id not in documents:
        return False
    if asked.theme and theme != asked.theme:
        return False
    if asked.years and not any(str(y) in citation.quote or citation.date.startswith(str(y)) for y in asked.years):
        return False
    soft = keyword_terms(asked.theme)
    wanted = [w for w in asked.words if not is_soft(w, soft)]
    text = " ".join((citation.quote, *citation.section))
    if not wanted or not may_hold(text, starts):
        return not wanted
    pool = frozenset(terms(text))
    return all(covered(w, pool) for w in wanted)


def _listed(citations: list[Citation]) -> Draft | None:
    """The quotes as a list; None when there are none, or more than a list can bear."""
    unique = {c.quote: c for c in reversed(citations)}
    ordered = [c for c in citations if unique[c.quote] is c]
    if not ordered or len(ordered) > MOST_ROWS:
        return None
    if len(ordered) == 1:
        return Draft((DraftSentence(ordered[0].quote, (_quote(ordered[0]),), "quote"),))
    return Draft(tuple(DraftSentence(f"- {c.quote}", (_quote(c),), "quote") for c in ordered))


def _quote(citation: Citation) -> Quote:
    return citation.document_id, citation.start, citation.end


_WAYS: dict[Matter, Callable[[Shelf, RegisterQuestion], Draft | None]] = {
    "fate": answer_fate,
    "figures": answer_figures,
    "trend": answer_trend,
    "against_norm": answer_against_norm,
    "contradictions": answer_contradictions,
    "comparison": answer_comparison,
    "number": answer_number,
}
