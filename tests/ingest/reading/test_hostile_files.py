"""Hostile and broken files are refused within seconds, each with a message of its own."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exporting import to_docx, to_odt

from ingest import errors
from ingest.reading.archive import unpack
from ingest.reading.block import Block
from ingest.reading.read import Limits, read_file

TEXT = Block("text", "Een gewone alinea met genoeg woorden om als lopende tekst te gelden, en een punt.")


def pdf(pages: int = 1, content: bytes = b"BT /F1 12 Tf 72 700 Td (Hallo) Tj ET", extra: bytes = b"") -> bytes:
    """A small PDF of identical pages."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content),
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate([*bodies, *[page] * pages], start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return bytes(out) + end % (count, table, count, len(out))


def encrypted_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf())))
    writer.encrypt("geheim", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def scanned_pdf() -> bytes:
    import fpdf

    document = fpdf.FPDF()
    for _ in range(3):
        document.add_page()
        document.image(io.BytesIO(grey_png()), x=0, y=0, w=200)
    return bytes(document.output())


def grey_png() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (20, 20), 128).save(stream, "PNG")
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return stream.getvalue()


def baseless_docx() -> bytes:
    """A Word document whose heading is of a style that builds on one without a name."""
    with zipfile.ZipFile(io.BytesIO(to_docx([replace(TEXT, kind="heading", level=1), TEXT]))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    styles = re.sub(rb"<w:basedOn w:val=[^>]*/>", b"<w:basedOn/>", members["word/styles.xml"])
    return zipped({**members, "word/styles.xml": styles})


def nameless_zip() -> bytes:
    """A ZIP whose only member has a name of nothing before its first NUL."""
    return zipped({"Xaam": b"tekst"}).replace(b"Xaam", b"\0aam")


def locked_zip() -> bytes:
    data = bytearray(zipped({"brief.txt": b"tekst"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    data[6] |= 1
    return bytes(data)


BOMB = b"<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>]><officiele-publicatie><al>&b;</al></officiele-publicatie>"
OUTSIDE = (
    b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><officiele-publicatie><al>&a;</al></officiele-publicatie>"
)
FLATE = b"/Filter /FlateDecode"
LOOP = b"BT /F1 12 Tf " + b"(a) Tj 1 0 Td " * 3_000_000 + b"ET"

HOSTILE: dict[str, tuple[bytes, type[errors.RefusedDocument], str]] = {
    "leeg.pdf": (b"", errors.EmptyDocument, "leeg"),
    "spaties.txt": (b" \n\t \n", errors.EmptyDocument, "leeg"),
    "alleen-opmaak.md": (b"---\n\n***\n", errors.EmptyDocument, "geen tekst"),
    "wachtwoord.pdf": (encrypted_pdf(), errors.EncryptedDocument, "wachtwoord"),
    "afgekapt.pdf": (pdf(3)[:400], errors.DamagedDocument, "beschadigd"),
    "rommel.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, errors.DamagedDocument, "beschadigd"),
    "zonder-tekst.pdf": (pdf(content=b"q Q"), errors.EmptyDocument, "geen tekst"),
    "scan.pdf": (scanned_pdf(), errors.ScannedDocument, "scan"),
    "veel-bladen.pdf": (pdf(100_000), errors.OversizedDocument, "100000 pagina's"),
    "uitdijend.pdf": (pdf(content=zlib.compress(b" " * 200_000_000, 9), extra=FLATE), errors.RefusedDocument, ""),
    "rekenwerk.pdf": (pdf(content=zlib.compress(LOOP, 1), extra=FLATE), errors.OversizedDocument, ""),
    "kring.pdf": (pdf().replace(b"/Parent 2 0 R", b"/Parent 5 0 R").replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"), errors.RefusedDocument, ""),
    "oud-filter.pdf": (pdf(content=zlib.compress(b"q Q"), extra=b"/Filter /Fl"), errors.DamagedDocument, "(DeprecationError)"),
    "tekst.pdf": (b"gewoon tekst, geen pdf", errors.WrongType, ".PDF"[1:]),
    "pdf.txt": (pdf(), errors.WrongType, "pdf"),
    "programma.docx": (b"MZ\x90\x00" + b"\x00" * 500, errors.WrongType, "programma"),
    "oud.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, errors.WrongType, "Office"),
    "rijk.rtf": (b"{\\rtf1 tekst}", errors.WrongType, "RTF"),
    "plaatje.md": (grey_png(), errors.WrongType, "afbeelding"),
    "onbekend.xyz": (bytes(range(256)) * 4, errors.WrongType, "niet gelezen"),
    "bytes.txt": ("café".encode() + b"\x81\x8d\x8f" * 5, errors.WrongEncoding, "UTF-8"),
    "halve-utf16.txt": (b"\xff\xfea\x00b\x00c", errors.WrongEncoding, "utf-16"),
    "entiteiten.xml": (BOMB, errors.DamagedDocument, "entiteiten"),
    "buitenshuis.xml": (OUTSIDE, errors.DamagedDocument, "entiteiten"),
    "ander.xml": (b"<?xml version='1.0'?><bericht><al>tekst</al></bericht>", errors.WrongType, "officiële"),
    "kapot.xml": (b"<?xml version='1.0'?><officiele-publicatie><al>tekst", errors.DamagedDocument, "welgevormd"),
    "schil.xml": (b"<officiele-publicatie><metadata><meta name='a' content='b'/></metadata></officiele-publicatie>", errors.EmptyDocument, "metagegevens"),
    "diep.xml": (b"<officiele-publicatie>" + b"<al>" * 5000 + b"x" + b"</al>" * 5000 + b"</officiele-publicatie>", errors.DamagedDocument, "welgevormd"),
    "diep.html": (b"<html><body>" + b"<div>" * 5000 + b"tekst" + b"</div>" * 5000, errors.DamagedDocument, "genest"),
    "leeg.html": (b"<html><head><title>x</title></head><body></body></html>", errors.EmptyDocument, "geen tekst"),
    "bom.docx": (zipped({"[Content_Types].xml": b"x", "word/document.xml": b"\x00" * 300_000_000}), errors.OversizedDocument, "zipbom"),
    "bom.zip": (zipped({"a.txt": b"a" * 300_000_000}), errors.OversizedDocument, "zipbom"),
    "gewemel.zip": (zipped({f"{n}.txt": b"a" for n in range(600)}), errors.OversizedDocument, "600 bestanden"),
    "slot.zip": (locked_zip(), errors.EncryptedDocument, "wachtwoord"),
    "naamloos.zip": (nameless_zip(), errors.EmptyDocument, "geen leesbare"),
    "leeg.zip": (zipped({}), errors.EmptyDocument, "geen leesbare"),
    "vreemd.zip": (zipped({"a.exe": b"MZ"}), errors.EmptyDocument, "geen leesbare"),
    "ontsnapt.zip": (zipped({"../../etc/brief.txt": b"tekst"}), errors.WrongType, "onveilige"),
    "afgekapt.docx": (to_docx([TEXT])[:2000], errors.DamagedDocument, "beschadigd"),
    "kaal.docx": (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), errors.DamagedDocument, "Word"),
    "zonder-basis.docx": (baseless_docx(), errors.DamagedDocument, "(InvalidXmlError)"),
    "afgekapt.odt": (to_odt([TEXT])[:300], errors.DamagedDocument, "beschadigd"),
    "kaal.odt": (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), errors.RefusedDocument, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_time_with_its_own_message(name: str, tmp_path: Path) -> None:
    data, kind, words = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(data)
    start = sum(os.times()[:4])
    with pytest.raises(kind) as refused:
        read_file(path)
    assert sum(os.times()[:4]) - start < 10
    assert words.lower() in str(refused.value).lower()
    assert refused.value.where == name
    assert refused.value.remedy


def test_every_refusal_names_the_file_and_says_what_to_do() -> None:
    assert all(issubclass(kind, errors.RefusedDocument) for _, kind, _ in HOSTILE.values())
    assert len(HOSTILE) >= 40


def test_a_page_that_takes_too_long_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rekenwerk.pdf"
    path.write_bytes(pdf(content=zlib.compress(LOOP, 1), extra=FLATE))
    with pytest.raises(errors.OversizedDocument, match="pagina 1 kost meer dan 1 seconden"):
        read_file(path, limits=Limits(page_seconds=1.0))


def test_a_file_larger_than_allowed_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "groot.txt"
    path.write_bytes(b"a" * 2_000)
    with pytest.raises(errors.OversizedDocument, match="groot"):
        read_file(path, limits=Limits(bytes=1_000))


@pytest.mark.parametrize(("name", "write"), [("brief.docx", to_docx), ("brief.odt", to_odt)])
def test_an_office_document_whose_text_would_fill_the_memory_is_refused(name: str, write: Any, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(write([TEXT] * 400))
    assert read_file(path).paragraphs
    with pytest.raises(errors.OversizedDocument, match="tekens"):
        read_file(path, limits=Limits(characters=2_000))


def test_a_missing_file_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(errors.DamagedDocument, match=r"weg\.pdf"):
        read_file(tmp_path / "weg.pdf")


def test_a_pdf_that_needs_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "zwaar.pdf"
    path.write_bytes(pdf(content=zlib.compress(LOOP, 1), extra=FLATE))
    with pytest.raises(errors.OversizedDocument, match="geheugen"):
        read_file(path, limits=Limits(memory=260_000_000, page_seconds=20))


def test_an_archive_unpacks_its_documents_under_safe_names(tmp_path: Path) -> None:
    path = tmp_path / "map.zip"
    path.write_bytes(zipped({"a/brief.md": b"# A", "b/brief.md": b"# B", "lees.exe": b"MZ", "__MACOSX/x.md": b""}))
    written = unpack(path, tmp_path, Limits())
    assert [(name, one.name, one.read_text()) for name, one in written] == [
        ("a/brief.md", "brief.md", "# A"),
        ("b/brief.md", "brief.md", "# B"),
    ]
    assert all(one.is_relative_to(tmp_path) for _, one in written)


def test_text_in_windows_1252_is_read_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "oud.txt"
    path.write_bytes("Een brief over cafés – met € 5.".encode("cp1252"))
    document = read_file(path)
    assert document.text == "Een brief over cafés – met € 5."
    assert "Windows-1252" in document.source.note


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_a_byte_order_mark_is_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    path.write_bytes(mark + "Geïnformeerd over € 5.".encode(encoding))
    assert read_file(path).text == "Geïnformeerd over € 5."
