"""Says what a file is by its content; the suffix only decides between kinds of text.

Invariant: a file whose content contradicts its name is refused, and so is every type we do not read.
Standard library only.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from ingest.errors import EmptyDocument, WrongType

FileType = Literal["pdf", "docx", "odt", "zip", "xml", "html", "markdown", "text"]
MEDIA_TYPES: dict[FileType, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
    "xml": "application/xml",
    "html": "text/html",
    "markdown": "text/markdown",
    "text": "text/plain",
}
SUFFIXES: dict[str, FileType] = {
    ".pdf": "pdf", ".docx": "docx", ".odt": "odt", ".zip": "zip", ".xml": "xml", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text",
}  # fmt: skip
READABLE = "PDF, Word (.docx), OpenDocument (.odt), HTML, XML, Markdown, platte tekst en ZIP"
_TEXTS = ("markdown", "text", "xml", "html")
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "een bestand van een oude Office-versie (.doc, .xls, .ppt)"),
    (b"{\\rtf", "een RTF-bestand"),
    (b"\x89PNG", "een afbeelding (PNG)"),
    (b"\xff\xd8\xff", "een afbeelding (JPEG)"),
    (b"GIF8", "een afbeelding (GIF)"),
    (b"II*\x00", "een afbeelding (TIFF)"),
    (b"MM\x00*", "een afbeelding (TIFF)"),
    (b"7z\xbc\xaf", "een 7-Zip-archief"),
    (b"Rar!", "een RAR-archief"),
    (b"\x1f\x8b", "een gzip-bestand"),
    (b"MZ", "een programma"),
    (b"\x7fELF", "een programma"),
    (b"%!PS", "een PostScript-bestand"),
    (b"SQLite format 3", "een database"),
)
_DATA = {
    ".csv": "een tabelbestand (CSV)", ".tsv": "een tabelbestand (TSV)", ".json": "een gegevensbestand (JSON)",
    ".jsonl": "een gegevensbestand (JSON)", ".toml": "een instellingenbestand (TOML)",
    ".yaml": "een gegevensbestand (YAML)",
    ".yml": "een gegevensbestand (YAML)",
    ".ini": "een instellingenbestand", ".log": "een logboek", ".css": "een stijlblad",
    ".js": "programmatekst", ".py": "programmatekst", ".sql": "programmatekst", ".eml": "een e-mailbericht",
}  # fmt: skip
"""Text that is no paper, by its name: reading it as running text would make nonsense of it."""
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_ROOT = re.compile(rb"\s*<([A-Za-z][\w.:-]*)")
_PROLOG = ((b"<?", b"?>"), (b"<!--", b"-->"))
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>", re.I)
_OFFICIAL = (b"officiele-publicatie", b"kamerwrk")


def file_type(path: Path, data: bytes) -> FileType:
    """The type of a file by its first bytes and its suffix.

    Raises ``EmptyDocument`` and ``WrongType``.
    """
    named = SUFFIXES.get(path.suffix.lower())
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise EmptyDocument("het bestand is leeg", where=path.name, remedy="Bied het volledige bestand aan.")
    found = _binary_type(path, data) or _text_type(data, named)
    if found == "text" and path.suffix.lower() in _DATA:
        raise _foreign(path, _DATA[path.suffix.lower()])
    if found is None or (named is not None and not _agrees(named, found)):
        raise _refusal(path, found, named)
    return found


def _binary_type(path: Path, data: bytes) -> FileType | None:
    if b"%PDF-" in data[:1024] and not data.lstrip()[:1].isalpha():
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"word/" in data and b"[Content_Types].xml" in data:
            return "docx"
        if b"application/vnd.oasis.opendocument.text" in data[:200]:
            return "odt"
        return "zip"
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise _foreign(path, name)
    return None


def _text_type(data: bytes, named: FileType | None) -> FileType | None:
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and _looks_binary(data[:8192]):
        return None
    if wide:
        return named if named in _TEXTS else "text" if named is None else None
    name = _root_name(head)
    if name in _OFFICIAL or (head.startswith(b"<?xml") and name.lower() != b"html"):
        return "xml"
    if _HTML.search(head) and named not in ("markdown", "text"):
        return "html"
    return named if named in _TEXTS else "text" if named is None else None


def _root_name(head: bytes) -> bytes:
    """The name of the first element, past the declaration, comments and document type; empty without one."""
    at = 0
    while True:
        at += len(head[at:]) - len(head[at:].lstrip())
        ends = next((end for start, end in _PROLOG if head.startswith(start, at)), None)
        doctype = _DOCTYPE.match(head, at)
        if ends is not None and ends in head[at:]:
            at = head.index(ends, at) + len(ends)
        elif doctype:
            at = doctype.end()
        else:
            root = _ROOT.match(head, at)
            return root.group(1) if root else b""


def _looks_binary(head: bytes) -> bool:
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return odd > len(head) * 0.02


def _agrees(named: FileType, found: FileType) -> bool:
    same_family = {named, found} <= {"markdown", "text"} or {named, found} <= {"xml", "html"}
    return named == found or same_family


def _foreign(path: Path, name: str) -> WrongType:
    return WrongType(f"dit is {name}", where=path.name, remedy=f"Bied het document aan als {READABLE}.")


def _refusal(path: Path, found: FileType | None, named: FileType | None) -> WrongType:
    if found is None and named is None:
        return WrongType("dit type bestand wordt niet gelezen", where=path.name, remedy=f"Leesbaar zijn {READABLE}.")
    if found is None:
        what = f"de inhoud is geen {path.suffix.lstrip('.').upper()}"
    else:
        what = f"de naam eindigt op {path.suffix} maar de inhoud is van het type {found}"
    return WrongType(what, where=path.name, remedy="Controleer het bestand en geef het de juiste extensie.")
