"""Endurance: killed at random moments, two writers at once, no room on the disk; nothing is ever lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ingest.doctor import examine, repair
from ingest.errors import LibraryError
from ingest.pipeline import ingest
from ingest.store.library import Library
from tests.ingest.store.ingesting import run
from tests.ingest.store.tiny import TinyEncoder, letter, write_letters

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tests.ingest.store.ingesting"]


def start(folder: Path, data: Path, *more: str) -> subprocess.Popen[str]:
    """A process that ingests the folder."""
    return subprocess.Popen(
        [*COMMAND, str(folder), str(data), *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def documents_are_whole(data: Path) -> int:
    """How many documents a library killed in mid-air shows; each must be complete."""
    with closing(sqlite3.connect(data / "library.sqlite")) as db:
        assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            return 0
    with Library.open(data, encoder=TinyEncoder()) as library:
        for publication in library.documents():
            document = library.document(publication.id)
            texts = [p for p in document.paragraphs if p.kind == "text"]
            rows = library.record.rows("SELECT count(*) FROM passages WHERE document_id = ?", (publication.id,))
            assert rows == [(len(texts),)]
            assert len(library.sentences(p.id for p in texts)) == len(texts)
            assert library.file(publication.id).is_file()
        return library.counts().documents


def kill_while_ingesting(tmp_path: Path, times: int, seed: int) -> int:
    """Kill an ingestion ``times`` times at random moments, changing files in between; then finish it and compare.

    Returns how many of the killed processes were in the middle of their work.
    """
    moments = random.Random(seed)
    folder, data = write_letters(tmp_path / "in", 60, 2), tmp_path / "data"
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.ingest.store.ingesting", "ingest.store.nodes", "bm25s"])
    for name in ("eerst", "daarna"):
        began = time.monotonic()
        whole = processes.Process(target=run, args=([str(folder), str(tmp_path / name)],))
        whole.start()
        whole.join()
    span, struck = time.monotonic() - began, 0
    for attempt in range(times):
        (folder / f"brief-{attempt % 60:03}.md").write_text(letter(attempt + 100, 2 + attempt % 3), encoding="utf-8")
        (folder / f"brief-{(attempt * 7 + 3) % 60:03}.md").unlink(missing_ok=True)
        child = processes.Process(target=run, args=([str(folder), str(data)],))
        child.start()
        child.join(span * moments.uniform(0.02, 1.0))
        child.kill()
        child.join()
        struck += child.exitcode != 0
        if (data / "library.sqlite").is_file():
            documents_are_whole(data)
            assert attempt % 5 or examine(data, encoder=TinyEncoder()) == ()
    child_report = ingest([folder], data=data, encoder=TinyEncoder())
    assert documents_are_whole(data) == len(list(folder.iterdir())) - len(child_report.refused)
    assert examine(data, encoder=TinyEncoder()) == ()
    return struck


def test_killing_an_ingestion_at_random_moments_loses_nothing(tmp_path: Path) -> None:
    assert kill_while_ingesting(tmp_path, 25, seed=1) > 5


@pytest.mark.slow
def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    assert kill_while_ingesting(tmp_path, 200, seed=2) > 40


def test_two_writers_at_once_take_turns(tmp_path: Path) -> None:
    one, two = write_letters(tmp_path / "een", 20), tmp_path / "twee"
    two.mkdir()
    for number in range(20, 40):
        (two / f"ander-{number}.md").write_text(letter(number), encoding="utf-8")
    children = [start(folder, tmp_path / "data") for folder in (one, two)]
    results = [child.communicate() for child in children]
    assert [child.returncode for child in children] == [0, 0], results
    assert documents_are_whole(tmp_path / "data") == 40
    assert examine(tmp_path / "data", encoder=TinyEncoder()) == ()


def test_a_writer_that_will_not_wait_is_told_so(tmp_path: Path) -> None:
    folder = write_letters(tmp_path / "in", 3)
    with Library.open(tmp_path / "data", write=True):
        child = start(folder, tmp_path / "data", "0.1")
        _, errors = child.communicate()
    assert child.returncode == 1
    assert errors.startswith("LibraryBusy:")
    assert "proces" in errors


def has_small_disk() -> str:
    """Why no small disk can be mounted here, empty when it can."""
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        return "mounting a small disk takes root"
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run([mount, "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        if tried.returncode == 0:
            subprocess.run(["umount", folder], check=True)
    return "" if tried.returncode == 0 else "this machine lets nobody mount a small disk"


NO_DISK = has_small_disk()
needs_disk = pytest.mark.skipif(bool(NO_DISK), reason=NO_DISK or "a small disk can be mounted")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of that size, mounted on the folder."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@needs_disk
@pytest.mark.parametrize("size", ["300k", "1200k"])
def test_a_full_disk_is_said_and_the_library_stays_whole(tmp_path: Path, size: str) -> None:
    folder, kept = write_letters(tmp_path / "in", 40, 10), tmp_path / "elders"
    with small_disk(tmp_path / "disk", size) as disk:
        child = start(folder, disk / "data")
        _, errors = child.communicate()
        assert child.returncode == 1
        assert errors.startswith("DiskFull:"), errors
        shutil.copytree(disk / "data", kept)
    if (kept / "library.sqlite").is_file():
        documents_are_whole(kept)
    child = start(folder, kept)
    child.communicate()
    assert documents_are_whole(kept) == 40
    repair(kept, encoder=TinyEncoder())
    assert examine(kept, encoder=TinyEncoder()) == ()


@needs_disk
def test_a_read_only_library_can_be_asked_but_not_changed(tmp_path: Path) -> None:
    encoder, folder = TinyEncoder(), write_letters(tmp_path / "in", 5)
    vector = encoder.encode_queries(["norm voor deel 2"])[0]
    with small_disk(tmp_path / "disk", "30m") as disk:
        ingest([folder], data=disk / "data", encoder=encoder)
        with Library.open(disk / "data", encoder=encoder) as library:
            expected = library.dense(vector, 5), library.lexical([("norm", 1.0)], 5)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with Library.open(disk / "data", encoder=encoder) as library:
            assert (library.dense(vector, 5), library.lexical([("norm", 1.0)], 5)) == expected
        with pytest.raises(LibraryError, match="mag niet worden geschreven"):
            ingest([folder], data=disk / "data", encoder=encoder)
