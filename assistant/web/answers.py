"""An answer arranged for the screen: lines with their markers and checks, sources, and the text to copy.

Invariant: every word comes from the ``Answer``; nothing here is HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from assistant.answer import Answer, Language, Searched, Sentence
from assistant.web.choice import NO_CHOICE, Choice
from assistant.web.found import FoundView
from assistant.web.passage import Card, make_cards
from assistant.web.terms import Part, Term, with_terms
from assistant.web.trend import Bars, bars_of
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.verify import verify
from ingest.document import Document

_MARKER = re.compile(r"\s*\[(\d+)\]")
_RULE = re.compile(r"^[\s|:-]+$")


class Documents(Protocol):
    """What the screens need of a library: a document by its id."""

    def document(self, identity: str, /) -> Document:
        """The document with this id."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an answer: words, explained terms and markers in turn, and the check it passed."""

    parts: tuple[Part, ...]
    check: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive lines of one form: running text, a list, or the rows of a table (first row its head).

    ``checks`` are the checks that the rows of a table passed, each once.
    """

    form: Literal["text", "list", "table"]
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[tuple[Part, ...], ...], ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def bars(self) -> Bars | None:
        """The rows as a chart, when they are years with numbers."""
        return bars_of(self.rows) if self.rows else None


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with its answer, or the message that stands in its place.

    ``shown`` is the number of sentences on the screen while the answer grows, None when all are.
    """

    number: int
    question: str
    answer: Answer | None = None
    cards: tuple[Card, ...] = ()
    shown: int | None = None
    message: str = ""
    choice: Choice = NO_CHOICE
    found: tuple[FoundView, ...] = ()
    failed: bool = False
    """True when the message is that of an error, which is in Dutch whatever the language of the interface."""
    writing: bool = False
    """True while a language model writes: how many sentences there will be is not known."""

    @property
    def complete(self) -> bool:
        """True when the whole answer is there: only then it can be copied, kept and taken along."""
        return self.answer is not None and self.shown is None and not self.message

    @property
    def busy(self) -> bool:
        """True while the answer is being made or shown."""
        return not self.message and (self.answer is None or self.shown is not None)

    @property
    def understood(self) -> str:
        """The question as completed from the conversation, when it differs from what was typed."""
        resolved = self.answer.resolved if self.answer else ""
        return resolved if resolved.strip() != self.question.strip() else ""

    @property
    def is_nearest(self) -> bool:
        """True when the cards are what came nearest, not what an answer rests on."""
        return bool(self.answer and self.answer.abstained and not self.answer.citations)

    @property
    def quoted(self) -> int:
        """The number of verbatim sentences."""
        return self._checked("quote")

    @property
    def reworded(self) -> int:
        """The number of reworded sentences whose figures were all found."""
        return self._checked("figures")

    @property
    def copy(self) -> str:
        """The answer with its references, as plain text."""
        return copy_text(self.answer) if self.answer else ""

    def place(self, marker: int) -> tuple[str, str, str]:
        """Where source ``marker`` is: the id of its card, its document and its place in it."""
        for card in self.cards:
            for citation in card.citations:
                if citation.marker == marker:
                    return card.id, citation.document_title, (card.pages and f"p. {card.pages}") or card.number
        return "bronnen", "", ""

    def _checked(self, check: str) -> int:
        return sum(sentence.check == check for sentence in self.answer.sentences) if self.answer else 0

    @property
    def groups(self) -> tuple[Group, ...]:
        """The sentences shown so far, arranged, with the first use of each term explained."""
        known: set[str] = set()
        groups = arrange(self.answer.sentences[: self.shown]) if self.answer else ()
        return tuple(_explain(group, known) for group in groups)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that are explained in the sentences shown."""
        groups = self.groups
        lines = [line.parts for group in groups for line in group.lines]
        cells = [cell for group in groups for row in group.rows for cell in row]
        return tuple(part for parts in (*lines, *cells) for part in parts if isinstance(part, Term))

    @property
    def of(self) -> int:
        """The number of sentences of the whole answer."""
        return len(self.answer.sentences) if self.answer else 0


def split_markers(text: str, known: Iterable[int]) -> tuple[str | int, ...]:
    """``"… 171 fte. [1]"`` as ``("… 171 fte.", 1)``; only markers that exist are taken out of the text."""
    markers = frozenset(known)
    parts: list[str | int] = []
    at = 0
    for match in _MARKER.finditer(text):
        if int(match[1]) in markers:
            parts += [text[at : match.start()], int(match[1])]
            at = match.end()
    parts.append(text[at:])
    return tuple(part for part in parts if part != "")


def arrange(sentences: tuple[Sentence, ...]) -> tuple[Group, ...]:
    """Sentences grouped into running text, lists and tables."""
    groups: list[tuple[str, list[Sentence]]] = []
    for sentence in sentences:
        form = "list" if sentence.text.startswith("- ") else "table" if sentence.text.startswith("|") else "text"
        if groups and groups[-1][0] == form:
            groups[-1][1].append(sentence)
        else:
            groups.append((form, [sentence]))
    return tuple(_group(form, members) for form, members in groups)


def _group(form: str, members: list[Sentence]) -> Group:
    if form == "table":
        rows = [_row(s) for s in members if not _RULE.match(s.text)]
        return Group("table", rows=tuple(rows), checks=tuple(dict.fromkeys(s.check for s in members if s.markers)))
    lines = tuple(Line(split_markers(s.text.removeprefix("- "), s.markers), s.check, s.markers) for s in members)
    return Group("list" if form == "list" else "text", lines=lines)


def _row(sentence: Sentence) -> tuple[tuple[str | int, ...], ...]:
    body, _, trailing = sentence.text.strip().removeprefix("|").rpartition("|")
    cells = [cell.strip() for cell in (body or trailing).split("|")]
    rest = trailing.strip() if body else ""
    if rest:
        cells[-1] += f" {rest}"
    return tuple(split_markers(cell, sentence.markers) for cell in cells)


def _explain(group: Group, known: set[str]) -> Group:
    lines = tuple(replace(line, parts=with_terms(_plain(line.parts), known)) for line in group.lines)
    rows = tuple(tuple(with_terms(_plain(cell), known) for cell in row) for row in group.rows)
    return replace(group, lines=lines, rows=rows)


def _plain(parts: Iterable[Part]) -> list[str | int]:
    return [part.text if isinstance(part, Term) else part for part in parts]


def finished_turn(number: int, question: str, answer: Answer, library: Documents, choice: Choice = NO_CHOICE) -> Turn:
    """The turn with its sources: what is cited, or for an abstention what came nearest."""
    citations = answer.nearest if answer.abstained and not answer.citations else answer.citations
    documents = {c.document_id: library.document(c.document_id) for c in citations}
    cards = make_cards(citations, documents, f"v{number}-bron-")
    return Turn(number, question, answer, cards, choice=choice)


def growing_turn(busy: Turn, heard: Sequence[DraftSentence], library: Documents, language: Language) -> Turn:
    """The turn while a language model writes: the sentences that passed so far, checked again, with their sources."""
    verified = verify(Draft(tuple(heard)), library)
    nothing = Searched(0, 0, "", "")
    answer = Answer("", busy.question, language, "answered", verified.sentences, verified.citations, nothing)
    turn = finished_turn(busy.number, busy.question, answer, library, busy.choice)
    return replace(turn, shown=len(verified.sentences), writing=True)


def copy_text(answer: Answer) -> str:
    """The answer as plain text with its numbered references below, ready for a memo."""
    lines = [answer.text]
    if answer.citations:
        lines.append("")
    for citation in answer.citations:
        link = f" {citation.url}" if citation.url else ""
        lines.append(f"[{citation.marker}] {citation.reference}, “{citation.quote}”{link}")
    return "\n".join(lines)
