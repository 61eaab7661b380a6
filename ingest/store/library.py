"""The library: documents by id, passages by meaning and by word. What the rest of the product sees of the store.

Invariants: what is found exists in the record (the derived indexes only propose); the same question on the same
generation gets the same hits in the same order; a reader notices by itself that a writer has changed the library.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.document import Document, Publication
from ingest.errors import QuoteNotFound, UnknownDocument
from ingest.store import derived
from ingest.store.files import LOCK, locked
from ingest.store.findings import findings_of
from ingest.store.lexical import LexicalIndex
from ingest.store.opening import check_model, help_along
from ingest.store.record import PassageRow, Record
from ingest.store.schema import make_folder, may_write
from ingest.store.scope import Counts, Hit, Scope, SentenceSet, chroma_filter, numbers_in
from ingest.store.serial import unpack_spans
from ingest.store.vectors import VectorIndex, damaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.findings.of_document import Findings, Kind
    from ingest.store.model import Encoder

    Vectors = NDArray[np.float32]

__all__ = ["Counts", "Hit", "Library", "Scope", "SentenceSet"]

WAIT = 10.0
_CACHED = 128
_EXACT = 20_000
_WAITING = 2_000


class Library:
    """An open library; safe to use from several threads. Close it, or use it in a ``with`` statement."""

    def __init__(self, record: Record, vectors: VectorIndex, resources: ExitStack) -> None:
        self.record, self.vectors, self._resources = record, vectors, resources
        self._lock = threading.RLock()
        self._seen = record.data_version
        self._generation = record.generation
        self._documents: dict[str, Document] = {}
        self._allowed: dict[Scope, NDArray[np.int64]] = {}
        self._lexical: LexicalIndex | None = None
        self._counts: Counts | None = None
        self._size: int | None = None

    @classmethod
    def open(
        cls,
        data: Path,
        *,
        encoder: Encoder | None = None,
        write: bool = False,
        wait: float = WAIT,
        chroma_url: str = "",
    ) -> Library:
        """The library in ``data``; with ``write`` it is made when absent and locked against other writers.

        Raises ``LibraryBusy`` after ``wait`` seconds, ``ModelMismatch`` when the vectors are another model's.
        """
        with ExitStack() as stack:
            if write:
                make_folder(data)
                stack.enter_context(locked(data / LOCK, wait))
            record = Record(data, write=write)
            stack.callback(record.close)
            vectors = VectorIndex(data, chroma_url)
            stack.callback(vectors.close)
            if encoder is not None:
                check_model(record, encoder, write=write)
            if not write:
                help_along(data, record, vectors)
            return cls(record, vectors, stack.pop_all())

    def close(self) -> None:
        """Let go of every file and lock."""
        with self._lock:
            self._lexical = None
        self._resources.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def generation(self) -> str:
        """Names the present content; changes when the content does."""
        self._refresh()
        return self._generation

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every search term that occurs in the library."""
        return self._words().vocabulary

    def rarity(self, term: str) -> float:
        """How few passages hold a term, from 0 (all of them) to 1 (none); with few passages nothing is rare."""
        import math

        words = self._words()
        return math.log((1 + len(words.numbers)) / (1 + words.frequency(term))) / math.log(
            1 + max(1, len(words.numbers))
        )

    def documents(self) -> tuple[Publication, ...]:
        """The documents, oldest first."""
        self._refresh()
        return tuple(self.record.publications())

    def document(self, identity: str) -> Document:
        """A document in its present version. Raises ``UnknownDocument``."""
        self._refresh()
        with self._lock:
            found = self._documents.pop(identity, None) or self.record.document(identity)
            if found is None:
                raise UnknownDocument(
                    f"er is geen document {identity!r} in de bibliotheek",
                    remedy="Zie veiligheidsagenda documents voor de aanwezige documenten.",
                )
            self._documents[identity] = found
            while len(self._documents) > _CACHED:
                self._documents.pop(next(iter(self._documents)))
            return found

    def versions(self, identity: str) -> tuple[Document, ...]:
        """Earlier versions of a document (replaced or removed), latest first: old citations resolve in them."""
        return tuple(self.record.versions(identity))

    def cited(self, identity: str, start: int, end: int, quote: str) -> Document:
        """The version of a document, present or earlier, in which ``quote`` stands at ``start:end``.

        Raises ``UnknownDocument`` for a document that never was here, ``QuoteNotFound`` when no version has the quote.
        """
        present = self.record.document(identity)
        known = [document for document in (present, *self.versions(identity)) if document is not None]
        if not known:
            return self.document(identity)
        for document in known:
            if quote and document.text[start:end] == quote:
                return document
        raise QuoteNotFound(
            f"geen versie van dit document heeft dit citaat op de plaats {start}-{end}",
            where=identity,
            remedy="Controleer de vindplaats, of lees het document waaruit is geciteerd opnieuw in.",
        )

    def findings(self, identity: str, kind: Kind) -> Findings | None:
        """What the ingestion found in a document, None when it did not look, other finders did, or this is closed."""
        return None if self.record.is_closed else findings_of(self.record, identity, kind)

    def file(self, identity: str) -> Path:
        """The file that a document was read from, as kept in the library. Raises ``UnknownDocument``."""
        return self.record.data / "files" / self.document(identity).source.sha256

    def counts(self) -> Counts:
        """How much there is to search."""
        self._refresh()
        if self._counts is None:
            documents, since, until = self.record.rows(
                "SELECT count(*), coalesce(min(nullif(date, '')), ''), coalesce(max(date), '') FROM documents"
            )[0]
            ((paragraphs,),) = self.record.rows("SELECT count(*) FROM paragraphs")
            self._counts = Counts(documents, paragraphs, since, until)
        return self._counts

    def dense(self, vector: Vectors, k: int, scope: Scope | None = None) -> list[Hit]:
        """The ``k`` passages nearest to a unit vector by cosine, best first, ties by id."""
        self._refresh()
        allowed = self._numbers(scope)
        if k < 1 or (allowed is not None and not len(allowed)):
            return []
        rows = {row.number: row for row in self._near(vector, max(4 * k, 100), scope)}
        if allowed is not None:
            kept = set(allowed.tolist())
            rows = {number: row for number, row in rows.items() if number in kept}
            if len(rows) < min(k, len(allowed)) and len(allowed) <= _EXACT:
                rows = {row.number: row for row in self.record.passages_by_number(allowed.tolist())}
        return _ranked(vector, rows.values(), k)

    def lexical(self, terms: Sequence[tuple[str, float]], k: int, scope: Scope | None = None) -> list[Hit]:
        """The ``k`` best passages for weighted terms by BM25, best first."""
        self._refresh()
        found = self._words().search(terms, k, self._numbers(scope))
        rows = {row.number: row for row in self.record.passages_by_number(number for number, _ in found)}
        return [_hit(rows[number], score) for number, score in found if number in rows]

    def sentences(self, paragraph_ids: Iterable[str]) -> dict[str, SentenceSet]:
        """The sentences of paragraphs, with the vectors computed at ingestion."""
        import numpy as np

        found = {}
        for name, spans, vectors in self.record.among(
            "SELECT id, spans, vectors FROM paragraphs WHERE id IN ({})", paragraph_ids
        ):
            offsets = unpack_spans(spans)
            matrix = np.frombuffer(vectors, "<f2").astype(np.float32)
            found[name] = SentenceSet(offsets, matrix.reshape(len(offsets), -1))
        return found

    def within(self, scope: Scope) -> dict[str, set[str]]:
        """The paragraphs that a search narrowed to ``scope`` looks through, by the id of their document."""
        self._refresh()
        numbers = self._numbers(scope)
        found: dict[str, set[str]] = {}
        for document_id, paragraph_id in self.record.among(
            "SELECT document_id, paragraph_id FROM passages WHERE number IN ({})",
            () if numbers is None else numbers.tolist(),
        ):
            found.setdefault(document_id, set()).add(paragraph_id)
        return found

    def passage_vectors(self, passage_ids: Iterable[str]) -> dict[str, Vectors]:
        """The vectors of passages."""
        return {row.id: _vector(row) for row in self.record.passages(passage_ids)}

    def _near(self, vector: Vectors, n: int, scope: Scope | None) -> list[PassageRow]:
        """Rows that Chroma proposes, and rows that it has not been told of yet."""
        if not self.vectors.url and not may_write(self.record.data):
            return self.record.passages_by_number(range(1, _EXACT))
        near = self.vectors.query(vector, n, chroma_filter(scope))
        waiting = self.record.pending(_WAITING)
        if scope is None and len(near) + len(waiting) < min(n, self._passages()):
            raise damaged(self.vectors.folder, "er ontbreken vectoren")
        return self.record.passages([*near, *waiting])

    def _passages(self) -> int:
        with self._lock:
            if self._size is None:
                self._size = int(self.record.rows("SELECT count(*) FROM passages")[0][0])
            return self._size

    def _words(self) -> LexicalIndex:
        with self._lock:
            if self._lexical is None:
                self._lexical = derived.load_lexical(self.record)
            return self._lexical

    def _numbers(self, scope: Scope | None) -> NDArray[np.int64] | None:
        """The passages in scope by number, ascending; None for all."""
        if scope is None or scope == Scope():
            return None
        with self._lock:
            if scope not in self._allowed:
                self._allowed[scope] = numbers_in(self.record, scope)
            return self._allowed[scope]

    def _refresh(self) -> None:
        """Forget what was remembered of an earlier generation."""
        with self._lock:
            version = self.record.data_version
            if version == self._seen:
                return
            self._seen = version
            if (generation := self.record.generation) != self._generation:
                self._generation = generation
                self._documents.clear()
                self._allowed.clear()
                self._lexical = self._counts = self._size = None
            self.vectors.close()


def _ranked(vector: Vectors, rows: Iterable[PassageRow], k: int) -> list[Hit]:
    """Rows by exact cosine with the vectors of the record."""
    scored = sorted((-round(float(_vector(row) @ vector), 6), row.id, row) for row in rows)
    return [_hit(row, -score) for score, _, row in scored[:k]]


def _hit(row: PassageRow, score: float) -> Hit:
    return Hit(row.id, row.document_id, row.paragraph_id, score)


def _vector(row: PassageRow) -> Vectors:
    import numpy as np

    return np.frombuffer(row.vector, "<f2").astype(np.float32)
