"""The tables of the record and how a connection to them is opened.

Invariant: a file with another schema version, or that SQLite cannot read, is named as such and never altered.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import LibraryBusy, LibraryDamaged, LibraryError
from ingest.store.files import disk_full, read_only

VERSION = 1
FILE = "library.sqlite"

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    origin TEXT NOT NULL,
    reader TEXT NOT NULL,
    date TEXT NOT NULL,
    publication TEXT NOT NULL,
    value TEXT NOT NULL
);
CREATE INDEX documents_by_sha256 ON documents (sha256);
CREATE INDEX documents_by_content ON documents (content);
CREATE INDEX documents_by_origin ON documents (origin);
CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL,
    content TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (document_id, content)
);
CREATE TABLE paragraphs (
    id TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
    spans BLOB NOT NULL,
    vectors BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX paragraphs_by_document ON paragraphs (document);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
    document_id TEXT NOT NULL,
    paragraph_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    theme TEXT NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,
    terms TEXT NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX passages_by_theme ON passages (theme);
CREATE TABLE passage_years (
    year INTEGER NOT NULL,
    passage INTEGER NOT NULL REFERENCES passages (number) ON DELETE CASCADE,
    PRIMARY KEY (year, passage)
) WITHOUT ROWID;
CREATE INDEX passage_years_by_passage ON passage_years (passage);
CREATE TABLE pending (passage_id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""``versions`` keeps replaced and removed documents, so that old citations still resolve; ``pending`` names the
passages whose vector in Chroma has still to be written or removed; ``paragraphs`` holds sentences and vectors."""

LATER = """
CREATE TABLE IF NOT EXISTS findings (
    document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    finder TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (document, kind)
) WITHOUT ROWID;
"""
"""Tables that older libraries of this version lack until something writes to them: only what is derived."""


def connect(data: Path, *, write: bool) -> sqlite3.Connection:
    """A connection to the record in ``data``; it is created when ``write`` asks for it.

    Raises ``LibraryError`` when there is none and nothing may be written.
    """
    path = data / FILE
    if write:
        make_folder(data)
    elif not path.is_file():
        raise _absent(data)
    with sqlite_errors(data):
        connection = _open(path, write=write)
        try:
            _prepare(connection, path, write=write)
        except BaseException:
            connection.close()
            raise
    return connection


def make_folder(data: Path) -> None:
    """The data directory, which must be one that can be written to. Raises ``LibraryError`` or ``DiskFull``."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise disk_full(data) from error
        raise read_only(data) from error


def _open(path: Path, *, write: bool) -> sqlite3.Connection:
    journal = path.with_name(f"{path.name}-wal")
    frozen = not write and not may_write(path.parent)
    mode = ("ro" if journal.exists() else "ro&immutable=1") if frozen else "rwc" if write else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False)


def may_write(folder: Path) -> bool:
    """Whether this process may change files in a folder."""
    import os

    return os.access(folder, os.W_OK)


def _prepare(connection: sqlite3.Connection, path: Path, *, write: bool) -> None:
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        if not write:
            raise _absent(path.parent)
        connection.executescript(
            f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;"
        )  # under the lock
    elif found != VERSION:
        raise LibraryError(
            f"de bibliotheek heeft vorm {found}; dit programma kent vorm {VERSION}",
            where=str(path),
            remedy="Neem de nieuwste versie van het programma, of kies een andere map met --data.",
        )
    if write:
        connection.execute(LATER)


def _absent(data: Path) -> LibraryError:
    return LibraryError(
        "hier is nog geen bibliotheek", where=str(data), remedy="Maak haar met: veiligheidsagenda ingest"
    )


@contextmanager
def sqlite_errors(where: Path) -> Iterator[None]:
    """Turn what SQLite reports into the errors of the library."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "is full" in text or "disk I/O error" in text:
            raise disk_full(where) from error
        if "readonly" in text or "unable to open" in text:
            raise read_only(where) from error
        if "locked" in text or "busy" in text:
            raise LibraryBusy(
                "een ander proces houdt de bibliotheek bezet",
                where=str(where),
                remedy="Probeer het zo dadelijk opnieuw.",
            ) from error
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
            raise
        raise damaged(where, text) from error


def damaged(where: Path, detail: str) -> LibraryDamaged:
    """The error of a record that cannot be read."""
    return LibraryDamaged(
        f"de bibliotheek is beschadigd ({detail})",
        where=str(where / FILE),
        remedy="Herstel haar met: veiligheidsagenda doctor --repair",
    )
