"""What an ingestion did: values for people and for scripts. Standard library only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A document that was taken in, replaced, left alone or removed, and the file it came from.

    ``left_out`` names what the file says that is not in the text of a document just read: running heads, page
    numbers and other page furniture, each once.
    """

    id: str
    file: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken in: the name of the error and its message."""

    file: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What was added, changed, unchanged, removed and refused, in the order in which the files were read."""

    added: tuple[Item, ...] = ()
    changed: tuple[Item, ...] = ()
    unchanged: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()
    refused: tuple[Refused, ...] = ()
    seconds: float = 0.0

    def to_json(self) -> str:
        """The report as one JSON object with these names."""
        return json.dumps(asdict(self), ensure_ascii=False)
