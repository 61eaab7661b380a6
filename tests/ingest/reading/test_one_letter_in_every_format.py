"""The same letter gives the same paragraphs, whatever file it comes in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exporting import to_docx, to_html, to_odt, to_xml
from goldens import FOLDER, described
from typesetting import Sheet, typeset

from ingest.document import Document, Publication
from ingest.reading.block import Block
from ingest.reading.markdown import read_markdown
from ingest.reading.read import read_file

CORPUS = Path(__file__).parents[3] / "corpus" / "documents"
LETTER = FOLDER / "fictief-voortgang-wijkaanpak.md"
SOURCES = [LETTER, *(path for path in [CORPUS / "kst-28684-540.md"] if path.exists())]
SAME = Publication("zelfde-brief", "Brief")


def told(document: Document, *, body: bool = False) -> list[Any]:
    """All that is read, positions on pages aside; with ``body`` without the letterhead."""
    kept = [p for p in document.paragraphs if not (body and p.kind == "field")]
    cells = [[(document.text[c.start : c.end], c.row, c.columns, c.unit) for c in p.cells] for p in kept]
    paragraphs = [(p.kind, p.label, p.section, document.text_of(p), own) for p, own in zip(kept, cells, strict=True)]
    notes = [(n.label, document.text[n.call - 30 : n.call]) for n in document.footnotes]
    return [paragraphs, notes, [] if body else [(f.name, f.value) for f in document.fields]]


def read_as(data: bytes, path: Path) -> Document:
    path.write_bytes(data)
    return read_file(path, publication=SAME)


@pytest.fixture(params=SOURCES, ids=lambda path: path.stem)
def source(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def blocks(source: Path) -> tuple[Block, ...]:
    return read_markdown(source.read_text(encoding="utf-8")).blocks


@pytest.mark.parametrize(("suffix", "write"), [(".html", to_html), (".docx", to_docx), (".odt", to_odt)])
def test_a_letter_reads_the_same_from(
    suffix: str, write: Any, source: Path, blocks: tuple[Block, ...], tmp_path: Path
) -> None:
    document = read_as(write(blocks), tmp_path / f"brief{suffix}")
    assert told(document) == told(read_file(source, publication=SAME))


def test_a_letter_reads_the_same_from_official_xml(source: Path, blocks: tuple[Block, ...], tmp_path: Path) -> None:
    head = {
        "dossier": "99 999",
        "number": "12",
        "title": "BRIEF VAN DE MINISTER",
        "date": ("2021-03-03", "3 maart 2021"),
    }
    markdown = read_file(source, publication=SAME)
    body = markdown.text_of(next(p for p in markdown.paragraphs if p.kind == "text"))
    start = next(at for at, block in enumerate(blocks) if block.text == body)
    document = read_as(to_xml(blocks[start:], **head), tmp_path / "kst-99999-12.xml")  # type: ignore[arg-type]
    assert told(document, body=True) == told(markdown, body=True)


SIDE = [
    "*Directoraat-Generaal Wijken",
    "Directie Fictieve Zaken",
    "",
    "*Datum",
    "3 maart 2021",
    "",
    "*Ons kenmerk",
    "7654321-21-FZ",
]
FIRST_SIDE = ["*Directoraat-Generaal Wijken", "Directie Fictieve Zaken", "", "Voorbeeldkade 12", "2599 AB Den Haag"]
FIRST_SIDE += [
    "www.voorbeeld-ministerie.nl",
    "",
    "*Ons kenmerk",
    "7654321-21-FZ",
    "",
    "*Uw kenmerk",
    "2021Z00001/2021D00002",
]
FIRST_SIDE += [
    "",
    "Bij beantwoording de datum",
    "en ons kenmerk vermelden.",
    "Wilt u slechts één zaak in uw",
    "brief behandelen.",
]
IN_SIDE = ("Directoraat", "Voorbeeldkade", "Ons kenmerk", "7654321", "Uw kenmerk", "Bij beantwoording")


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet(),
        Sheet(hyphenate=False),
        Sheet(justify=False),
        Sheet(bottom=500.0, leading=11.0),
        Sheet(embedded=False, size=10.0, leading=13.0),
    ],
    ids=["hyphenated", "unbroken words", "ragged", "short pages", "standard fonts"],
)
def test_a_letter_reads_the_same_from_a_pdf_however_it_is_set(sheet: Sheet, tmp_path: Path) -> None:
    blocks = [b for b in read_markdown(LETTER.read_text(encoding="utf-8")).blocks if not b.text.startswith(IN_SIDE)]
    document = read_as(typeset(blocks, side=SIDE, first_side=FIRST_SIDE, sheet=sheet), tmp_path / "brief.pdf")
    assert told(document) == told(read_file(LETTER, publication=SAME))


TYPESET = [path for path in (CORPUS / f"kst-28684-540{suffix}" for suffix in (".md", ".pdf")) if path.exists()]


@pytest.mark.parametrize("path", TYPESET, ids=lambda path: path.name)
def test_the_letter_of_the_corpus_reads_as_its_golden_file_says(path: Path) -> None:
    golden = json.loads((FOLDER / "kst-28684-540.json").read_text(encoding="utf-8"))
    assert described(read_file(path)) == golden


def test_a_paragraph_cut_by_a_page_end_knows_both_pages_and_its_place_on_them(tmp_path: Path) -> None:
    blocks = [b for b in read_markdown(LETTER.read_text(encoding="utf-8")).blocks if not b.text.startswith(IN_SIDE)]
    pdf = typeset(blocks, side=SIDE, first_side=FIRST_SIDE, sheet=Sheet(bottom=480.0))
    document = read_as(pdf, tmp_path / "brief.pdf")
    cut = [p for p in document.paragraphs if len(p.pages) > 1]
    assert cut
    for paragraph in document.paragraphs:
        assert paragraph.pages
        assert all(span.boxes for span in paragraph.pages)
    first, second = cut[0].pages
    assert second.page == first.page + 1
    assert document.page_at(first.end - 1) == first.page
    assert document.page_at(second.end - 1) == second.page
    assert all(60 < box.x0 < box.x1 < 420 and 100 < box.y0 < box.y1 < 500 for s in cut[0].pages for box in s.boxes)
