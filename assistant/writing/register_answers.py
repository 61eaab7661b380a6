"""Answers from the registers, tried before the general way: lists of agreements and commitments, and their fate.

Invariant: None unless the question clearly asks for a register matter and the register holds exactly that; list
items are verbatim sentences, and what later papers say is quoted with its date, never judged.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Language
from assistant.registers import CommitmentRow, Shelf, registers
from assistant.writing.draft import Draft, DraftSentence, Quote
from assistant.writing.figure_answers import answer_against_norm, answer_contradictions, answer_figures
from assistant.writing.figure_tables import answer_trend
from assistant.writing.register_questions import Matter, RegisterQuestion, covered, read_question, theme_words
from ingest.citation import Citation, dutch_date
from ingest.language.terms import terms

MOST_ROWS = 24


def answer_from_registers(library: Shelf, question: str, language: Language = "nl") -> Draft | None:
    """The draft answer to a question for the registers, or None when it is not one or they do not hold the answer."""
    asked = read_question(question)
    return _WAYS[asked.matter](library, asked) if asked is not None else None


def answer_agreements(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """The agreements on what the question names, each in its own words."""
    if not (asked.theme or asked.words):
        return None
    rows = [
        row for row in registers(library).agreements
        if (not asked.only or row.agreement.kind == asked.only) and row.agreement.kind != "attention"
        and _about(asked, row.agreement.theme, row.citation)
    ]  # fmt: skip
    return _listed([r.citation for r in rows])


def answer_commitments(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """The commitments on what the question names, each in its own words."""
    if not (asked.theme or asked.words):
        return None
    rows = [r for r in registers(library).commitments if _about(asked, r.commitment.theme, r.citation)]
    return _listed([r.citation for r in rows])


def _about(asked: RegisterQuestion, theme: str, citation: Citation) -> bool:
    """Whether a row is of the theme, holds every content word of the question, and is of its year."""
    if asked.theme and theme and theme != asked.theme:
        return False
    pool = frozenset(terms(" ".join((citation.quote, *citation.section))))
    if asked.theme and not theme:
        return False
    if asked.years and not any(str(y) in citation.quote or citation.date.startswith(str(y)) for y in asked.years):
        return False
    return all(covered(w, pool) for w in asked.words)


def _listed(citations: list[Citation]) -> Draft | None:
    """The quotes as a list; None when there are none, or more than a list can bear."""
    unique = {c.quote: c for c in reversed(citations)}
    ordered = [c for c in citations if unique[c.quote] is c]
    if not ordered or len(ordered) > MOST_ROWS:
        return None
    if len(ordered) == 1:
        return Draft((DraftSentence(ordered[0].quote, (_quote(ordered[0]),), "quote"),))
    return Draft(tuple(DraftSentence(f"- {c.quote}", (_quote(c),), "quote") for c in ordered))


def answer_fate(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """The commitment in its own words, what later papers say of it with their dates, and until when was looked."""
    rows = _meant(library, asked)
    if not rows:
        return None
    sentences: list[DraftSentence] = []
    told = False
    for row in rows:
        sentences.append(DraftSentence(row.commitment.text, (_quote(row.citation),), "quote"))
        later = [e for e in row.events if e.event.kind not in ("stated", "not_found")]
        for event in later:
            told = True
            sentences.append(DraftSentence(event.citation.quote, (_quote(event.citation),), "quote"))
    until = registers(library).until
    closing = f"Gezocht in de documenten tot en met {dutch_date(until)}." if until else ""
    if not told:
        closing = f"In de doorzochte documenten, tot en met {dutch_date(until)}, is hierover verder niets aangetroffen."
    if closing:
        sentences.append(DraftSentence(closing, (), "none"))
    return Draft(tuple(sentences), "answered" if told else "partial")


def _meant(library: Shelf, asked: RegisterQuestion) -> list[CommitmentRow]:
    """The commitments that hold every content word of the question; at most three, or the question was too wide."""
    if not asked.words:
        return []
    found = []
    for row in registers(library).commitments:
        pool = frozenset(terms(f"{row.commitment.text} {theme_words(row.commitment.theme)}"))
        if all(covered(w, pool) for w in asked.words) and (
            not asked.theme or row.commitment.theme in ("", asked.theme)
        ):
            found.append(row)
    return found if len(found) <= 3 else []


def _quote(citation: Citation) -> Quote:
    return citation.document_id, citation.start, citation.end


_WAYS: dict[Matter, Callable[[Shelf, RegisterQuestion], Draft | None]] = {
    "agreements": answer_agreements,
    "commitments": answer_commitments,
    "fate": answer_fate,
    "figures": answer_figures,
    "trend": answer_trend,
    "against_norm": answer_against_norm,
    "contradictions": answer_contradictions,
}
