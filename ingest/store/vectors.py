"""Chroma: nearest passages by vector. Derived from the record, never the truth.

Sole owner of chromadb. Invariants: vectors are handed over finished (Chroma embeds nothing) and nothing is reported
to anyone; one process at a time changes the files, and a reader that finds them changed opens them anew.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import LibraryDamaged, LibraryError
from ingest.store.files import disk_full, locked, read_only, shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.store.record import PassageRow

FOLDER = "vectors"
_COLLECTION = "passages"
_PAGE = 2_000
_SCARCE = 8 << 20
"""With less free than this, a failed write is put down to the full disk, which Chroma does not name."""
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 24}


_LOCK = threading.RLock()
_OPEN: dict[str, tuple[Any, Any]] = {}
"""Client and collection of each place that this process has open: Chroma shares them in a process anyhow, and only
when all users let go does it see what another process wrote."""


class VectorIndex:
    """The collection of passage vectors, embedded in ``data/vectors`` or on the server at ``url``."""

    def __init__(self, data: Path, url: str = "") -> None:
        self.folder, self.url = data / FOLDER, url
        self._key = url or str(self.folder.absolute())

    def close(self) -> None:
        """Let go of the files, for every index of this process on them; the next use opens them again."""
        with _LOCK:
            client, _ = _OPEN.pop(self._key, (None, None))
            if client is not None:
                client.close()
                for part in (client, client._admin_client):
                    if (session := getattr(part._server, "_session", None)) is not None:
                        session.close()  # Chroma leaves its HTTP connections open

    def query(self, vector: NDArray[np.float32], n: int, where: dict[str, Any] | None = None) -> list[str]:
        """Ids of about ``n`` nearest passages, in no promised order."""
        with self._reading() as collection:
            n = min(n, collection.count())
            if n < 1:
                return []
            found = collection.query(query_embeddings=[vector.tolist()], n_results=n, where=where, include=[])
            return list(found["ids"][0])

    def count(self) -> int:
        """How many vectors there are."""
        with self._reading() as collection:
            return int(collection.count())

    def pages(self) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Every id with its vector, a page at a time."""
        import numpy as np

        offset = 0
        while True:
            with self._reading() as collection:
                page = collection.get(limit=_PAGE, offset=offset, include=["embeddings"])
            if not page["ids"]:
                return
            yield list(page["ids"]), np.asarray(page["embeddings"], np.float32)
            offset += len(page["ids"])

    def apply(self, gone: Sequence[str], rows: Sequence[PassageRow], years: dict[int, list[int]]) -> None:
        """Remove the passages in ``gone`` and (over)write those in ``rows``."""
        from ingest.store.nodes import add_nodes

        with self._writing() as collection:
            doomed = [*gone, *(row.id for row in rows)]
            if doomed:
                collection.delete(ids=doomed)
            if rows:
                add_nodes(collection, [_node(row, years.get(row.number, [])) for row in rows])

    def settle(self) -> None:
        """Have Chroma bring its graph on disk up to date, so that readers need not."""
        with self._writing() as collection:
            first = collection.get(limit=1, include=["embeddings"])
            if first["ids"]:
                collection.query(query_embeddings=first["embeddings"], n_results=1, include=[])

    def clear(self) -> None:
        """Throw the collection away, whatever state it is in."""
        self.close()
        if self.url:
            with self._writing():
                _OPEN[self._key][0].delete_collection(_COLLECTION)
            self.close()
            return
        with locked(self.folder.with_suffix(".lock")):
            shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with _LOCK, shared(self.folder.with_suffix(".lock")), self._errors():
            yield self._open()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with _LOCK, locked(self.folder.with_suffix(".lock")):
            try:
                with self._errors():
                    yield self._open()
            except LibraryDamaged as error:
                if not self.url and shutil.disk_usage(self.folder.parent).free < _SCARCE:
                    raise disk_full(self.folder) from error
                raise

    def _open(self) -> Any:
        if self._key not in _OPEN:
            client = self._connect()
            collection = client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
            )
            _OPEN[self._key] = client, collection
        return _OPEN[self._key][1]

    def _connect(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if not self.url:
            _check_file(self.folder)
            return chromadb.PersistentClient(path=str(self.folder), settings=settings)
        from urllib.parse import urlsplit

        address = urlsplit(self.url)
        secure = address.scheme == "https"
        try:
            return chromadb.HttpClient(
                host=address.hostname or "127.0.0.1",
                port=address.port or (443 if secure else 8000),
                ssl=secure,
                settings=settings,
            )
        except ValueError as error:
            raise self._silent() from error

    def _silent(self) -> LibraryError:
        return LibraryError(
            "de Chroma-server antwoordt niet",
            where=self.url,
            remedy="Start hem, of laat de instelling chroma_url leeg voor de ingebouwde opslag.",
        )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        except httpx.TransportError as error:
            self.close()
            raise self._silent() from error
        except (ChromaError, sqlite3.DatabaseError) as error:
            text = str(error)
            if "disk is full" in text or "No space left" in text or "File too large" in text:
                raise disk_full(self.folder) from error
            if "readonly" in text or "Permission denied" in text or "Read-only" in text:
                raise read_only(self.folder) from error
            raise damaged(self.folder, text) from error


def _node(row: PassageRow, years: list[int]) -> Any:
    import numpy as np

    from ingest.store.nodes import passage_node

    metadata: dict[str, str | int | bool] = {"paragraph_id": row.paragraph_id, "theme": row.theme}
    metadata |= {year_key(year): True for year in years}
    vector = np.frombuffer(row.vector, "<f2").astype(np.float32).tolist()
    return passage_node(row.id, row.document_id, row.text, row.context, metadata=metadata, vector=vector)


def year_key(year: int) -> str:
    """The metadata key that says a passage is of a year."""
    return f"year_{year}"


def _check_file(folder: Path) -> None:
    """Read Chroma's own file first: on a broken one its native code would end in a panic."""
    path = folder / "chroma.sqlite3"
    if not path.is_file():
        return
    with path.open("rb") as stream:
        head = stream.read(16)
    if head and head != b"SQLite format 3\0":
        raise damaged(folder, "geen SQLite-bestand")


def damaged(folder: Path, detail: str) -> LibraryDamaged:
    """The error of a vector index that cannot be read."""
    return LibraryDamaged(
        f"de vectorindex is beschadigd ({detail})",
        where=str(folder),
        remedy="Herstel haar met: veiligheidsagenda doctor --repair",
    )
