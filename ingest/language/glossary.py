"""The glossary (begrippenlijst): terms of the field with abbreviations, synonyms, everyday and English words.

A policy officer edits ``ingest/data/glossary.toml``; every fault in it is named with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from ingest.errors import ManifestError
from ingest.language.entries import REMEDY, read_entries, text_in, words_in
from ingest.language.phrases import PhraseIndex, key
from ingest.language.words import fold

_FIELDS = {
    "term": str, "abbreviation": str, "synonyms": list, "everyday": list, "english": list, "explanation": str,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A term (begrip): the other names it goes by, and one sentence that explains it."""

    term: str
    abbreviation: str
    synonyms: tuple[str, ...]
    everyday: tuple[str, ...]
    english: tuple[str, ...]
    explanation: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every Dutch name of the field: term, abbreviation, synonyms."""
        return tuple(dict.fromkeys(name for name in (self.term, self.abbreviation, *self.synonyms) if name))

    @property
    def spoken(self) -> tuple[str, ...]:
        """Every name by which a question may call it, everyday and English ones too."""
        return tuple(dict.fromkeys((*self.names, *self.everyday, *self.english)))


@lru_cache(maxsize=8)
def load_glossary(path: Path | None = None) -> tuple[Entry, ...]:
    """The entries of a file (default: the shipped one). Raises ``ManifestError`` naming file and line."""
    file = path or Path(str(files("ingest") / "data" / "glossary.toml"))
    entries, seen = [], dict[str, int]()
    for line, fields in read_entries(file, "entry", _FIELDS):
        entry = Entry(
            text_in(fields, "term"), text_in(fields, "abbreviation"), words_in(fields, "synonyms"),
            words_in(fields, "everyday"), words_in(fields, "english"), text_in(fields, "explanation"),
        )  # fmt: skip
        for fault in _faults(entry, seen):
            raise ManifestError(fault, where=f"{file}, regel {line}", remedy=REMEDY)
        seen[fold(entry.term)] = line
        entries.append(entry)
    return tuple(entries)


def _faults(entry: Entry, seen: dict[str, int]) -> Iterator[str]:
    if not entry.term:
        yield "dit begrip heeft geen term"
    elif not entry.explanation:
        yield f"het begrip {entry.term!r} heeft geen explanation"
    elif fold(entry.term) in seen:
        yield f"het begrip {entry.term!r} staat ook al op regel {seen[fold(entry.term)]}"
    else:
        empty = [name for name in entry.spoken if not key(name)]
        yield from (f"de naam {name!r} van {entry.term!r} bestaat alleen uit stopwoorden" for name in empty)


def entries_in(text: str) -> tuple[Entry, ...]:
    """The terms that a text uses by any name of the field, in the order of the text: for explanation on hover."""
    found = (name for _, _, names in _names().find(text) for name in names)
    return tuple(by_term()[name] for name in dict.fromkeys(found))


@lru_cache(maxsize=1)
def _names() -> PhraseIndex:
    return PhraseIndex((name, entry.term) for entry in load_glossary() for name in entry.names)


@lru_cache(maxsize=1)
def spoken_index() -> PhraseIndex:
    """Every name by which a question may call a term, everyday and English ones too, to the term."""
    return PhraseIndex((name, entry.term) for entry in load_glossary() for name in entry.spoken)


@lru_cache(maxsize=1)
def by_term() -> dict[str, Entry]:
    """The entries by their term."""
    return {entry.term: entry for entry in load_glossary()}
