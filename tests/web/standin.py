"""A scripted assistant for the screens: a few papers, a few answers, the same constructor argument."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Answer, Check, Outcome, Searched, Sentence
from ingest.citation import Citation, cite_quote, make_citation
from ingest.document import Document
from ingest.errors import QuestionError
from tests.web.papers import ATTACK, HOSTILE, LETTER, Shelf, printed

FTE = "Voor de opsporing van ondermijnende criminaliteit is 171 fte toegevoegd."


@dataclass(frozen=True)
class Found:
    """A passage that was found, and why."""

    citation: Citation
    why: tuple[str, ...]
    terms: tuple[str, ...] = ()


@dataclass
class Scripted:
    """Answers by words in the question; ``asked`` and ``given`` keep what it was asked with."""

    library: Shelf = field(default_factory=Shelf)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    given: list[dict[str, Any]] = field(default_factory=list)
    delay: float = 0.0

    def ask(
        self, question: str, *, history: Sequence[str] = (), paragraphs: Collection[str] | None = None,
        heard: Any = None, cancel: Any = None, **filters: Any,
    ) -> Answer:  # fmt: skip
        self.asked.append((question, tuple(history)))
        self.given.append({**filters, **({"paragraphs": tuple(paragraphs)} if paragraphs else {})})
        time.sleep(5 if "traag" in question else self.delay)
        if "fout" in question:
            raise QuestionError(f"de vraag {question!r} kan niet worden gelezen", remedy="Stel een andere vraag.")
        if paragraphs:
            return self._from(question, paragraphs)
        return self._scripted(question, history)

    def found(self, question: str, *, history: Sequence[str] = (), **filters: Any) -> tuple[Found, ...]:
        """Four passages, each for another reason."""
        paper = printed()
        split = next(p for p in paper.paragraphs if len({span.page for span in p.pages}) > 1)
        return (
            Found(cite_quote(LETTER, FTE), ("term", "meaning"), ("ondermijning", "fte")),
            Found(cite_quote(LETTER, "OM-verdachten mensenhandel"), ("indicator",)),
            Found(cite_quote(LETTER, "Kamerstuk 29628, nr. 783"), ("footnote",)),
            Found(make_citation(paper, split.start, split.end), ("meaning",)),
            Found(cite_quote(HOSTILE, f"met {ATTACK} erin"), ("term",), (ATTACK,)),
        )

    def _from(self, question: str, paragraphs: Collection[str]) -> Answer:
        said = []
        for document in self.library.held.values():
            for paragraph in document.paragraphs:
                if paragraph.id in paragraphs:
                    text = document.text_of(paragraph)
                    said.append((text, document, text, "quote"))
        return self._answer(question, "answered", said)

    def _scripted(self, question: str, history: Sequence[str]) -> Answer:
        if "aanval" in question or "<" in question:
            said = [("Een alinea met " + ATTACK, HOSTILE, f"met {ATTACK} erin", "quote")]
        elif "stikstof" in question:
            return self._answer(question, "not_in_documents", [], near=("De politie staat er voor iedereen.",))
        elif "tabel" in question:
            return self._table(question)
        elif "pagina" in question:
            paper = printed()
            split = next(p for p in paper.paragraphs if len({span.page for span in p.pages}) > 1)
            said = [(paper.text_of(split), paper, paper.text_of(split), "quote")]
        elif "alles" in question:
            said = [
                (LETTER.text_of(LETTER.paragraphs[n]), LETTER, LETTER.text_of(LETTER.paragraphs[n]), "quote")
                for n in (2, 5, 8, 9, 10)
            ]
        elif "171" in question or "fte" in question:
            said = [
                (FTE, LETTER, FTE, "quote"),
                ("De Kamer krijgt in het voorjaar bericht over de indicatoren en de monitoring.", LETTER, "In het voorjaar bericht ik uw Kamer over de indicatoren en de monitoring daarvan.", "figures"),
                ("De bezetting groeit in de jaren erna.", LETTER, "in de jaren erna groeit de bezetting verder", "figures"),
            ]  # fmt: skip
        else:
            resolved = f"{question} (na: {history[-1]})" if history else ""
            said = [("Met deze brief informeer ik uw Kamer.", LETTER, "Met deze brief informeer ik uw Kamer", "quote")]
            return self._answer(question, "answered", said, resolved=resolved)
        return self._answer(question, "answered", said)

    def _answer(
        self, question: str, outcome: Outcome, said: Sequence[tuple[str, Document, str, str]], *,
        near: Sequence[str] = (), resolved: str = "",
    ) -> Answer:  # fmt: skip
        citations = tuple(cite_quote(d, quote, marker=n) for n, (_, d, quote, _) in enumerate(said, start=1))
        sentences = tuple(
            Sentence(f"{text} [{n}]", (n,), check)  # type: ignore[arg-type]
            for n, (text, _, _, check) in enumerate(said, start=1)
        )
        if not said:
            sentences = (Sentence("De documenten zeggen hier niets over.", (), "none"),)
        nearest = tuple(cite_quote(LETTER, quote) for quote in near)
        searched = self._searched()
        return Answer(
            "", question, "nl", outcome, sentences, citations, searched, nearest, "extractive", 41.3, resolved
        )

    def _table(self, question: str) -> Answer:
        quote: Check = "quote"
        row = next(p for p in LETTER.paragraphs if "Complexe" in LETTER.text_of(p))
        citations = (cite_quote(LETTER, "190", marker=1), cite_quote(LETTER, "45", marker=2, within=row))
        sentences = (
            Sentence("Norm per jaar:", (), "none"),
            Sentence("| Indicator | Norm |", (), "none"),
            Sentence("|---|---|", (), "none"),
            Sentence("| OM-verdachten | 190 [1] |", (1,), quote),
            Sentence("| Complexe onderzoeken | 45 [2] |", (2,), quote),
            Sentence("- het vergroten van het aantal [1]", (1,), quote),
        )
        return Answer("", question, "nl", "answered", sentences, citations, self._searched())

    def _searched(self) -> Searched:
        counts = self.library.counts()
        return Searched(counts.documents, counts.paragraphs, counts.since, counts.until)
