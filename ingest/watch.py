"""Watches a folder and takes in what changes there. Owner of watchdog.

Invariant: nothing is read while files are still being written to; a change that comes during an ingestion is taken in
by the next one; an error that may pass (another writer) is tried again, and never ends the watch.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.errors import AgendaError, LibraryBusy, RefusedDocument
from ingest.report import IngestReport

QUIET = 2.0
_IDLE = 60.0
Snapshot = frozenset[tuple[str, int, int]]
Told = Callable[[IngestReport | AgendaError], None]


def watch(
    folder: Path,
    take_in: Callable[[], IngestReport],
    told: Told,
    stop: threading.Event,
    *,
    quiet: float = QUIET,
    poll: bool = False,
) -> None:
    """Call ``take_in`` now, and after every change in ``folder`` once it has been quiet; until ``stop`` is set.

    ``poll`` looks at the folder itself, for network drives that do not tell of changes. Raises ``RefusedDocument``
    when the folder is not there, or is there no longer.
    """
    changed = threading.Event()
    _check(folder)
    with _observed(folder, changed, poll=poll):
        changed.set()
        while not stop.is_set():
            if not _wait(changed, stop):
                _check(folder)
                continue
            if not _has_settled(folder, changed, stop, quiet):
                continue
            try:
                told(take_in())
            except LibraryBusy as error:
                told(error)
                changed.set()
                stop.wait(quiet)


def _check(folder: Path) -> None:
    if not folder.is_dir():
        raise RefusedDocument("deze map is er niet (meer)", where=str(folder), remedy="Controleer het pad.")


def _wait(changed: threading.Event, stop: threading.Event) -> bool:
    """Wait for a change; gives up now and then, so that somebody looks whether the folder is still there."""
    waited, step = 0.0, 0.2
    while not stop.is_set() and waited < _IDLE:
        if changed.wait(step):
            return True
        waited += step
    return False


def _has_settled(folder: Path, changed: threading.Event, stop: threading.Event, quiet: float) -> bool:
    """Wait until no event has come and no file has grown for ``quiet`` seconds; False when stopped."""
    before = _snapshot(folder)
    while True:
        changed.clear()
        if stop.wait(quiet):
            return False
        _check(folder)
        now = _snapshot(folder)
        if now == before and not changed.is_set():
            return True
        before = now


def _snapshot(folder: Path) -> Snapshot:
    """Name, size and time of change of every file; what vanishes meanwhile is not there."""
    found = set()
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                state = os.stat(os.path.join(parent, name))
            except OSError:
                continue
            found.add((os.path.join(parent, name), state.st_size, state.st_mtime_ns))
    return frozenset(found)


@contextmanager
def _observed(folder: Path, changed: threading.Event, *, poll: bool) -> Iterator[None]:
    """Set ``changed`` at every change below ``folder``."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer
    from watchdog.observers.polling import PollingObserver

    class Handler(FileSystemEventHandler):  # type: ignore[misc]
        """Notes that something in the folder changed; what it was is found by reading the folder."""

        def on_any_event(self, event: FileSystemEvent) -> None:
            """Note every event but the opening and reading of a file."""
            if event.event_type not in ("opened", "closed_no_write"):
                changed.set()

    observer: Any = PollingObserver(timeout=1) if poll else Observer()
    observer.schedule(Handler(), str(folder), recursive=True)
    try:
        observer.start()
    except OSError as error:
        raise RefusedDocument(
            f"deze map kan niet worden gevolgd ({error.strerror or error})",
            where=str(folder),
            remedy="Gebruik --poll, of verhoog het aantal mappen dat het systeem mag volgen.",
        ) from error
    try:
        yield
    finally:
        observer.stop()
        observer.join()
