"""Reads the word lists that a policy officer edits (TOML): every fault is named with its file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.errors import ManifestError

REMEDY = "Verbeter deze regel; bovenaan het bestand staat hoe een ingang eruitziet."


def read_entries(path: Path, table: str, fields: Mapping[str, type]) -> list[tuple[int, dict[str, object]]]:
    """The entries ``[[table]]`` of a file as (line, fields). Raises ``ManifestError`` with every fault and its line."""
    try:
        source = path.read_text(encoding="utf-8")
        loaded = tomllib.loads(source)
    except OSError as error:
        raise ManifestError(
            f"het bestand is niet te lezen ({error.strerror})", where=str(path), remedy=REMEDY
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ManifestError("het bestand is geen UTF-8", where=f"{path}, regel {line}", remedy=REMEDY) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else source.count("\n") + 1
        raise ManifestError("dit is geen geldige TOML", where=f"{path}, regel {line}", remedy=REMEDY) from error
    starts = [n for n, text in enumerate(source.splitlines(), 1) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", text)]
    entries = list(zip(starts, loaded.get(table, []), strict=False))
    faults = [f"onbekend onderdeel [{name}]" for name in loaded if name != table]
    for start, entry in entries:
        faults.extend(_faults(source.splitlines(), start, entry, fields))
    if faults:
        raise ManifestError("; ".join(faults), where=str(path), remedy=REMEDY)
    return entries


def _faults(lines: list[str], start: int, entry: dict[str, object], fields: Mapping[str, type]) -> Iterator[str]:
    for name, value in entry.items():
        line = line_of(lines, start, name)
        if name not in fields:
            yield f"regel {line}: onbekend veld {name!r} (bekend zijn: {', '.join(fields)})"
        elif not isinstance(value, fields[name]):
            kind = "een lijst van woorden tussen [ ]" if fields[name] is list else "tekst tussen aanhalingstekens"
            yield f"regel {line}: het veld {name!r} moet {kind} zijn"
        elif isinstance(value, list) and not all(isinstance(item, str) and item.strip() for item in value):
            yield f"regel {line}: elk woord in {name!r} moet tekst tussen aanhalingstekens zijn"


def line_of(lines: list[str], start: int, name: str) -> int:
    """The line on which a field of the entry that opens on line ``start`` stands."""
    for number in range(start, len(lines)):
        if lines[number].lstrip().startswith("[["):
            break
        if re.match(rf"\s*{re.escape(name)}\s*=", lines[number]):
            return number + 1
    return start


def words_in(entry: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The words of a list field, empty when it is not there."""
    value = entry.get(name, [])
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def text_in(entry: Mapping[str, object], name: str) -> str:
    """The text of a field, empty when it is not there."""
    return str(entry.get(name, "")).strip()
