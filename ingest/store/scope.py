"""What is searched for and found: scopes, hits, counts and sentences, and a scope in the indexes' own terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.store.record import Record
from ingest.store.vectors import year_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with the score of the index that found it."""

    passage_id: str
    document_id: str
    paragraph_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search: these documents, paragraphs of this theme, paragraphs of or about this year."""

    documents: frozenset[str] | None = None
    theme: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is to search: documents, paragraphs (alinea's), and the dates they span."""

    documents: int
    paragraphs: int
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class SentenceSet:
    """The sentences of a paragraph: offsets in the canonical text and their vectors ``[n, d]``."""

    spans: tuple[tuple[int, int], ...]
    vectors: Vectors


def chroma_filter(scope: Scope | None) -> dict[str, Any] | None:
    """The scope in Chroma's language."""
    if scope is None:
        return None
    parts: list[dict[str, Any]] = []
    if scope.documents is not None:
        parts.append({"document_id": {"$in": sorted(scope.documents)}})
    if scope.theme:
        parts.append({"theme": scope.theme})
    if scope.year is not None:
        parts.append({year_key(scope.year): True})
    return {"$and": parts} if len(parts) > 1 else parts[0] if parts else None


def numbers_in(record: Record, scope: Scope) -> NDArray[np.int64]:
    """The passages in scope by number, ascending."""
    import numpy as np

    found: set[int] | None = None
    queries: list[Iterable[tuple[int, ...]]] = []
    if scope.documents is not None:
        queries.append(record.among("SELECT number FROM passages WHERE document_id IN ({})", sorted(scope.documents)))
    if scope.theme:
        queries.append(record.rows("SELECT number FROM passages WHERE theme = ?", (scope.theme,)))
    if scope.year is not None:
        queries.append(record.rows("SELECT passage FROM passage_years WHERE year = ?", (scope.year,)))
    for query in queries:
        numbers = {number for (number,) in query}
        found = numbers if found is None else found & numbers
    return np.array(sorted(found or ()), np.int64)
