"""The questions that are being answered: each tells its sentences while it is made, and can be stopped by its visitor.

Invariant: only the one who asked writes the screen of a question, so nothing can come after what Stop left there;
leaving a question, by Stop, by an error or because nobody looks any more, stops its language model.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from assistant.writing.draft import DraftSentence

Made = TypeVar("Made")
Listen = Callable[[DraftSentence], None]


class Question:
    """A question under way: ``cancel`` is set when it was stopped, ``forgotten`` when its conversation was left too."""

    def __init__(self, visit: str) -> None:
        self.visit, self.cancel, self.forgotten = visit, threading.Event(), False
        self._news: queue.Queue[DraftSentence | None] = queue.Queue()

    def stop(self, *, forget: bool = False) -> None:
        """Stop it, from any thread; ``grown`` ends at once, the language model when it notices."""
        self.forgotten = self.forgotten or forget
        self.cancel.set()
        self._news.put(None)

    def grown(self, make: Callable[[Listen], Made]) -> Iterator[tuple[DraftSentence, ...] | Made]:
        """What ``make`` makes, after all sentences heard so far whenever there is a new one.

        Ends without it when the question is stopped first. Raises what ``make`` raises.
        """
        heard: list[DraftSentence] = []
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vraag")
        made = pool.submit(make, self._news.put)
        pool.shutdown(wait=False)
        made.add_done_callback(lambda _: self._news.put(None))
        while (sentence := self._news.get()) is not None:
            heard.append(sentence)
            yield tuple(heard)
        if not self.cancel.is_set():
            yield made.result()


class Running:
    """The questions under way of all visits."""

    def __init__(self) -> None:
        self._questions: set[Question] = set()

    @contextmanager
    def question(self, visit: str = "") -> Iterator[Question]:
        """A question under way in a visit; its model is stopped in any case when it is left."""
        question = Question(visit)
        self._questions.add(question)
        try:
            yield question
        finally:
            question.cancel.set()
            self._questions.discard(question)

    def stop(self, visit: str, *, forget: bool = False) -> bool:
        """Stop every question of a visit; True when there was one, which then writes its last screen itself."""
        found = [question for question in tuple(self._questions) if question.visit == visit]
        for question in found:
            question.stop(forget=forget)
        return bool(found)
