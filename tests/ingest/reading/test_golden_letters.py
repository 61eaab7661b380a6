"""Held against what other programs find in the same file: every letter is in the text or in the furniture named."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from checking import letters
from goldens import sources
from lxml import etree, html

from ingest.reading.piece import plain
from ingest.reading.read import read_file

PATHS = [path for path in sources() if path.suffix in (".pdf", ".docx", ".odt", ".xml", ".html")]
SILENT = "//script|//style|//head"
DELETED = "//*[local-name()='del' or local-name()='tracked-changes']"
NAMED = re.compile("&(?!amp|lt|gt|quot|apos)[A-Za-z]+;")


def found_in(path: Path) -> Counter[str]:
    """The letters and digits that another program finds in a file."""
    if path.suffix == ".pdf":
        return letters(pdf_texts(path))
    if path.suffix == ".html":
        root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for element in root.xpath(SILENT):
            element.drop_tree()
        return letters(plain(text)[0] for text in root.itertext())
    if path.suffix == ".xml":
        source = NAMED.sub(lambda found: unescape(found.group()), path.read_text("utf-8"))
        root = etree.fromstring(source.encode("ascii", "xmlcharrefreplace"))
        for element in root.xpath("//metadata|//meta"):
            element.getparent().remove(element)
        return letters(plain(text)[0] for text in root.itertext())
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        names = ["content.xml"] if path.suffix == ".odt" else ["word/document.xml", "word/footnotes.xml"]
        roots = [etree.fromstring(package.read(name)) for name in names if name in package.namelist()]
    for element in (e for root in roots for e in root.xpath(DELETED)):
        element.getparent().remove(element)
    return letters(plain(text)[0] for root in roots for text in root.itertext())


def pdf_texts(path: Path) -> list[str]:
    """The text of each page as PDFium reads it, with the values of its form fields."""
    import pypdfium2
    from pypdf import PdfReader

    document = pypdfium2.PdfDocument(path)
    texts = [plain(page.get_textpage().get_text_range())[0] for page in document]
    document.close()
    fields = [a.get_object() for page in PdfReader(path).pages for a in page.get("/Annots", ())]
    return texts + [str(field["/V"]) for field in fields if field.get("/FT") == "/Tx"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_no_letter_of_a_golden_source_is_lost_or_invented(path: Path) -> None:
    document, found = read_file(path), found_in(path)
    read = letters([document.text])
    printed = letters(label_of(document.text_of(p), p.label) for p in document.paragraphs if p.kind == "list")
    notes = letters(p.label for p in document.paragraphs if p.kind == "footnote")
    assert not read - found - printed
    lost = found - read - notes - notes
    assert not lost.keys() - letters(document.furniture).keys()
    assert sum(lost.values()) <= 60 * max(1, sum(letters(document.furniture).values()))


def label_of(text: str, label: str) -> str:
    """The label that a list prints before its item, where the file only counts."""
    return label if text.startswith(label) else ""


def test_the_comparison_would_notice_a_lost_word(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text("<html><body><p>Een alinea.</p><p>Nog een.</p></body></html>", encoding="utf-8")
    assert found_in(path) == letters(["Een alinea.", "Nog een."])
