"""The way of a question: understood, searched, composed, verified.

Invariants: the same question on the same generation of the library gives the same answer; nothing reaches an
``Answer`` but what ``assistant.writing.verify`` let through and phrases that state nothing.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import ABSTAINED, Answer, Language, Outcome, Searched
from assistant.question.conversation import Resolved, resolve
from assistant.question.language import language_of
from assistant.question.parts import split_questions
from assistant.writing.draft import Draft, DraftSentence, Quote
from assistant.writing.phrases import phrase
from assistant.writing.verify import Verified, verify
from ingest.citation import Citation
from ingest.errors import QuestionError, UnknownDocument

if TYPE_CHECKING:
    from types import TracebackType

    from assistant.evidence.sentences import Evidence
    from assistant.language_model.rewording import Heard
    from assistant.language_model.writer import Writer
    from assistant.registers import Registers
    from assistant.settings import Settings
    from ingest.store.library import Library, Scope
    from ingest.store.model import Encoder

NEAREST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: its citation, and why (``term``, ``meaning``, ``footnote``, ``indicator``)."""

    citation: Citation
    why: tuple[str, ...]
    terms: tuple[str, ...]


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


class Assistant:
    """An open library with a model: ask it questions. Safe to use from several threads; close it after use."""

    def __init__(self, library: Library, encoder: Encoder, settings: Settings, writer: Writer | None = None) -> None:
        self.library, self.encoder, self.settings = library, encoder, settings
        self.writer = writer

    @classmethod
    def open(cls, data: Path | None = None, *, settings: Settings | None = None) -> Assistant:
        """The assistant over the library in ``data`` (default: the settings' own). Raises ``AgendaError``."""
        from assistant.language_model.writer import Writer
        from assistant.settings import load_settings
        from ingest.store.library import Library
        from ingest.store.model import load_encoder

        chosen = settings or load_settings()
        folder = Path(data) if data is not None else chosen.data
        encoder = load_encoder(folder, chosen.model)
        writer = Writer(chosen.language_model) if chosen.language_model.kind else None
        return cls(Library.open(folder, encoder=encoder, chroma_url=chosen.chroma_url), encoder, chosen, writer)

    def close(self) -> None:
        """Let go of the library's files."""
        self.library.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def registers(self) -> Registers:
        """The agreements, figures and commitments of the library."""
        from assistant.registers import registers

        return registers(self.library)

    def warm(self) -> None:
        """Load the model and the indexes, so that the first answer need not."""
        from assistant.evidence.search import vocabulary_of

        self.encoder.encode_queries(["."])
        vocabulary_of(self.library)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        document: str | None = None,
        theme: str | None = None,
        year: int | None = None,
        language: str | None = None,
        id: str = "",
        paragraphs: Collection[str] | None = None,
        heard: Heard | None = None,
    ) -> Answer:
        """One checked answer. ``history`` holds the earlier questions, oldest first; ``paragraphs`` are ids to answer
        from only; ``heard`` is told each sentence as it passes when a language model writes. Raises ``QuestionError``
        and ``UnknownDocument``.
        """
        began = time.perf_counter()
        self._check(question)
        scope = self._scope(document, theme, year)
        spoken = _language(language, question)
        parts = self._parts(question, history, scope, spoken, paragraphs)
        engine, note = "extractive", ""
        if self.writer is not None:
            written = self.writer.write([(p.resolved, p.draft) for p in parts], self.library, spoken, heard=heard)
            parts = [replace(part, draft=draft) for part, draft in zip(parts, written.drafts, strict=True)]
            engine, note = written.engine, written.note
        verified = verify(_join(parts, spoken), self.library)
        outcome = _outcome(parts, verified)
        return Answer(
            id=id,
            question=question,
            language=spoken,
            outcome=outcome,
            sentences=verified.sentences,
            citations=verified.citations,
            searched=self._searched(scope),
            nearest=tuple(c for part in parts for c in part.nearest)[:NEAREST] if outcome in ABSTAINED else (),
            latency_ms=(time.perf_counter() - began) * 1000,
            resolved=" ".join(part.resolved for part in parts),
            answerability=max((p.answerability for p in parts if p.answerability is not None), default=None),
            dropped=verified.dropped,
            engine=engine,
            note=note,
        )

    def found(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        document: str | None = None,
        theme: str | None = None,
        year: int | None = None,
    ) -> tuple[Found, ...]:
        """Everything that was found for a question, best first, each with why. Raises as ``ask`` does."""
        from assistant.evidence.found import found_for

        self._check(question)
        scope = self._scope(document, theme, year)
        return found_for(self.library, self.encoder, resolve(question, history), scope)

    def _check(self, question: str) -> None:
        if not question.strip():
            raise QuestionError("de vraag is leeg", remedy="Stel een vraag.")
        if len(question) > self.settings.question_limit:
            raise QuestionError(
                f"de vraag telt {len(question)} tekens, meer dan {self.settings.question_limit}",
                remedy="Stel een kortere vraag, of splits haar.",
            )
        if not self.library.counts().documents:
            raise QuestionError(
                "de bibliotheek is leeg",
                where=str(self.library.record.data),
                remedy="Lees documenten in met: veiligheidsagenda ingest",
            )

    def _scope(self, document: str | None, theme: str | None, year: int | None) -> Scope | None:
        from ingest.store.library import Scope

        if document is not None:
            self.library.document(document)
        scope = Scope(frozenset([document]) if document else None, _theme(theme), year)
        return None if scope == Scope() else scope

    def _searched(self, scope: Scope | None) -> Searched:
        counts = self.library.counts()
        if scope is None or scope.documents is None:
            return Searched(counts.documents, counts.paragraphs, counts.since, counts.until)
        held = [self.library.document(d) for d in sorted(scope.documents)]
        dates = sorted(d.publication.date for d in held if d.publication.date)
        paragraphs = sum(len(d.paragraphs) for d in held)
        return Searched(len(held), paragraphs, dates[0] if dates else "", dates[-1] if dates else "")

    def _parts(
        self,
        message: str,
        history: Sequence[str],
        scope: Scope | None,
        language: Language,
        paragraphs: Collection[str] | None,
    ) -> list[Part]:
        said = list(history)
        parts = []
        split = split_questions(message)
        joined = len(split) > 1 and paragraphs is None
        whole = self._of_registers(resolve(message, said), scope, language) if joined else None
        if whole is not None and whole.outcome in ("answered", "conflicting"):
            return [Part(message, whole)]  # norm and realisatie in one question: one answer with both
        if self.writer is not None:
            split = self.writer.split(message, split)
        for question in split:
            resolved = resolve(question, said)
            if self.writer is not None:
                resolved = self.writer.understand(question, said, resolved)
            parts.append(self._part(resolved, scope, language, paragraphs))
            said.append(resolved.text)
        return parts

    def _part(
        self, resolved: Resolved, scope: Scope | None, language: Language, paragraphs: Collection[str] | None
    ) -> Part:
        from assistant.evidence.answerability import fitting, load_coefficients, probability
        from assistant.evidence.find import analysed, find_evidence
        from assistant.question.scope import is_bare, is_outside
        from assistant.writing.compose import compose

        if is_outside(resolved.text):
            return Part(resolved.text, Draft(_said("out_of_scope", language), "out_of_scope"))
        special = None if paragraphs is not None else self._special(resolved, scope, language)
        if special is not None:
            return Part(resolved.text, special, _cited(self.library, special.nearest))
        question = analysed(self.library, resolved, language)
        if is_bare(question, alone=not resolved.lead):
            return Part(resolved.text, Draft(_said("clarify", language), "clarify"), answerability=0.0)
        scope = self._narrowed(resolved.text, scope)
        evidence = find_evidence(
            self.library, self.encoder, question, resolved.text, scope=scope, paragraphs=paragraphs
        )
        fit = fitting(question, evidence)
        chance = probability(question, fit)
        if chance < load_coefficients().threshold:
            name = "not_in_documents" if scope is None else "not_in_scope"
            draft = Draft(_said(name, language), "not_in_documents")
            return Part(resolved.text, draft, _nearest(self.library, evidence), chance)
        return Part(resolved.text, _framed(compose(self.library, question, fit), language), (), chance)

    def _special(self, resolved: Resolved, scope: Scope | None, language: Language) -> Draft | None:
        """The answer from a document's fields or from the registers, where the question asks for those."""
        from assistant.writing.field_answers import answer_field

        narrowed = self._narrowed(resolved.text, scope)
        documents = narrowed.documents if narrowed else None
        field = answer_field(self.library, resolved.lead or resolved.text, language, documents)
        if isinstance(field, tuple):
            return Draft(_said("which_document", language, titles="; ".join(field)), "clarify")
        if field is not None:
            return field
        return self._of_registers(resolved, scope, language)

    def _of_registers(self, resolved: Resolved, scope: Scope | None, language: Language) -> Draft | None:
        """The answer from the registers, within the documents chosen; other filters leave it to the search."""
        from assistant.writing.register_answers import answer_from_registers

        if scope is not None and (scope.documents is None or scope.theme or scope.year):
            return None
        documents = scope.documents if scope else None
        draft = answer_from_registers(self.library, resolved.text, language, documents)
        return _framed(draft, language) if draft else None

    def _narrowed(self, question: str, scope: Scope | None) -> Scope | None:
        """The scope narrowed to the documents that the question names by number or date."""
        from assistant.question.documents import named_documents
        from ingest.store.library import Scope

        if scope is not None and scope.documents is not None:
            return scope
        named = frozenset(named_documents(question, self.library.documents()))
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


def _join(parts: Sequence[Part], language: Language) -> Draft:
    """One draft of all parts; a part without an answer says which question stays open."""
    if len(parts) == 1:
        return parts[0].draft
    sentences: list[DraftSentence] = []
    for part in parts:
        if part.outcome in ABSTAINED:
            name = "part_unclear" if part.outcome == "clarify" else "part_open"
            sentences += _said(name, language, question=part.resolved)
        else:
            sentences += part.draft.sentences
    return Draft(tuple(dict.fromkeys(sentences)))


def _outcome(parts: Sequence[Part], verified: Verified) -> Outcome:
    """The outcome of the whole: partial when some parts stay open, not found when nothing passed verification."""
    outcomes = [part.outcome for part in parts]
    if not verified.citations and any(o not in ABSTAINED for o in outcomes):
        return "not_in_documents"
    if len(set(outcomes)) == 1:
        return outcomes[0]
    if all(o in ABSTAINED for o in outcomes):
        return "not_in_documents"
    if any(o in ABSTAINED or o == "partial" for o in outcomes):
        return "partial"
    return "conflicting" if "conflicting" in outcomes else "answered"


def _language(language: str | None, question: str) -> Language:
    if language is None:
        return language_of(question)
    if language not in ("nl", "en"):
        raise QuestionError(f"onbekende taal {language!r}", remedy="Kies nl of en.")
    return "nl" if language == "nl" else "en"


def _theme(theme: str | None) -> str:
    """The slug of a theme given by slug or name. Raises ``QuestionError``."""
    from ingest.language.themes import load_themes

    if not theme:
        return ""
    for known in load_themes():
        if theme.casefold() in (known.slug, known.name.casefold(), known.english.casefold()):
            return known.slug
    raise QuestionError(f"onbekend thema {theme!r}", remedy=f"Kies uit: {', '.join(t.slug for t in load_themes())}.")


__all__ = ["Assistant", "Found", "UnknownDocument"]
