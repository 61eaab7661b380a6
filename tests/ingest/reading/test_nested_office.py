"""What is nested in an OpenDocument text is read once, however deep."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from ingest.reading.read import read_file

NAMES = (
    "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
    "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
    "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
)
DEPTH = 40


def odt(body: str) -> bytes:
    """An OpenDocument text with this body."""
    content = f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return out.getvalue()


def nested(opening: str, closing: str) -> str:
    return opening * DEPTH + "<text:p>binnenste</text:p>" + closing * DEPTH


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        (
            "<text:p>Tekst<text:note><text:note-citation>1</text:note-citation><text:note-body>",
            "</text:note-body></text:note> einde</text:p>",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>",
            "</table:table-cell></table:table-row></table:table>",
        ),
        ("<text:list><text:list-item>", "</text:list-item></text:list>"),
    ],
    ids=["notes", "tables", "lists"],
)
def test_what_is_nested_is_read_once_and_in_time(opening: str, closing: str, tmp_path: Path) -> None:
    path = tmp_path / "genest.odt"
    path.write_bytes(odt(nested(opening, closing)))
    began = time.process_time()
    assert read_file(path).text.count("binnenste") == 1
    assert time.process_time() - began < 5
