"""The manifest: which documents the corpus ships, and which official papers it knows of without having them.

Invariant: a manifest is taken whole or not at all, and then every fault in it is told at once; a file that a row
names lies inside the manifest's folder and has exactly the bytes that the row says. Standard library only.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ingest.document import Publication
from ingest.errors import ManifestError

NAME = "manifest.toml"
_TEXTS = (
    "id", "title", "date", "sender", "kind", "reference", "number", "session_year", "url",
    "file", "sha256", "edition", "note", "chamber_number",
)  # fmt: skip
_NEEDED = ("id", "title", "kind")
_FIELDS = frozenset((*_TEXTS, "dossiers", "compiled"))
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHAMBER_NUMBER = re.compile(r"\d{4}[DZ]\d{5}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the manifest: a publication, the file it is shipped in (empty without one) and what the file is.

    ``chamber_number`` is the Tweede Kamer's own DocumentNummer (``2022D45366``) where it is known.
    """

    publication: Publication
    file: str = ""
    sha256: str = ""
    edition: str = ""
    note: str = ""
    compiled: bool = False
    chamber_number: str = ""


def corpus_folder() -> Path:
    """The folder of the shipped corpus: package data in a wheel, else the checkout's own."""
    home = Path(__file__).resolve().parent
    shipped = home / "corpus"
    return shipped if (shipped / NAME).is_file() else home.parent / "corpus"


def load_manifest(path: Path | None = None) -> tuple[Entry, ...]:
    """The documents that a manifest ships, checked with their files. Raises ``ManifestError`` with every fault."""
    return tuple(entry for entry in known_documents(path) if entry.file)


def known_documents(path: Path | None = None) -> tuple[Entry, ...]:
    """Every row of a manifest, those without a file included. Raises ``ManifestError`` with every fault."""
    path = path or corpus_folder() / NAME
    rows = _rows(path)
    faults = [fault for at, row in enumerate(rows, 1) for fault in _row_faults(at, row, path.parent)]
    faults += _repeats(rows, "id") + _repeats(rows, "file")
    if faults:
        count = "1 fout" if len(faults) == 1 else f"{len(faults)} fouten"
        raise ManifestError(f"{count} in het manifest: " + "; ".join(faults), where=str(path), remedy=_remedy(faults))
    return tuple(map(_entry, rows))


def _remedy(faults: Sequence[str]) -> str:
    return "Herstel deze regel." if len(faults) == 1 else "Herstel deze regels."


def _rows(path: Path) -> list[Mapping[str, Any]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(
            f"het manifest kan niet worden gelezen ({error.strerror or error})",
            where=str(path),
            remedy="Controleer het pad en de leesrechten.",
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(
            f"het manifest is geen geldige TOML ({error})", where=str(path), remedy="Herstel de genoemde plaats."
        ) from error
    rows = table.get("document")
    odd = sorted(table.keys() - {"document"})
    if odd or not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        extra = f" (onbekend: {', '.join(odd)})" if odd else ""
        raise ManifestError(
            f"het manifest moet uit tabellen [[document]] bestaan{extra}",
            where=str(path),
            remedy="Begin elk document met [[document]].",
        )
    return rows


def _row_faults(at: int, row: Mapping[str, Any], folder: Path) -> list[str]:
    named = row.get("id")
    name = named if isinstance(named, str) and named else f"document {at}"
    faults = [f"{key} ontbreekt" for key in _NEEDED if not row.get(key)]
    if not row.get("url") and not row.get("compiled"):
        faults.append("url ontbreekt")
    faults += [f"onbekend veld {key}" for key in sorted(row.keys() - _FIELDS)]
    wrong = _wrong_types(row)
    faults += [f"{key} heeft niet het juiste type" for key in wrong]
    sound = {key: value for key, value in row.items() if key not in wrong}
    faults += _form_faults(sound)
    faults += _file_faults(sound, folder)
    return [f"{name}: {fault}" for fault in faults]


def _wrong_types(row: Mapping[str, Any]) -> list[str]:
    wrong = [key for key in _TEXTS if key in row and not isinstance(row[key], str)]
    dossiers = row.get("dossiers", [])
    if not isinstance(dossiers, list) or not all(isinstance(dossier, str) for dossier in dossiers):
        wrong.append("dossiers")
    if not isinstance(row.get("compiled", False), bool):
        wrong.append("compiled")
    return wrong


def _form_faults(row: Mapping[str, Any]) -> list[str]:
    """Values that are texts but not of the form that their field asks."""
    faults = []
    if (name := row.get("id", "")) and not _ID.fullmatch(name):
        faults.append(f"id {name!r} mag alleen letters, cijfers, punten en streepjes hebben")
    if (date := row.get("date", "")) and not _is_date(date):
        faults.append(f"datum {date!r} is geen bestaande datum in de vorm JJJJ-MM-DD")
    if (url := row.get("url", "")) and not url.startswith("https://"):
        faults.append(f"url {url!r} begint niet met https://")
    if (number := row.get("chamber_number", "")) and not _CHAMBER_NUMBER.fullmatch(number):
        faults.append(f"chamber_number {number!r} heeft niet de vorm 2018D12345")
    return faults


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _file_faults(row: Mapping[str, Any], folder: Path) -> list[str]:
    name, digest = row.get("file", ""), row.get("sha256", "")
    if not name:
        lost = [key for key in ("sha256", "edition", "compiled") if row.get(key)]
        return [f"{key} zonder file" for key in lost]
    faults = []
    if not digest:
        faults.append("sha256 ontbreekt")
    elif not _SHA256.fullmatch(digest):
        faults.append("sha256 is geen controlegetal van 64 hexadecimale tekens")
    path = folder / name
    if PurePosixPath(name).is_absolute() or "\\" in name or not path.resolve().is_relative_to(folder.resolve()):
        return [*faults, f"bestand {name} ligt buiten de map van het manifest"]
    try:
        data = path.read_bytes()
    except OSError as error:
        return [*faults, f"bestand {name} kan niet worden gelezen ({error.strerror or error})"]
    if _SHA256.fullmatch(digest) and hashlib.sha256(data).hexdigest() != digest:
        faults.append(f"bestand {name} heeft een ander controlegetal dan het manifest noemt")
    return faults


def _repeats(rows: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    values = Counter(row[key] for row in rows if isinstance(row.get(key), str) and row[key])
    return [f"{key} {value} komt {times} keer voor" for value, times in values.items() if times > 1]


def _entry(row: Mapping[str, Any]) -> Entry:
    publication = Publication(
        **{key: row[key] for key in _NEEDED},
        **{key: row.get(key, "") for key in ("date", "sender", "reference", "number", "session_year", "url")},
        dossiers=tuple(row.get("dossiers", ())),
    )
    texts = {key: row.get(key, "") for key in ("file", "sha256", "edition", "note", "chamber_number")}
    return Entry(publication, **texts, compiled=row.get("compiled", False))
