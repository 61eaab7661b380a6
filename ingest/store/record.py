"""The library of record: one SQLite file that everything else is derived from.

Sole owner of the tables. Invariant: whatever makes a document visible, its vectors, sentences and the list of what
the derived indexes have still to do included, happens in one transaction that also moves ``generation``.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.document import Document, Publication
from ingest.language.terms import terms
from ingest.store.schema import connect, damaged, sqlite_errors
from ingest.store.serial import document_from_json, publication_from
from ingest.versions import terms_mark

_SLICE = 500
_TERMS = "SELECT number, terms FROM passages WHERE number > ? ORDER BY number LIMIT 2000"
_TEXTS = (
    "SELECT number, iif(context = '', text, context || char(10) || text) FROM passages WHERE number > ? "
    "ORDER BY number LIMIT 2000"
)
_ROW = "number, id, document_id, paragraph_id, theme, text, context, vector"


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of a document without reading it: identity, file, canonical text and origin."""

    id: str
    sha256: str
    content: str
    origin: str
    reader: str
    publication: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as stored, with the number by which the lexical index knows it."""

    number: int
    id: str
    document_id: str
    paragraph_id: str
    theme: str
    text: str
    context: str
    vector: bytes


def content_hash(document: Document) -> str:
    """Equal for documents whose canonical text is equal, whatever file they were read from."""
    return hashlib.sha256(document.text.encode()).hexdigest()


class Record:
    """An open record. Safe to read from several threads; one process at a time writes (the caller holds the lock)."""

    def __init__(self, data: Path, *, write: bool = False) -> None:
        self.data = data
        self._db = connect(data, write=write)
        self._lock = threading.RLock()
        self.is_closed = False

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self.is_closed = True
            self._db.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock, sqlite_errors(self.data):
            return self._db.execute(sql, values).fetchall()

    def among(self, sql: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """The rows of a query whose ``{}`` stands for a list of values, however long the list is."""
        wanted = list(values)
        for at in range(0, len(wanted), _SLICE):
            part = wanted[at : at + _SLICE]
            yield from self.rows(sql.format(",".join("?" * len(part))), part)

    def meta(self, key: str) -> str:
        """A stored setting, empty when there is none."""
        found = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(found[0][0]) if found else ""

    @property
    def generation(self) -> str:
        """Names the present content; changes with it."""
        return self.meta("generation") or "0"

    @property
    def data_version(self) -> int:
        """Changes when another connection has committed something."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def document(self, identity: str, content: str = "") -> Document | None:
        """A document, or the kept version of it with that content hash; None when there is none."""
        found = self.rows("SELECT value, content FROM documents WHERE id = ?", (identity,))
        if content and (not found or found[0][1] != content):
            found = self.rows("SELECT value FROM versions WHERE document_id = ? AND content = ?", (identity, content))
        return self._decode(str(found[0][0])) if found else None

    def versions(self, identity: str) -> list[Document]:
        """The kept versions of a document that was replaced or removed, latest first."""
        found = self.rows("SELECT value FROM versions WHERE document_id = ? ORDER BY number DESC", (identity,))
        return [self._decode(str(value)) for (value,) in found]

    def _decode(self, value: str) -> Document:
        try:
            return document_from_json(value)
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(self.data, f"een document is onleesbaar: {error}") from error

    def publications(self) -> list[Publication]:
        """The documents in the library, oldest first."""
        found = self.rows("SELECT publication FROM documents ORDER BY date, id")
        return [publication_from(json.loads(str(value))) for (value,) in found]

    def known(self, *, sha256: str = "", identity: str = "", content: str = "") -> Known | None:
        """The document with that file, id or canonical text."""
        column, value = next((c, v) for c, v in (("sha256", sha256), ("id", identity), ("content", content)) if v)
        found = self.rows(
            f"SELECT id, sha256, content, origin, reader, publication FROM documents WHERE {column} = ?",  # noqa: S608
            (value,),
        )
        return Known(*map(str, found[0])) if found else None

    def origins(self, prefix: str) -> list[tuple[str, str]]:
        """(id, origin) of the documents whose origin starts with ``prefix``."""
        sql = "SELECT id, origin FROM documents WHERE substr(origin, 1, ?) = ? ORDER BY id"
        return [(str(a), str(b)) for a, b in self.rows(sql, (len(prefix), prefix))]

    def passages(self, ids: Iterable[str]) -> list[PassageRow]:
        """The passages with these ids that exist."""
        sql = f"SELECT {_ROW} FROM passages WHERE id IN ({{}})"  # noqa: S608
        return [PassageRow(*row) for row in self.among(sql, ids)]

    def passages_by_number(self, numbers: Iterable[int]) -> list[PassageRow]:
        """The passages with these numbers that exist."""
        sql = f"SELECT {_ROW} FROM passages WHERE number IN ({{}})"  # noqa: S608
        return [PassageRow(*row) for row in self.among(sql, numbers)]

    def years(self, numbers: Iterable[int]) -> dict[int, list[int]]:
        """The years that passages (by number) name or are dated in."""
        found: dict[int, list[int]] = {}
        sql = "SELECT passage, year FROM passage_years WHERE passage IN ({}) ORDER BY passage, year"
        for number, year in self.among(sql, numbers):
            found.setdefault(number, []).append(year)
        return found

    def terms(self) -> Iterator[tuple[int, list[str]]]:
        """(number, BM25 terms) of every passage, by number; those of an earlier version made anew."""
        last, stored = 0, self.meta("terms") == terms_mark()
        while page := self.rows(_TERMS if stored else _TEXTS, (last,)):
            for number, held in page:
                last = int(number)
                yield last, (str(held).split("\n") if held else []) if stored else terms(str(held))

    def pending(self, limit: int = _SLICE) -> list[str]:
        """Passages whose vector in Chroma has still to be written or removed."""
        return [str(i) for (i,) in self.rows("SELECT passage_id FROM pending ORDER BY passage_id LIMIT ?", (limit,))]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing of it; only for the process that holds the write lock."""
        with self._lock, sqlite_errors(self.data):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
