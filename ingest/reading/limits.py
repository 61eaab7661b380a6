"""How much a single file may ask of this machine.

Invariant: every reader is called within these bounds. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and pages of a file, seconds by the clock, processor seconds a page, memory in bytes, and more.

    ``characters`` bounds a text, ``unpacked`` and ``members`` bound an archive, ``ocr_seconds`` text recognition.
    """

    bytes: int = 64 * 1024 * 1024
    pages: int = 2_000
    seconds: float = 300.0
    page_seconds: float = 8.0
    memory: int = 1024 * 1024 * 1024
    characters: int = 6_000_000
    unpacked: int = 256 * 1024 * 1024
    members: int = 500
    ocr_seconds: float = 3_600.0


DEFAULT = Limits()
