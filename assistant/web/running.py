"""The questions that are being answered: each can be stopped by its name, and tells its sentences while it is made.

Invariant: leaving a question, by Stop, by an error or because nobody looks any more, stops its language model.
"""

from __future__ import annotations

import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from assistant.writing.draft import DraftSentence

Made = TypeVar("Made")
Listen = Callable[[DraftSentence], None]


class Running:
    """The questions under way, by a name that nobody can guess."""

    def __init__(self) -> None:
        self._stops: dict[str, threading.Event] = {}
        self._visits: dict[str, str] = {}

    @contextmanager
    def question(self, visit: str = "") -> Iterator[tuple[str, threading.Event]]:
        """A question under way in a visit: its name and what stops it; set in any case when the question is left."""
        name, stop = secrets.token_urlsafe(12), threading.Event()
        self._stops[name], self._visits[name] = stop, visit
        try:
            yield name, stop
        finally:
            stop.set()
            self._stops.pop(name, None)
            self._visits.pop(name, None)

    def stop_visit(self, visit: str) -> None:
        """Stop every question of a visit that has ended."""
        for name, of in list(self._visits.items()):
            if of == visit:
                self.stop(name)

    def stop(self, name: str) -> None:
        """Stop a question; nothing happens when it is over."""
        if (stop := self._stops.get(name)) is not None:
            stop.set()


def grown(make: Callable[[Listen], Made]) -> Iterator[tuple[DraftSentence, ...] | Made]:
    """What ``make`` makes, after all sentences heard so far whenever there is a new one. Raises what it raises."""
    news: queue.Queue[DraftSentence | None] = queue.Queue()
    heard: list[DraftSentence] = []
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="vraag") as pool:
        made = pool.submit(make, news.put)
        made.add_done_callback(lambda _: news.put(None))
        while (sentence := news.get()) is not None:
            heard.append(sentence)
            yield tuple(heard)
        yield made.result()
