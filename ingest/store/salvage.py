"""Saving what can be read from a damaged record, and reading the rest again from the kept files.

Invariant: the damaged file is never altered, only set aside; every document that has a readable row or a kept file
is in the new record.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.document import Document, Source
from ingest.errors import RefusedDocument
from ingest.store import archive
from ingest.store.schema import FILE
from ingest.store.serial import document_from_json, publication_from


@dataclass(frozen=True, slots=True)
class Saved:
    """A document that was saved, with where it came from; ``current`` is False for a kept older version."""

    document: Document
    origin: str
    reader: str
    current: bool = True


def set_aside(data: Path) -> Path:
    """Copy the damaged record (and its journal) to a free name beside it; returns that name."""
    number = 1
    while (aside := data / f"library.damaged-{number}.sqlite").exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):
        source = data / (FILE + suffix)
        if source.exists():
            shutil.copyfile(source, aside.with_name(aside.name + suffix))
    return aside


def put_in_place(data: Path, fresh: Path) -> None:
    """Make the rescued record in the folder ``fresh`` the record of the library, in one step."""
    for suffix in ("-wal", "-shm"):
        (data / (FILE + suffix)).unlink(missing_ok=True)
    os.replace(fresh / FILE, data / FILE)
    shutil.rmtree(fresh, ignore_errors=True)


def read_damaged(path: Path) -> Iterator[Saved]:
    """Every document in a damaged record whose row can still be read, current ones first."""
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    except sqlite3.DatabaseError:
        return
    try:
        for value, origin, reader in _readable(db, "documents", "value, origin, reader"):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                yield Saved(document_from_json(value), origin, reader)
        for (value,) in _readable(db, "versions", "value"):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                yield Saved(document_from_json(value), "", "", current=False)
    finally:
        db.close()


def _readable(db: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[str, ...]]:
    """The rows of a table one by one, passing over those on a broken page."""
    try:
        (last,) = db.execute(f"SELECT max(number) FROM {table}").fetchone()  # noqa: S608
    except sqlite3.DatabaseError:
        last = 100_000
    misses = 0
    for number in range(1, (last or 0) + 1):
        try:
            row = db.execute(f"SELECT {columns} FROM {table} WHERE number = ?", (number,)).fetchone()  # noqa: S608
        except sqlite3.DatabaseError:
            misses += 1
            if misses > 10_000:
                return
            continue
        if row is not None and all(isinstance(value, str) for value in row):
            yield row


def read_again(data: Path, known: set[str], only: str = "*") -> Iterator[Saved]:
    """Documents that only their kept file (or the one with the checksum ``only``) still tells of, read afresh."""
    from ingest.reading.read import read_file

    for note in sorted((data / archive.FOLDER).glob(f"{only}.json")):
        try:
            told = json.loads(note.read_text(encoding="utf-8"))
            publication, source = publication_from(told["publication"]), Source(**told["source"])
            if publication.id in known or not told["current"]:
                continue
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder, Path(source.file).name)
                shutil.copyfile(note.with_suffix(""), copy)
                document = read_file(copy, publication=publication, ocr=source.recognised)
        except (ValueError, KeyError, TypeError, OSError, RefusedDocument):
            continue
        known.add(publication.id)
        yield Saved(
            replace(document, publication=publication, source=source),
            str(told["origin"]),
            "",
        )
