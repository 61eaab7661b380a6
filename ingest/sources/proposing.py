"""Writes rows of a manifest as TOML: what a search proposes, and what lies on the shelf.

Invariant: what is written here is read back as the same rows by ``ingest.manifest``. Standard library only.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from dataclasses import fields, replace

from ingest.document import Publication
from ingest.manifest import Entry

_ENTRY = ("chamber_number", "file", "sha256", "edition", "note")
_UNWRITABLE = re.compile("[\\x7f\\ud800-\\udfff]")


def to_toml(entries: Iterable[Entry]) -> str:
    """Entries as ``[[document]]`` tables; fields that are empty are left out."""
    return "\n".join(map(_table, entries))


def _table(entry: Entry) -> str:
    values = {f.name: getattr(entry.publication, f.name) for f in fields(Publication)}
    values |= {name: getattr(entry, name) for name in _ENTRY}
    lines = [f"{name} = {_value(value)}" for name, value in values.items() if value]
    return "\n".join(("[[document]]", *lines, *(["compiled = true"] if entry.compiled else []), ""))


def _value(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", json.dumps(value, ensure_ascii=False))


def presentable(publication: Publication) -> Publication:
    """A publication with something in each field that a row must have, and nothing that a row may not have."""
    return replace(
        publication,
        title=publication.title or publication.id,
        kind=publication.kind or "document",
        date=publication.date if is_date(publication.date) else "",
    )


def is_date(text: str) -> bool:
    """Whether ``text`` is a date that exists, in ISO form."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
