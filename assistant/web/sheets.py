"""A long list cut into sheets (pages) of a fixed number of entries.

Invariant: every entry is on exactly one sheet, and a number beyond the last sheet gives the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Entry]):
    """One sheet: its entries, its number and that of the last (both from 1), and how many entries there are in all."""

    entries: tuple[Entry, ...]
    number: int
    last: int
    first_entry: int
    total: int

    @property
    def last_entry(self) -> int:
        """The number of the last entry on this sheet; 0 when there is none."""
        return self.first_entry + len(self.entries) - 1


def sheet_of(entries: Sequence[Entry], number: int, size: int) -> Sheet[Entry]:
    """The sheet with this number of a list cut into sheets of ``size``."""
    last = max(1, -(-len(entries) // size))
    number = min(max(1, number), last)
    start = (number - 1) * size
    return Sheet(tuple(entries[start : start + size]), number, last, start + 1, len(entries))


def sheet_with(at: int, size: int) -> int:
    """The number of the sheet that holds the entry at this place (from 0)."""
    return at // size + 1
