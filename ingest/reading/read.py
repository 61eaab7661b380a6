"""Reads one file into a document: the only door to this package.

Invariant: a file either becomes a whole document or is refused with a ``RefusedDocument``; a PDF is parsed in a child
process. Standard library only (each reader brings its own library).
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from ingest.document import Document, Publication, Source
from ingest.errors import DamagedDocument, EmptyDocument, OversizedDocument, ScannedDocument, WrongType
from ingest.reading.identity import identify
from ingest.reading.limits import DEFAULT, Limits
from ingest.reading.piece import Reading
from ingest.reading.sniff import MEDIA_TYPES, FileType, file_type
from ingest.reading.structure import document_of

__all__ = ["Limits", "read_file"]

MARKUP = 8
"""How many times longer than its text the XML of an office document may be."""


def read_file(
    path: Path, *, publication: Publication | None = None, limits: Limits = DEFAULT, ocr: bool = False
) -> Document:
    """The document in the file at ``path``; without a publication its identity is derived from the file.

    With ``ocr`` the text of scanned pages is recognised. Raises a subclass of ``RefusedDocument``.
    """
    data = _bytes_of(path, limits)
    kind = file_type(path, data)
    if kind == "pdf":
        reading, note, recognised = _read_pdf(path, limits, ocr=ocr)
    else:
        (reading, note), recognised = _read(kind, data, path, limits), False
    if not any(block.text.strip() for block in reading.blocks):
        raise EmptyDocument("er staat geen tekst in", where=path.name, remedy="Bied een bestand met tekst aan.")
    digest = hashlib.sha256(data).hexdigest()
    source = Source(path.name, MEDIA_TYPES[kind], digest, note=note, recognised=recognised)
    return document_of(reading, publication or identify(reading, path), source)


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise OversizedDocument(
                f"het bestand is {size / 1e6:.0f} MB groot; toegestaan is {limits.bytes / 1e6:.0f} MB",
                where=path.name,
                remedy="Splits het document of verhoog de grens in de instellingen.",
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "onbekende fout"
        raise DamagedDocument(
            f"het bestand kan niet worden geopend ({reason})", where=str(path), remedy="Controleer pad en rechten."
        ) from error


def _read_pdf(path: Path, limits: Limits, *, ocr: bool) -> tuple[Reading, str, bool]:
    """The reading of a PDF, a note on it, and whether text was recognised in its pictures."""
    from ingest.reading.ocr import NOTE, recognise
    from ingest.reading.sandbox import read_pdf_apart

    try:
        reading = read_pdf_apart(path, limits)
        if not (ocr and reading.unread):
            return reading, _unread(reading.unread), False
    except ScannedDocument:
        if not ocr:
            raise
    with tempfile.TemporaryDirectory(prefix="ocr-") as folder:
        reading = read_pdf_apart(recognise(path, Path(folder), limits), limits, shown=path)
    return reading, f"{NOTE} {_unread(reading.unread)}".strip(), True


def _unread(pages: tuple[int, ...]) -> str:
    """A warning that names the pages which could not be read, empty without them."""
    if not pages:
        return ""
    named = ", ".join(str(page) for page in pages[:10]) + (" …" if len(pages) > 10 else "")
    return f"Niet gelezen, want een afbeelding zonder tekst: blad {named} van het bestand."


def _read(kind: FileType, data: bytes, path: Path, limits: Limits) -> tuple[Reading, str]:
    if kind in ("docx", "odt", "zip"):
        return _read_package(kind, data, path, limits), ""
    if kind in ("xml", "html"):
        return _read_markup(kind, data, path, limits), ""
    from ingest.reading.markdown import read_markdown
    from ingest.reading.plaintext import decode, read_plaintext

    text, note = decode(data, path.name)
    check_length(len(text), path.name, limits)
    return (read_markdown(text) if kind == "markdown" else read_plaintext(text)), note


def _read_package(kind: FileType, data: bytes, path: Path, limits: Limits) -> Reading:
    from ingest.reading.archive import documents_in, open_package

    package = open_package(data, path.name, limits)
    if kind != "zip":
        longest = max(
            (member.file_size for member in package.infolist() if member.filename.endswith(".xml")), default=0
        )
        check_length(longest // MARKUP, path.name, limits)
    if kind == "docx":
        from ingest.reading.word import read_docx

        return read_docx(data, path.name)
    if kind == "odt":
        from ingest.reading.opendocument import read_odt

        return read_odt(package, path.name, limits)
    names = documents_in(package, path.name)
    raise WrongType(
        f"dit is een archief met {len(names)} document(en) ({', '.join(names[:3])})",
        where=path.name,
        remedy="Neem het archief op met veiligheidsagenda ingest; dat leest elk document afzonderlijk.",
    )


def _read_markup(kind: FileType, data: bytes, path: Path, limits: Limits) -> Reading:
    check_length(len(data), path.name, limits)
    if kind == "xml" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        from ingest.reading.official_xml import read_official_xml

        return read_official_xml(data, path.name)
    from ingest.reading.html import read_html
    from ingest.reading.plaintext import decode

    return read_html(decode(data, path.name)[0].encode("utf-8"), path.name, "utf-8")


def check_length(length: int, where: str, limits: Limits) -> None:
    """Raise ``OversizedDocument`` when a text is longer than allowed."""
    if length > limits.characters:
        raise OversizedDocument(
            f"de tekst telt {length} tekens; toegestaan zijn er {limits.characters}",
            where=where,
            remedy="Splits het document.",
        )
