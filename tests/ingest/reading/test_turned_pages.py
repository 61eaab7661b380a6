"""Pages whose text runs sideways: read upright, and marked where a viewer shows the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from goldens import FOLDER
from scanning import scanned

from ingest.document import Box, Document
from ingest.reading.read import read_file
from ingest.reading.turning import turned_back

WORDS = "Dit document is fictief"


def sideways(source: Path, target: Path, quarters: int, *, stated: bool = False) -> Path:
    """The first page of a PDF, turned with the clock; only where ``stated`` does the file tell viewers so."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    page = writer.add_page(PdfReader(source).pages[0])
    page.rotate(90 * quarters)
    if not stated:
        page.transfer_rotation_to_content()
    with target.open("wb") as stream:
        writer.write(stream)
    return target


def marked(document: Document) -> Box:
    """The first box of the paragraph with our words."""
    at = document.text.index(WORDS)
    paragraph = document.paragraph_at(at)
    assert paragraph is not None
    return paragraph.pages[0].boxes[0]


def turned(box: Box, quarters: int, width: float, height: float) -> Box:
    """Where a box of an upright page of this size lies once the page is turned with the clock."""
    for _ in range(quarters):
        box = Box(height - box.y1, box.x0, height - box.y0, box.x1)
        width, height = height, width
    return box


def near(one: Box, other: Box, points: float) -> bool:
    """Whether two boxes are the same but for so many points on each side."""
    return all(abs(getattr(one, side) - getattr(other, side)) <= points for side in ("x0", "y0", "x1", "y1"))


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("stated", [True, False], ids=["turned by the viewer", "set sideways"])
def test_text_that_runs_sideways_is_marked_where_it_is_shown(tmp_path: Path, quarters: int, stated: bool) -> None:
    source = FOLDER / "kst-99999-12.pdf"
    path = sideways(source, tmp_path / "a.pdf", quarters, stated=stated)
    upright, read = read_file(sideways(source, tmp_path / "b.pdf", 0)), read_file(path)
    assert read.text == upright.text
    assert near(marked(read), turned(marked(upright), quarters, 595.28, 841.89), 1.5)


def test_a_scan_that_lies_on_its_side_is_recognised_and_marked_where_it_is_shown(tmp_path: Path) -> None:
    source = FOLDER / "kst-99999-12.pdf"
    scan = sideways(scanned(source, tmp_path / "recht.pdf", pages=1), tmp_path / "scan.pdf", 1)
    read = read_file(scan, ocr=True)
    assert read.source.recognised
    assert near(marked(read), turned(marked(read_file(source)), 1, 595.28, 841.89), 6)


def test_turning_back_undoes_a_turn() -> None:
    box = Box(10, 20, 110, 40)
    assert turned_back(box, 0, 300, 200) == box
    assert turned_back(box, 1, 300, 200) == Box(20, 190, 40, 290)
    assert turned_back(box, 2, 300, 200) == Box(190, 160, 290, 180)
    assert turned_back(box, 3, 300, 200) == Box(160, 10, 180, 110)
