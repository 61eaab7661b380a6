"""What was found in each document, kept in the record by the version of the finders, so that it is found once.

Invariant: everything here is derived; a row of other finders, or one that cannot be read, counts as absent.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, fields
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from ingest.errors import LibraryDamaged
from ingest.findings.of_document import FINDERS, Findings, Kind
from ingest.store.record import Record
from ingest.versions import finding_mark

_BATCH = 32


def find_in_all(record: Record) -> None:
    """Find in every document what was not found in it yet by these finders; for the process that may write."""
    for identities in _behind(record):
        rows = []
        for number, identity in identities:
            with suppress(LibraryDamaged):
                if (document := record.document(identity)) is not None:
                    rows += [
                        (number, kind, finding_mark(), to_json(find(document))) for kind, (find, _) in FINDERS.items()
                    ]
        with record.transaction() as db:
            db.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?)", rows)


def _behind(record: Record) -> Iterator[list[tuple[int, str]]]:
    last = 0
    sql = (
        "SELECT number, id FROM documents WHERE number > ? AND"
        " (SELECT count(*) FROM findings WHERE document = number AND finder = ?) < ? ORDER BY number LIMIT ?"
    )
    while page := record.rows(sql, (last, finding_mark(), len(FINDERS), _BATCH)):
        yield [(int(number), str(identity)) for number, identity in page]
        last = page[-1][0]


def findings_of(record: Record, identity: str, kind: Kind) -> Findings | None:
    """What was found in a document, None when these finders have not looked."""
    if not record.rows("SELECT 1 FROM sqlite_master WHERE name = 'findings'"):
        return None
    sql = (
        "SELECT f.value FROM findings f JOIN documents d ON f.document = d.number"
        " WHERE d.id = ? AND f.kind = ? AND f.finder = ?"
    )
    for (value,) in record.rows(sql, (identity, kind, finding_mark())):
        try:
            return from_json(str(value), FINDERS[kind][1])
        except (ArithmeticError, ValueError, KeyError, TypeError):
            return None
    return None


def to_json(findings: Findings) -> str:
    """One line of JSON that holds everything of a value; ``from_json`` is its inverse."""
    return json.dumps(asdict(findings), default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not stored")


def from_json(text: str, kind: Any) -> Findings:
    """The value of a kind in a line of JSON. Raises ``ValueError``, ``KeyError`` or ``TypeError`` on anything else."""
    found: Findings = _maker(kind)(json.loads(text))
    return found


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a type from what JSON gives for it."""
    if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__"):
        hints = get_type_hints(kind)
        makers = [(field.name, _maker(hints[field.name])) for field in fields(kind)]
        return lambda value: kind(*(make(value[name]) for name, make in makers))
    origin, within = get_origin(kind), get_args(kind)
    if origin in (tuple, frozenset):
        make = _maker(within[0])
        return origin if make is _same else lambda value: origin(map(make, value))
    if origin in (Union, types.UnionType):
        (some,) = (_maker(each) for each in within if each is not types.NoneType)
        return lambda value: None if value is None else some(value)
    return Decimal if kind is Decimal else _same


def _same(value: Any) -> Any:
    return value
