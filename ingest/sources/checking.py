"""Decides whether what a source sent is the document that was asked for, whole and with text in it.

Invariant: what passes can be read by our own readers and does not say that it is another document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.document import Publication
from ingest.errors import RefusedDocument
from ingest.reading.html import read_html
from ingest.reading.markup import descendants, text_of, xml_tree
from ingest.reading.official_xml import read_official_xml
from ingest.reading.piece import Reading

OFFICIAL = (b"<officiele-publicatie", b"<kamerwrk")
NOTHING = Publication("", "")
_HEAD, _TAIL, _ZIP_TAIL = 2000, 2048, 66_000
_SHELL = 600
_SAYS_NOTHING = re.compile(
    r"\b(?:geen|niet)\b[^.]{0,60}\b(?:html|xml|tekst|weergave|beschikbaar)|\balleen\b[^.]{0,40}\bpdf\b", re.I
)
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a file (empty when it will do) and what it says of itself.

    ``foreign`` tells that it is no form of any document, such as the page that says that nothing was found.
    """

    fault: str = ""
    told: Publication = NOTHING
    foreign: bool = False


def check(suffix: str, content: bytes, identity: str) -> Checked:
    """Whether ``content`` is the document ``identity`` in the form that ``suffix`` says (empty: none that is read)."""
    if not content.strip():
        return Checked("het bestand is leeg")
    if not suffix:
        return Checked("het bestand is van een type dat niet wordt gelezen")
    if suffix == ".pdf":
        return _check_pdf(content)
    if suffix in (".docx", ".odt", ".zip"):
        whole = content.startswith(_ZIP) and _ZIP_END in content[-_ZIP_TAIL:]
        return Checked("" if whole else "het bestand breekt af")
    try:
        return _check_xml(content, identity) if suffix == ".xml" else _check_page(content, identity)
    except RefusedDocument as error:
        return Checked(error.what)


def same_id(one: str, other: str) -> bool:
    """Whether two ids are of one document; capitals make no difference."""
    return one.strip().lower() == other.strip().lower()


def suffix_of(content: bytes) -> str:
    """The suffix that goes with the bytes of a file, empty for a type that is not read."""
    if b"%PDF-" in content[:1024]:
        return ".pdf"
    if content.startswith(_ZIP):
        if b"word/" in content:
            return ".docx"
        return ".odt" if b"opendocument.text" in content[:200] else ".zip"
    head = content[:_HEAD].lower()
    if any(mark in head for mark in OFFICIAL):
        return ".xml"
    return ".html" if b"<html" in head or b"<!doctype html" in head else ""


def _check_pdf(content: bytes) -> Checked:
    if b"%PDF-" not in content[:1024]:
        return Checked("de bron gaf iets anders dan een PDF", foreign=True)
    return Checked("" if b"%%EOF" in content[-_TAIL:] else "de PDF breekt af")


def _check_xml(content: bytes, identity: str) -> Checked:
    head = content[:_HEAD].lower()
    if not any(mark in head for mark in OFFICIAL):
        return Checked("de bron gaf iets anders dan officiële XML", foreign=True)
    reading = read_official_xml(content, f"{identity}.xml")
    root = xml_tree(content, f"{identity}.xml")
    if not any(text_of(element) for element in descendants(root, "al", "considerans.al", "entry")):
        return Checked("er staat geen tekst van het document in", reading.found)
    return _check_reading(reading, identity)


def _check_page(content: bytes, identity: str) -> Checked:
    if b"</html>" not in content[-_TAIL:].lower():
        return Checked("de webpagina breekt af")
    reading = read_html(content, f"{identity}.html")
    if not reading.found.id:
        return Checked("de webpagina zegt niet welk document het is", foreign=True)
    return _check_reading(reading, identity)


def _check_reading(reading: Reading, identity: str) -> Checked:
    text = " ".join(block.text for block in reading.blocks).strip()
    if not text or (len(text) < _SHELL and _SAYS_NOTHING.search(text)):
        return Checked("er staat geen tekst van het document in", reading.found)
    if reading.found.id and not same_id(reading.found.id, identity):
        return Checked(f"dit is een ander document ({reading.found.id[:80]})", reading.found)
    return Checked(told=reading.found)
