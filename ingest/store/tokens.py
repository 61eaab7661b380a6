"""Vectors of the single tokens of texts, for late interaction: made once, kept as int8 beside the library.

Invariant: a text's tokens are found only by the fingerprint of the model and the hash of that very text. The file is
a cache: it may be deleted at any time and nothing is lost but the time to make it again.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_SCALE = 127.0
_GROUP = 64


@runtime_checkable
class TokenEncoder(Protocol):
    """A model that also gives the vectors of single tokens."""

    @property
    def fingerprint(self) -> str:
        """Changes when the weights or the prompts change."""

    def encode_tokens(self, texts: Sequence[str], *, question: bool = False) -> list[tuple[list[int], Vectors]]:
        """For each text its tokens and their unit vectors ``[n, dimension]``."""


class TokenVectors:
    """Token vectors by text, in one SQLite file a model; safe to use from several threads."""

    def __init__(self, folder: Path, encoder: TokenEncoder) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(encoder.fingerprint.encode()).hexdigest()[:16]
        self._encoder, self._lock = encoder, threading.RLock()
        self._file = sqlite3.connect(folder / f"tokens-{name}.sqlite", check_same_thread=False)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS tokens (key BLOB PRIMARY KEY, ids BLOB, vectors BLOB)")
        self._file.execute("CREATE TABLE IF NOT EXISTS counts (token INTEGER PRIMARY KEY, texts INTEGER)")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The texts whose tokens are not known, each once."""
        with self._lock:
            return [text for text in dict.fromkeys(texts) if not self._rows("SELECT 1 FROM tokens WHERE key = ?", text)]

    def make(self, texts: Iterable[str]) -> None:
        """Make and keep the token vectors of texts that are not known."""
        missing = self.missing(texts)
        for at in range(0, len(missing), _GROUP):
            group = missing[at : at + _GROUP]
            made = self._encoder.encode_tokens(group)
            rows = [
                (_key(text), np.asarray(ids, "<i4").tobytes(), np.round(vectors * _SCALE).astype(np.int8).tobytes())
                for text, (ids, vectors) in zip(group, made, strict=True)
            ]
            seen = [(token,) for ids, _ in made for token in sorted(set(ids))]
            with self._lock, self._file:
                self._file.executemany("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)", rows)
                self._file.executemany(
                    "INSERT INTO counts VALUES (?, 1) ON CONFLICT (token) DO UPDATE SET texts = texts + 1", seen
                )

    def of(self, text: str) -> Vectors:
        """The token vectors of a text, ``[n, dimension]``; none when they were never made."""
        with self._lock:
            found = self._rows("SELECT ids, vectors FROM tokens WHERE key = ?", text)
        if not found or not found[0][0]:
            return np.empty((0, 0), np.float32)
        count = len(found[0][0]) // 4
        return (np.frombuffer(found[0][1], np.int8).astype(np.float32) / _SCALE).reshape(count, -1)

    def question(self, text: str) -> tuple[Vectors, NDArray[np.float64]]:
        """The token vectors of a question and how much each weighs (rare tokens more; they sum to one)."""
        ((ids, vectors),) = self._encoder.encode_tokens([text], question=True)
        with self._lock:
            ((total,),) = self._file.execute("SELECT count(*) FROM tokens").fetchall()
            counts = [self._file.execute("SELECT texts FROM counts WHERE token = ?", (i,)).fetchone() for i in ids]
        rare = np.array([np.log(1 + total / (1 + (count[0] if count else 0))) for count in counts], np.float64)
        return vectors, rare / rare.sum() if rare.sum() > 0 else rare

    def _rows(self, query: str, text: str) -> list[tuple[bytes, ...]]:
        return self._file.execute(query, (_key(text),)).fetchall()


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
