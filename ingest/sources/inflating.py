"""Gathers the bytes of a reply, unpacking gzip as they come, and stops at a limit.

Invariant: never holds more than one byte beyond the limit, however well the reply was packed. Standard library only.
"""

from __future__ import annotations

import zlib

from ingest.errors import SourceError

_PLAIN = ("", "identity")
_PACKED = ("gzip", "x-gzip", "deflate")
_ANY_HEADER = 47


class Inflater:
    """The reply under way. Raises ``SourceError`` for a packing that was not asked for."""

    def __init__(self, encoding: str, where: str, limit: int) -> None:
        self._encoding, self._where, self._limit = encoding.strip().lower(), where, limit
        if self._encoding not in _PLAIN + _PACKED:
            raise self._fault(f"de bron pakt het antwoord in als {encoding!r}")
        self._unpack = zlib.decompressobj(_ANY_HEADER) if self._encoding in _PACKED else None
        self._parts: list[bytes] = []
        self._size, self._halfway = 0, False

    def check(self, size: int) -> None:
        """Raise ``SourceError`` when ``size`` bytes are too many."""
        if size > self._limit:
            raise self._fault(f"het antwoord is groter dan {self._limit / 1e6:.0f} MB")

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes as they came. Raises ``SourceError`` beyond the limit."""
        if self._unpack is None:
            self._take(chunk)
        while chunk and self._unpack is not None:
            if self._unpack.eof:
                self._unpack = zlib.decompressobj(_ANY_HEADER)
            try:
                self._take(self._unpack.decompress(chunk, self._limit - self._size + 1))
            except zlib.error as error:
                raise self._fault(f"het antwoord is niet uit te pakken ({error})") from error
            self._halfway = not self._unpack.eof
            chunk = self._unpack.unused_data

    def _take(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)
        self.check(self._size)

    def finish(self) -> bytes | None:
        """The whole reply, None when the packed stream stopped before its end."""
        return None if self._halfway else b"".join(self._parts)

    def _fault(self, what: str) -> SourceError:
        return SourceError(
            what, where=self._where, remedy="Haal het document met de hand op en neem het op als bestand."
        )
