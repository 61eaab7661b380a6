"""Pages that readers stumble over: other page numbers, turned tables, forms, headings at the head of every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from checking import check_offsets, letters
from goldens import FOLDER
from odd_pages import ANSWERS, TABLE, odd_report

from ingest.citation import make_citation
from ingest.document import Document, Paragraph
from ingest.reading.numbering import printed_labels
from ingest.reading.read import read_file


@pytest.fixture(scope="module")
def report() -> Document:
    """The report as the golden file holds it."""
    return read_file(FOLDER / "fictief-rapport-bijzondere-bladen.pdf")


def paragraph_with(document: Document, words: str) -> Paragraph:
    return next(p for p in document.paragraphs if words in document.text_of(p))


@pytest.mark.parametrize(
    ("words", "page", "printed"),
    [
        ("Een uitgave", 1, "p. i"),
        ("Dit rapport", 2, "p. ii"),
        ("minder zaken", 3, "p. 1"),
        ("geteld volgens", 6, "p. 4"),
    ],
)
def test_a_citation_names_the_page_as_the_edition_prints_it(
    report: Document, words: str, page: int, printed: str
) -> None:
    paragraph = paragraph_with(report, words)
    citation = make_citation(report, paragraph.start, paragraph.end)
    assert citation.page == page
    assert citation.reference.endswith(printed)


def test_a_table_on_a_turned_page_keeps_its_columns_and_its_empty_cells(report: Document) -> None:
    rows = [p for p in report.paragraphs if p.kind in ("table_head", "table_row")]
    assert [tuple(report.text[c.start : c.end] for c in row.cells) for row in rows] == list(TABLE)
    empty = rows[2].cells[2]
    assert (empty.row, empty.columns, empty.start) == ("Zuid-Oever", ("Realisatie 2019",), empty.end)
    assert {span.page for row in rows for span in row.pages} == {4}
    boxes = [box for row in rows for span in row.pages for box in span.boxes]
    assert all(0 < box.x0 < box.x1 < 842 and 0 < box.y0 < box.y1 < 595 for box in boxes)


def test_a_form_is_read_with_what_was_filled_in(report: Document) -> None:
    for label, value in ANSWERS:
        first, *more = value.split("\n")
        assert report.text_of(paragraph_with(report, label)) == f"{label} {first}".strip()
        assert all(line in report.text for line in more)
    assert "Akkoord: ☒" in report.text


def test_a_heading_at_the_head_of_every_page_is_no_running_head(report: Document) -> None:
    headings = [report.text_of(p) for p in report.paragraphs if p.kind == "heading"]
    assert {"Inleiding", "1. Resultaten", "2. Bevestiging", "Bijlage 1. Werkwijze"} <= set(headings)
    assert report.furniture == ("i", "ii", "1", "2", "3", "4")


def test_the_report_is_set_anew_as_the_golden_file_holds_it(report: Document, tmp_path: Path) -> None:
    path = tmp_path / "fictief-rapport-bijzondere-bladen.pdf"
    path.write_bytes(odd_report())
    again = read_file(path)
    assert (again.text, again.paragraphs, again.page_labels) == (report.text, report.paragraphs, report.page_labels)
    check_offsets(again)
    assert letters([again.text])


@pytest.mark.parametrize(
    ("lines", "pages", "labels"),
    [
        ([(1, "1"), (2, "2"), (3, "3")], 3, ()),
        ([(1, "37"), (2, "38"), (3, "39")], 3, ("37", "38", "39")),
        ([(3, "Pagina 1 van 4"), (4, "Pagina 2 van 4"), (5, "- 3 -")], 6, ("[1]", "[2]", "1", "2", "3", "4")),
        ([(1, "i"), (2, "ii"), (3, "1"), (4, "2"), (5, "3")], 5, ("i", "ii", "1", "2", "3")),
        ([(1, "12"), (2, "7"), (3, "30")], 3, ()),
        ([(4, "2020")], 9, ()),
        ([], 2, ()),
    ],
    ids=["from one", "an extract", "a cover", "Roman then Arabic", "no count", "one number", "none"],
)
def test_pages_are_numbered_as_most_of_them_print(
    lines: list[tuple[int, str]], pages: int, labels: tuple[str, ...]
) -> None:
    assert printed_labels(lines, pages) == labels
