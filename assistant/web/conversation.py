"""The question screen's behaviour in one language, without Gradio: questions in, HTML and turns out.

Invariant: what is shown is HTML from ``render`` (escaped), and a turn counts as history only when it is complete.
While a language model writes, a sentence is shown when it has passed ``assistant.writing.verify``, with its source.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from assistant.answer import Answer
from assistant.web.answers import Documents, Turn, finished_turn, growing_turn
from assistant.web.choice import NO_CHOICE, TURNS_KEPT, Choice, read_choice, read_saved
from assistant.web.found import Finding, found_views
from assistant.web.render import Counted, Frame, render
from assistant.web.running import Question, Running
from assistant.web.texts import Language, Texts, examples
from assistant.writing.draft import DraftSentence
from ingest.errors import AgendaError

HISTORY_USED = 6
_log = logging.getLogger(__name__)


class Library(Documents, Protocol):
    """What the screens need of the library."""

    def counts(self) -> Counted:
        """Numbers of documents and paragraphs, and the dates they span."""
        ...

    def documents(self) -> Sequence[Any]:
        """The publications in the library."""
        ...


class Answering(Protocol):
    """What the screens need of the assistant; ``assistant.core.Assistant`` and the tests' stand-in both fit."""

    @property
    def library(self) -> Library:
        """The library that answers come from."""
        ...

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        document: str | None = None,
        theme: str | None = None,
        year: int | None = None,
        paragraphs: Collection[str] | None = None,
        heard: Callable[[DraftSentence], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """One checked answer; ``heard`` is told each sentence as it passes, ``cancel`` stops a language model."""
        ...

    def found(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        document: str | None = None,
        theme: str | None = None,
        year: int | None = None,
    ) -> Sequence[Finding]:
        """Every passage that search found for the question, best first, with why."""
        ...


Turns = tuple[Turn, ...]
Screen = tuple[str, str, Turns]


class Conversation:
    """One language's question screen over an assistant; it keeps nothing but which questions are being answered."""

    def __init__(self, assistant: Answering, language: Language, question_limit: int) -> None:
        self.assistant, self.language, self.question_limit = assistant, language, question_limit
        self.texts = Texts(language)
        self._running = Running()

    def ask(self, question: str, turns: Turns, choice: str = "", visit: str = "") -> Iterator[Screen]:
        """The screens of one question: at once that it is being searched, then sentence by sentence."""
        question = question.strip()
        number = max((turn.number for turn in turns), default=0) + 1
        try:
            chosen = read_choice(choice)
            refused = self._refusal(question)
        except AgendaError as error:
            chosen, refused = NO_CHOICE, str(error)
        kept = tuple(turn for turn in turns if not 0 < chosen.replaces <= turn.number)[-TURNS_KEPT + 1 :]
        if refused:
            yield self.screen((*kept, Turn(number, question[:200], message=refused)))
            return
        with self._running.question(visit) as running:
            last = Turn(number, question, choice=chosen)
            for turn in self._growing(last, kept, running):
                if running.cancel.is_set():
                    break
                last = turn
                yield self.screen((*kept, turn))
            if running.forgotten:
                yield self.screen(())
            elif last.busy:
                yield self.screen((*kept, self._stopped(last)))

    def _growing(self, busy: Turn, kept: Turns, running: Question) -> Iterator[Turn]:
        """The turn as it grows: busy, then sentence by sentence, complete, and with everything that was found."""
        yield busy
        told, done = 0, busy
        for step in running.grown(
            lambda listen: self._answer(busy.number, busy.question, kept, busy.choice, listen, running.cancel)
        ):
            if isinstance(step, Turn):
                done = step
                continue
            told = len(step)
            yield growing_turn(busy, step, self.assistant.library, self.language)
        for shown in range(min(told, done.of) + 1, done.of + 1):
            yield replace(done, shown=shown)
        yield self._with_found(done, kept)

    def restored(self, saved: str) -> Screen | None:
        """The screen of a conversation that the browser kept, every question asked again; None when there is none."""
        turns: Turns = ()
        for number, question in enumerate(read_saved(saved, self.question_limit), start=1):
            turns = (*turns, self._answer(number, question.question, turns, question.choice))
        if not turns:
            return None
        return self.screen((*turns[:-1], self._with_found(turns[-1], turns[:-1])), restored=True)

    def screen(self, turns: Turns, *, restored: bool = False) -> Screen:
        """The conversation and its sources as HTML, with the turns they show."""
        frame = self.frame()
        values: dict[str, Any] = {"turns": turns, "explain": True}
        if turns:
            values["titles"] = self._titles(turns)
            values["saved"] = kept_as(turns)
        talk = render("turn.html", frame, examples=examples(self.language), restored=restored, **values)
        return talk, render("sources.html", frame, **values), turns

    def stop(self, visit: str) -> bool:
        """Stop what is being answered in a visit, by Stop or because its page was closed; ``ask`` says so itself."""
        return self._running.stop(visit)

    def cleared(self, visit: str) -> Screen | None:
        """The empty screen of a new conversation; None when ``ask`` will give it, having been stopped."""
        return None if self._running.stop(visit, forget=True) else self.screen(())

    def frame(self) -> Frame:
        """What the fragments of this screen share."""
        return Frame(self.language, "", "ask", "", self.assistant.library.counts())

    def _stopped(self, turn: Turn) -> Turn:
        """The turn after Stop: the sentences shown so far stay, and it says that it was stopped."""
        told = self.texts("stopped_part", n=turn.shown, of=turn.of) if turn.shown else self.texts("stopped")
        return replace(turn, message=self.texts.count("stopped_writing", turn.of) if turn.writing else told)

    def _titles(self, turns: Turns) -> dict[str, str]:
        wanted = {turn.choice.document for turn in turns if turn.choice.document}
        return {p.id: p.title or p.id for p in self.assistant.library.documents() if p.id in wanted} if wanted else {}

    def _refusal(self, question: str) -> str:
        if not question:
            return self.texts("empty_question")
        if len(question) > self.question_limit:
            n, limit = self.texts.number(len(question)), self.texts.number(self.question_limit)
            return self.texts("too_long", n=n, limit=limit)
        return ""

    def _answer(
        self, number: int, question: str, earlier: Turns, choice: Choice,
        heard: Callable[[DraftSentence], None] | None = None, cancel: threading.Event | None = None,
    ) -> Turn:  # fmt: skip
        try:
            answer = self.assistant.ask(
                question, history=history_of(earlier), heard=heard, cancel=cancel, **choice.given
            )
            return finished_turn(number, question, answer, self.assistant.library, choice)
        except AgendaError as error:
            _log.warning("vraag niet beantwoord: %s", error)
            return Turn(number, question, message=str(error), choice=choice, failed=True)

    def _with_found(self, turn: Turn, earlier: Turns) -> Turn:
        """The turn with everything that was found; without when it could not be searched again."""
        if turn.answer is None:
            return turn
        try:
            findings = self.assistant.found(turn.question, history=history_of(earlier), **turn.choice.filters)
            ids = {finding.citation.document_id for finding in findings}
            documents = {name: self.assistant.library.document(name) for name in ids}
        except AgendaError as error:
            _log.warning("gevonden alinea's niet getoond: %s", error)
            return turn
        used = frozenset(c.paragraph_id for c in turn.answer.citations)
        return replace(turn, found=found_views(findings, documents, used, f"v{turn.number}-gevonden-"))


def history_of(turns: Turns) -> list[str]:
    """The earlier questions that a new one may refer to."""
    return [turn.question for turn in turns if turn.complete][-HISTORY_USED:]


def kept_as(turns: Turns) -> str:
    """The conversation as the browser keeps it: its questions, not its answers."""
    complete = [turn for turn in turns if turn.complete]
    return json.dumps(
        [{"question": turn.question, "choice": json.loads(turn.choice.kept)} for turn in complete], ensure_ascii=False
    )
