"""Watching a folder: what changes is taken in, once it is whole."""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.errors import AgendaError, LibraryBusy, RefusedDocument
from ingest.pipeline import ingest
from ingest.report import IngestReport
from ingest.store.library import Library
from ingest.watch import watch
from tests.ingest.store.tiny import TinyEncoder, letter, write_letters

QUIET = 0.3
PATIENCE = 30.0


class Watched:
    """A folder that is being watched: each outcome, and how often the folder was taken in."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder, self.data, self.encoder = folder, data, TinyEncoder()
        self.outcomes: queue.Queue[IngestReport | AgendaError] = queue.Queue()
        self.runs = 0

    def take_in(self) -> IngestReport:
        """The real ingestion."""
        self.runs += 1
        return ingest([self.folder], data=self.data, encoder=self.encoder)

    def next(self) -> IngestReport:
        """The next report."""
        outcome = self.outcomes.get(timeout=PATIENCE)
        assert isinstance(outcome, IngestReport)
        return outcome


@contextmanager
def watching(
    watched: Watched,
    take_in: Callable[[], IngestReport] | None = None,
    *,
    poll: bool = False,
    quiet: float = QUIET,
) -> Iterator[None]:
    """Watch for the time of a test."""
    stop = threading.Event()
    work = take_in or watched.take_in
    arguments = (watched.folder, work, watched.outcomes.put, stop)
    thread = threading.Thread(target=watch, args=arguments, kwargs={"quiet": quiet, "poll": poll})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    """A folder with two letters, and no library yet."""
    return Watched(write_letters(tmp_path / "in", 2), tmp_path / "data")


def ids(items: tuple[object, ...]) -> list[str]:
    """The ids of the items of a report."""
    return [getattr(item, "id", "") for item in items]


@pytest.mark.parametrize("poll", [False, True], ids=["told by the system", "looking itself"])
def test_what_is_there_and_what_changes_is_taken_in(watched: Watched, poll: bool) -> None:
    with watching(watched, poll=poll):
        assert ids(watched.next().added) == ["brief-000", "brief-001"]
        deep = watched.folder / "map" / "dieper"
        deep.mkdir(parents=True)
        (deep / "brief-007.md").write_text(letter(7), encoding="utf-8")
        assert ids(watched.next().added) == ["brief-007"]
        (watched.folder / "brief-000.md").write_text(letter(5), encoding="utf-8")
        (watched.folder / "brief-001.md").unlink()
        report = watched.next()
        assert (ids(report.changed), ids(report.removed)) == (["brief-000"], ["brief-001"])
    with Library.open(watched.data) as library:
        assert {p.id for p in library.documents()} == {"brief-000", "brief-007"}


def test_a_file_is_left_until_it_is_whole(watched: Watched) -> None:
    whole = letter(3, paragraphs=6)
    with watching(watched, quiet=1.0):
        watched.next()
        with (watched.folder / "brief-003.md").open("w", encoding="utf-8") as stream:
            for at in range(0, len(whole), len(whole) // 30):
                stream.write(whole[at : at + len(whole) // 30])
                stream.flush()
                time.sleep(0.1)
        report = watched.next()
    assert ids(report.added) == ["brief-003"]
    assert watched.runs == 2
    with Library.open(watched.data) as library:
        assert "Deel 6" in library.document("brief-003").text


def test_a_burst_of_files_is_taken_in_at_once(watched: Watched) -> None:
    with watching(watched):
        watched.next()
        write_letters(watched.folder, 30)
        assert len(watched.next().added) == 28
    assert watched.runs == 2


def test_a_change_during_an_ingestion_is_not_missed(watched: Watched) -> None:
    def slow() -> IngestReport:
        report = watched.take_in()
        if watched.runs == 1:
            (watched.folder / "brief-009.md").write_text(letter(9), encoding="utf-8")
        return report

    with watching(watched, slow):
        watched.next()
        assert ids(watched.next().added) == ["brief-009"]


def test_nothing_happens_while_nothing_changes(watched: Watched) -> None:
    with watching(watched):
        watched.next()
        (watched.folder / "brief-000.md").read_text(encoding="utf-8")
        time.sleep(QUIET * 5)
    assert watched.runs == 1
    assert watched.outcomes.empty()


def test_another_writer_is_waited_for(watched: Watched) -> None:
    turns = iter((True, True, False))

    def busy() -> IngestReport:
        if next(turns):
            raise LibraryBusy("een ander proces schrijft")
        return watched.take_in()

    with watching(watched, busy):
        assert isinstance(watched.outcomes.get(timeout=PATIENCE), LibraryBusy)
        assert isinstance(watched.outcomes.get(timeout=PATIENCE), LibraryBusy)
        assert ids(watched.next().added) == ["brief-000", "brief-001"]


def test_a_refused_file_is_told_and_the_watch_goes_on(watched: Watched) -> None:
    with watching(watched):
        watched.next()
        (watched.folder / "stuk.pdf").write_bytes(b"%PDF-1.7 half")
        assert [refused.error for refused in watched.next().refused] == ["DamagedDocument"]
        (watched.folder / "brief-004.md").write_text(letter(4), encoding="utf-8")
        assert ids(watched.next().added) == ["brief-004"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RefusedDocument, match="deze map is er niet"):
        watch(tmp_path / "weg", lambda: IngestReport(), lambda outcome: None, threading.Event())


def test_a_folder_that_vanishes_ends_the_watch_and_removes_nothing(watched: Watched) -> None:
    caught: list[AgendaError] = []

    def run() -> None:
        try:
            watch(watched.folder, watched.take_in, watched.outcomes.put, threading.Event(), quiet=QUIET)
        except AgendaError as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    watched.next()
    shutil.rmtree(watched.folder)
    thread.join(PATIENCE)
    assert [type(error) for error in caught] == [RefusedDocument]
    with Library.open(watched.data) as library:
        assert len(library.documents()) == 2
