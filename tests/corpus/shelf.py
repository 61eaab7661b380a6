"""The shipped corpus on a shelf in memory, read as ingestion reads it.

Invariant: each document carries what the manifest says of it.
"""

from __future__ import annotations

from ingest.document import Document, Publication
from ingest.intake import Candidate
from ingest.manifest import corpus_folder, load_manifest
from ingest.reading.read import read_file


class Shelf:
    """A library of documents in memory, with the three members that the registers need."""

    def __init__(self, *documents: Document) -> None:
        self._documents = {document.id: document for document in documents}

    @property
    def generation(self) -> str:
        return " ".join(document.source.sha256 for document in self._documents.values())

    def documents(self) -> tuple[Publication, ...]:
        return tuple(document.publication for document in self._documents.values())

    def document(self, document_id: str, /) -> Document:
        return self._documents[document_id]


def shipped() -> Shelf:
    """The documents of the manifest."""
    read = []
    for entry in load_manifest():
        path = corpus_folder() / entry.file
        read.append(Candidate(path, entry.file, entry).label(read_file(path, publication=entry.publication)))
    return Shelf(*read)
