"""The answer to one question of a message, before verification: fields, registers, or the best sentences.

Invariant: a draft holds verbatim sentences with their places, or phrases that state nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answer import Language, Outcome
from assistant.question.conversation import Resolved
from assistant.writing.draft import Draft, DraftSentence, Quote
from assistant.writing.phrases import phrase
from ingest.citation import Citation

if TYPE_CHECKING:
    from assistant.evidence.answerability import Coefficients
    from assistant.evidence.sentences import Evidence
    from ingest.store.library import Library, Scope
    from ingest.store.model import Encoder

NEAREST = 3
"""How many citations come nearest to a question that is not answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is asked of: the library with its model, the filters, the language, the paragraphs chosen."""

    library: Library
    encoder: Encoder
    scope: Scope | None
    language: Language
    paragraphs: Collection[str] | None
    coefficients: Coefficients | None = None
    """What the sentences are scored with; the shipped coefficients when None."""


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one question of a message, before verification."""

    resolved: str
    draft: Draft
    nearest: tuple[Citation, ...] = ()
    answerability: float | None = None

    @property
    def outcome(self) -> Outcome:
        """What the part amounts to."""
        return self.draft.outcome


def answer_part(asked: Asked, resolved: Resolved) -> Part:
    """The answer to one question: from the document's fields, the registers, or the best sentences."""
    from assistant.evidence.answerability import fitting, load_coefficients, probability
    from assistant.evidence.find import analysed, find_evidence
    from assistant.evidence.plain import plainly
    from assistant.evidence.term import of_term
    from assistant.question.scope import is_bare, is_outside
    from assistant.writing.compose import compose

    if is_outside(resolved.text):
        return Part(resolved.text, Draft(_said("out_of_scope", asked.language), "out_of_scope"))
    library, language = asked.library, asked.language
    special = None if asked.paragraphs is not None else _special(asked, resolved)
    if special is not None:
        return Part(resolved.text, special, _cited(library, special.nearest))
    question = analysed(library, resolved, language)
    if is_bare(question, alone=not resolved.lead):
        return Part(resolved.text, Draft(_said("clarify", language), "clarify"), answerability=0.0)
    scope = _narrowed(asked, resolved.text)
    weights = asked.coefficients or load_coefficients()
    evidence = find_evidence(
        library, asked.encoder, question, resolved.text, scope=scope, paragraphs=asked.paragraphs, coefficients=weights
    )
    evidence = of_term(library, resolved.text, evidence)
    plain = plainly(question, evidence)
    fit = plain or fitting(question, evidence)
    chance = probability(question, fit, weights)
    if chance < weights.threshold and not plain:
        name = "not_in_documents" if scope is None else "not_in_scope"
        draft = Draft(_said(name, language), "not_in_documents")
        return Part(resolved.text, draft, _nearest(library, evidence), chance)
    return Part(resolved.text, _framed(compose(library, question, fit), language), (), chance)


def _special(asked: Asked, resolved: Resolved) -> Draft | None:
    """The answer from a document's fields or from the registers, where the question asks for those."""
    from assistant.writing.field_answers import answer_field

    narrowed = _narrowed(asked, resolved.text)
    documents = narrowed.documents if narrowed else None
    field = answer_field(asked.library, resolved.lead or resolved.text, asked.language, documents)
    if isinstance(field, tuple):
        return Draft(_said("which_document", asked.language, titles="; ".join(field)), "clarify")
    if field is not None:
        return field
    return from_registers(asked, resolved)


def from_registers(asked: Asked, resolved: Resolved) -> Draft | None:
    """The answer from the registers, within the documents chosen; other filters leave it to the search."""
    from assistant.writing.register_answers import answer_from_registers

    scope = asked.scope
    if scope is not None and (scope.documents is None or scope.theme or scope.year):
        return None
    documents = scope.documents if scope else None
    draft = answer_from_registers(asked.library, resolved.text, asked.language, documents)
    return _framed(draft, asked.language) if draft else None


def _narrowed(asked: Asked, question: str) -> Scope | None:
    """The scope narrowed to the documents that the question names by number or date."""
    from assistant.question.documents import named_documents
    from ingest.store.library import Scope

    scope = asked.scope
    if scope is not None and scope.documents is not None:
        return scope
    named = frozenset(named_documents(question, asked.library.documents()))
    return replace(scope or Scope(), documents=named) if named else scope


def _said(name: str, language: Language, **values: object) -> tuple[DraftSentence, ...]:
    return (DraftSentence(phrase(name, language, **values), (), "none"),)


def _framed(draft: Draft, language: Language) -> Draft:
    """The draft with, in English, a phrase before it that says the quotes are Dutch."""
    frame = phrase("frame", language)
    if not frame or not any(s.check == "quote" for s in draft.sentences):
        return draft
    return Draft((DraftSentence(frame, (), "none"), *draft.sentences), draft.outcome, draft.nearest)


def _nearest(library: Library, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """Up to three citations that come closest, of different paragraphs."""
    from ingest.citation import make_citation

    first: dict[str, Evidence] = {}
    for piece in evidence:
        first.setdefault(piece.paragraph.id, piece)
    chosen = list(first.values())[:NEAREST]
    return tuple(
        make_citation(library.document(e.document_id), e.start, e.end, marker=n) for n, e in enumerate(chosen, 1)
    )


def _cited(library: Library, places: Sequence[Quote]) -> tuple[Citation, ...]:
    """Places as numbered citations, at most three."""
    from ingest.citation import make_citation

    return tuple(make_citation(library.document(d), s, e, marker=n) for n, (d, s, e) in enumerate(places[:NEAREST], 1))
