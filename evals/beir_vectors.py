"""Vectors of other people's texts, kept beside the library so that a second run is quick.

Invariant: a vector is found only by the fingerprint of the model and the hash of the very piece it was made of.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.store.model import Encoder
from ingest.store.passages import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_GROUP = 256


class VectorCache:
    """Vectors (float16) by model and piece, in one SQLite file."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        name = hashlib.sha256(encoder.fingerprint.encode()).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._file = sqlite3.connect(folder / f"vectors-{name}.sqlite")
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def pieces(self, pieces: Sequence[Piece]) -> list[Vectors]:
        """The vectors of pieces and their parts, ``[1 + parts, dimension]`` each; what is new is encoded and kept."""
        keys = [_key(piece) for piece in pieces]
        missing = list(dict.fromkeys(i for i, key in enumerate(keys) if not self._has(key)))
        for group in grouped(missing, "passages"):
            made = self._encoder.encode_pieces([pieces[i] for i in group])
            rows = [(keys[i], vectors.astype("<f2").tobytes()) for i, vectors in zip(group, made, strict=True)]
            with self._file:
                self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        found = []
        for key, piece in zip(keys, pieces, strict=True):
            (blob,) = self._file.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
            found.append(np.frombuffer(blob, "<f2").reshape(1 + len(piece.parts), -1).astype(np.float32))
        return found

    def _has(self, key: bytes) -> bool:
        return self._file.execute("SELECT 1 FROM vectors WHERE key = ?", (key,)).fetchone() is not None


def _key(piece: Piece) -> bytes:
    return hashlib.blake2b(repr((piece.text, piece.parts)).encode(), digest_size=16).digest()


def grouped(numbers: Sequence[int], what: str) -> Iterator[Sequence[int]]:
    """Groups of numbers, with a progress bar when stderr is a terminal."""
    with progress(what, len(numbers)) as advance:
        for at in range(0, len(numbers), _GROUP):
            group = numbers[at : at + _GROUP]
            yield group
            advance(len(group))


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr; nothing when there is nothing to do or stderr is no terminal."""
    if not total or not sys.stderr.isatty():
        yield lambda n: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda n: bar.advance(task, n)
