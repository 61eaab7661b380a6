"""Vectors of other people's texts, kept beside the library so that a second run is quick.

Invariant: a vector is found only by the fingerprint of the model and the hash of the very text it was made of.
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

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_GROUP = 256


class VectorCache:
    """Vectors (float16) by model and text, in one SQLite file."""

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

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts, ``[n, dimension]``; what is not known yet is encoded and kept."""
        keys = [_key(text) for text in texts]
        missing = list(dict.fromkeys(i for i, key in enumerate(keys) if not self._has(key)))
        for group in grouped(missing, "passages"):
            made = self._encoder.encode_passages([texts[i] for i in group]).astype("<f2")
            rows = [(keys[i], vector.tobytes()) for i, vector in zip(group, made, strict=True)]
            with self._file:
                self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        found = np.empty((len(texts), self._encoder.dimension), np.float32)
        for i, key in enumerate(keys):
            (blob,) = self._file.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
            found[i] = np.frombuffer(blob, "<f2")
        return found

    def _has(self, key: bytes) -> bool:
        return self._file.execute("SELECT 1 FROM vectors WHERE key = ?", (key,)).fetchone() is not None


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


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
