"""How much a single file may ask of this machine.

Invariant: every reader is called within these bounds. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and pages of a file, seconds (a PDF gets ``seconds_a_page`` more for each page) and memory in bytes."""

    bytes: int = 64 * 1024 * 1024
    pages: int = 2_000
    seconds: float = 60.0
    memory: int = 1024 * 1024 * 1024
    characters: int = 20_000_000
    unpacked: int = 256 * 1024 * 1024
    members: int = 500


DEFAULT = Limits()
