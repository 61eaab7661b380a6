"""The language model as the assistant uses it: opened when first needed, asked to reword and to read questions.

Invariant: it never raises for what a model does or lacks; the deterministic answer is always there.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from assistant.language_model.backends import Speaker, open_speaker
from assistant.language_model.choice import ModelChoice
from ingest.errors import ModelError

if TYPE_CHECKING:
    from assistant.answer import Language
    from assistant.language_model.rewording import Heard, Written
    from assistant.question.conversation import Resolved
    from assistant.writing.draft import Draft, DraftSentence
    from assistant.writing.verify import Shelf

Answered = TypeVar("Answered")
_log = logging.getLogger(__name__)


class Writer:
    """A chosen language model behind the checks. Safe to use from several threads."""

    def __init__(self, choice: ModelChoice, opener: Callable[[ModelChoice], Speaker | None] = open_speaker) -> None:
        self.choice, self._opener = choice, opener
        self._speaker: Speaker | None = None
        self._lock = threading.Lock()

    def write(
        self, asked: Sequence[tuple[str, Draft]], library: Shelf, language: Language, *, heard: Heard | None = None,
        cancel: threading.Event | None = None,
    ) -> Written:  # fmt: skip
        """The parts of an answer (question and draft) in the model's words as far as they pass.

        Dutch only: an English answer would quote Dutch sources in words that no program can hold against them.
        """
        from assistant.language_model.rewording import Tally, told, write_all

        drafts = tuple(draft for _, draft in asked)
        if language != "nl":
            return told(drafts, Tally(failure="llm_dutch"), self.choice.title, language)
        try:
            speaker = self._open()
        except ModelError as error:
            _log.warning("taalmodel: %s", error)
            return told(drafts, Tally(failure="llm_failed"), self.choice.title, language)
        stop = cancel or threading.Event()
        return write_all(speaker, asked, library, language, heard=heard or _nobody, cancel=stop)

    def understand(
        self, question: str, history: Sequence[str], ruled: Resolved, *, cancel: threading.Event | None = None
    ) -> Resolved:
        """The follow-up made whole by the model where it is set to and its text holds; else as the rules read it."""
        from assistant.language_model.questions import whole_question
        from assistant.question.conversation import Resolved, is_follow_up

        if not self.choice.rewrites_questions or not history or not is_follow_up(question):
            return ruled
        stop = cancel or threading.Event()
        text = self._asked(lambda speaker: whole_question(speaker, question, history, stop))
        return Resolved(text) if text else ruled

    def split(self, message: str, ruled: tuple[str, ...], *, cancel: threading.Event | None = None) -> tuple[str, ...]:
        """The sub-questions that the model proposes where it is set to and they hold; else as the rules split it."""
        from assistant.language_model.questions import sub_questions

        if not self.choice.rewrites_questions or len(ruled) > 1:
            return ruled
        stop = cancel or threading.Event()
        return self._asked(lambda speaker: sub_questions(speaker, message, stop)) or ruled

    def _asked(self, ask: Callable[[Speaker], Answered]) -> Answered | None:
        try:
            return ask(self._open())
        except ModelError as error:
            _log.warning("taalmodel: %s", error)
            return None

    def _open(self) -> Speaker:
        with self._lock:
            if self._speaker is None:
                self._speaker = self._opener(self.choice)
            if self._speaker is None:
                raise ModelError("geen taalmodel gekozen", where="language_model.kind")
            return self._speaker


def _nobody(_: DraftSentence) -> None:
    """Nobody listens while the answer is written."""
