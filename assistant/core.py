"""The way of a question: understood, searched, composed, verified.

Invariants: the same question on the same generation of the library gives the same answer; nothing reaches an
``Answer`` but what ``assistant.writing.verify`` let through and phrases that state nothing.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import ABSTAINED, Answer, Language, Searched
from assistant.part import NEAREST, Asked, Part, answer_part, from_registers
from assistant.question.conversation import alone, resolve
from assistant.question.language import language_of
from assistant.question.parts import split_questions
from assistant.whole import join, outcome_of, shown
from assistant.writing.verify import verify
from ingest.citation import Citation
from ingest.errors import QuestionError

if TYPE_CHECKING:
    from threading import Event
    from types import TracebackType

    from assistant.evidence.answerability import Coefficients
    from assistant.language_model.rewording import Heard
    from assistant.language_model.writer import Writer
    from assistant.registers import Registers
    from assistant.settings import Settings
    from ingest.store.library import Library, Scope
    from ingest.store.model import Encoder


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: its citation, and why (``term``, ``meaning``, ``footnote``, ``indicator``)."""

    citation: Citation
    why: tuple[str, ...]
    terms: tuple[str, ...]


class Assistant:
    """An open library with a model: ask it questions. Safe to use from several threads; close it after use."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        settings: Settings,
        writer: Writer | None = None,
        coefficients: Coefficients | None = None,
    ) -> None:
        self.library, self.encoder, self.settings = library, encoder, settings
        self.writer, self.coefficients = writer, coefficients

    @classmethod
    def open(
        cls, data: Path | None = None, *, settings: Settings | None = None, coefficients: Coefficients | None = None
    ) -> Assistant:
        """The assistant over the library in ``data`` (default: the settings' own). Raises ``AgendaError``.

        ``coefficients`` replace the shipped ones that sentences are scored with.
        """
        from assistant.language_model.writer import Writer
        from assistant.settings import load_settings
        from ingest.store.library import Library
        from ingest.store.model import load_encoder

        chosen = settings or load_settings()
        folder = Path(data) if data is not None else chosen.data
        encoder = load_encoder(folder, chosen.model)
        writer = Writer(chosen.language_model) if chosen.language_model.kind else None
        library = Library.open(folder, encoder=encoder, chroma_url=chosen.chroma_url)
        return cls(library, encoder, chosen, writer, coefficients)

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
        cancel: Event | None = None,
    ) -> Answer:
        """One checked answer. ``history`` holds the earlier questions, oldest first; ``paragraphs`` are ids to answer
        from only; ``heard`` is told each sentence as it passes when a language model writes; ``cancel``, once set,
        stops the model, and the answer is made with what it had written. Raises ``QuestionError`` and
        ``UnknownDocument``.
        """
        began = time.perf_counter()
        self._check(question)
        scope = self._scope(document, theme, year)
        spoken = _language(language, question)
        parts = self._parts(question, history, scope, spoken, paragraphs, cancel)
        engine, note = "extractive", ""
        if self.writer is not None:
            asked = [(part.resolved, part.draft) for part in parts]
            written = self.writer.write(asked, self.library, spoken, heard=heard, cancel=cancel)
            parts = [replace(part, draft=draft) for part, draft in zip(parts, written.drafts, strict=True)]
            engine, note = written.engine, written.note
        verified = verify(join(parts, spoken), self.library)
        outcome = outcome_of(parts, verified)
        return Answer(
            id=id,
            question=question,
            language=spoken,
            outcome=outcome,
            sentences=shown(verified, outcome, spoken),
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
        """What was looked through: the whole library, or what the filters leave of it."""
        counts = self.library.counts()
        if scope is None:
            return Searched(counts.documents, counts.paragraphs, counts.since, counts.until)
        found: Mapping[str, Collection[object]]
        if scope.theme or scope.year:
            found = self.library.within(scope)
        else:
            found = {name: self.library.document(name).paragraphs for name in scope.documents or ()}
        dates = sorted(p.date for p in self.library.documents() if p.date and p.id in found)
        paragraphs = sum(len(own) for own in found.values())
        since, until = (dates[0], dates[-1]) if dates else (counts.since, counts.until)
        return Searched(len(found), paragraphs, since, until)

    def _parts(
        self,
        message: str,
        history: Sequence[str],
        scope: Scope | None,
        language: Language,
        paragraphs: Collection[str] | None,
        cancel: Event | None,
    ) -> list[Part]:
        said = list(history)
        parts = []
        split = split_questions(message)
        joined = len(split) > 1 and paragraphs is None
        asked = Asked(self.library, self.encoder, scope, language, paragraphs, self.coefficients)
        whole = from_registers(asked, resolve(message, said)) if joined else None
        if whole is not None and whole.outcome in ("answered", "conflicting"):
            return [Part(message, whole)]  # norm and realisatie in one question: one answer with both
        if self.writer is not None:
            split = self.writer.split(message, split, cancel=cancel)
        for question in split:
            resolved = resolve(question, said)
            if self.writer is not None:
                resolved = self.writer.understand(question, said, resolved, cancel=cancel)
            part = answer_part(asked, resolved)
            by_itself = alone(resolved) if part.outcome in ABSTAINED else None
            if by_itself and (other := answer_part(asked, by_itself)).outcome not in ABSTAINED:
                part, resolved = other, by_itself
            parts.append(part)
            said.append(resolved.text)
        return parts


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


__all__ = ["Assistant", "Found"]
