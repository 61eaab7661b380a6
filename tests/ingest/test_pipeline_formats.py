"""Ingestion over formats: archives, scans, one letter in several files, and what is left out of the text."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from ingest.citation import make_citation
from ingest.pipeline import ingest
from ingest.reading.limits import Limits
from ingest.reading.markdown import read_markdown
from ingest.store.library import Library
from tests.ingest.reading.exporting import to_xml
from tests.ingest.reading.goldens import FOLDER
from tests.ingest.reading.scanning import scanned
from tests.ingest.reading.typesetting import typeset
from tests.ingest.store.tiny import TinyEncoder, letter

LETTER = FOLDER / "fictief-voortgang-wijkaanpak.md"


def archive(path: Path, **members: str) -> Path:
    """An archive of Markdown files, with ``__`` in a name for the slash."""
    with zipfile.ZipFile(path, "w") as package:
        for name, text in members.items():
            package.writestr(name.replace("__", "/") + ".md", text)
    return path


@pytest.fixture
def encoder() -> TinyEncoder:
    """A fresh tiny encoder."""
    return TinyEncoder()


def test_an_archive_is_taken_in_document_by_document(tmp_path: Path, encoder: TinyEncoder) -> None:
    (tmp_path / "in").mkdir()
    path = archive(tmp_path / "in" / "map.zip", a__brief=letter(1), b__brief=letter(2), nota=letter(3))
    report = ingest([tmp_path / "in"], data=tmp_path / "data", encoder=encoder)
    assert [item.id for item in report.added] == ["brief", "brief-2", "nota"]
    assert report.added[0].file == f"{path}!/a/brief.md"
    again = ingest([tmp_path / "in"], data=tmp_path / "data", encoder=encoder)
    assert [item.id for item in again.unchanged] == ["brief", "brief-2", "nota"]


def test_what_left_an_archive_or_left_with_it_is_removed(tmp_path: Path, encoder: TinyEncoder) -> None:
    (tmp_path / "in").mkdir()
    path = archive(tmp_path / "in" / "map.zip", een=letter(1), twee=letter(2))
    ingest([tmp_path / "in"], data=tmp_path / "data", encoder=encoder)
    archive(path, een=letter(1))
    assert [i.id for i in ingest([path], data=tmp_path / "data", encoder=encoder).removed] == ["twee"]
    path.unlink()
    assert [i.id for i in ingest([tmp_path / "in"], data=tmp_path / "data", encoder=encoder).removed] == ["een"]


def test_an_archive_that_went_bad_removes_nothing(tmp_path: Path, encoder: TinyEncoder) -> None:
    (tmp_path / "in").mkdir()
    path = archive(tmp_path / "in" / "map.zip", een=letter(1))
    ingest([tmp_path / "in"], data=tmp_path / "data", encoder=encoder)
    path.write_bytes(path.read_bytes()[:60])
    report = ingest([tmp_path / "in"], data=tmp_path / "data", encoder=encoder)
    assert [r.error for r in report.refused] == ["DamagedDocument"]
    assert report.removed == ()


@pytest.mark.parametrize(
    ("limits", "words"),
    [(Limits(members=2), "3 bestanden"), (Limits(unpacked=500), "zipbom"), (Limits(bytes=100), "MB")],
)
def test_an_archive_beyond_its_bounds_is_refused_whole(
    tmp_path: Path, encoder: TinyEncoder, limits: Limits, words: str
) -> None:
    path = archive(tmp_path / "map.zip", een=letter(1), twee=letter(2), drie=letter(3))
    report = ingest([path], data=tmp_path / "data", encoder=encoder, limits=limits)
    assert [r.error for r in report.refused] == ["OversizedDocument"]
    assert words in report.refused[0].message
    assert report.added == ()


def test_the_same_letter_as_xml_and_as_pdf_is_one_document(tmp_path: Path, encoder: TinyEncoder) -> None:
    blocks = read_markdown(LETTER.read_text(encoding="utf-8")).blocks
    folder = tmp_path / "in"
    folder.mkdir()
    start = next(at for at, block in enumerate(blocks) if len(block.text) > 150)
    head = {
        "dossier": "99 999",
        "number": "12",
        "title": "BRIEF VAN DE MINISTER",
        "date": ("2021-03-03", "3 maart 2021"),
    }
    (folder / "kst-99999-12.xml").write_bytes(to_xml(blocks[start:], **head))  # type: ignore[arg-type]
    side = ["*Datum", "3 maart 2021", "", "*Ons kenmerk", "7654321-21-FZ"]
    (folder / "voortgang-wijkaanpak.pdf").write_bytes(typeset(blocks, side=side, first_side=side))
    for _ in range(2):
        report = ingest([folder], data=tmp_path / "data", encoder=encoder)
        assert [item.id for item in (*report.added, *report.unchanged)] == ["kst-99999-12"]
        assert [(Path(r.file).name, r.error) for r in report.refused] == [
            ("voortgang-wijkaanpak.pdf", "DuplicateDocument")
        ]
        assert "kst-99999-12" in report.refused[0].message


def test_two_letters_that_differ_in_one_figure_are_two_documents(tmp_path: Path, encoder: TinyEncoder) -> None:
    text = LETTER.read_text(encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "een.md").write_text(text, encoding="utf-8")
    assert "2020" in text
    (folder / "twee.md").write_text(text.replace("2020", "2022"), encoding="utf-8")
    report = ingest([folder], data=tmp_path / "data", encoder=encoder)
    assert [item.id for item in report.added] == ["een", "twee"]


def test_the_report_names_what_is_left_out_of_the_text(tmp_path: Path, encoder: TinyEncoder) -> None:
    shutil.copy(FOLDER / "kst-99999-12.pdf", tmp_path / "kst-99999-12.pdf")
    report = ingest([tmp_path / "kst-99999-12.pdf"], data=tmp_path / "data", encoder=encoder)
    assert report.added[0].left_out == ("Tweede Kamer, vergaderjaar 2020–2021, 99 999, nr. 12", "1", "2", "3")
    with Library.open(tmp_path / "data") as library:
        assert library.document("kst-99999-12").furniture == report.added[0].left_out


def test_a_scan_is_refused_with_what_to_do_and_read_when_asked(tmp_path: Path, encoder: TinyEncoder) -> None:
    path = scanned(FOLDER / "kst-99999-12.pdf", tmp_path / "scan.pdf", pages=1)
    report = ingest([path], data=tmp_path / "data", encoder=encoder)
    assert [r.error for r in report.refused] == ["ScannedDocument"]
    assert "--ocr" in report.refused[0].message
    report = ingest([path], data=tmp_path / "data", encoder=encoder, ocr=True)
    assert [item.id for item in report.added] == ["kst-99999-12"]
    with Library.open(tmp_path / "data") as library:
        document = library.document(report.added[0].id)
        assert "OCR" in document.source.note
        paragraph = next(p for p in document.paragraphs if p.kind == "text")
        citation = make_citation(document, paragraph.start, paragraph.end)
        assert "OCR" in citation.reference
        assert paragraph.pages[0].boxes
        assert library.file(document.id).read_bytes() == path.read_bytes()
    assert len(ingest([path], data=tmp_path / "data", encoder=encoder).unchanged) == 1


def test_recognition_that_takes_too_long_is_ended_and_said(tmp_path: Path, encoder: TinyEncoder) -> None:
    path = scanned(FOLDER / "kst-99999-12.pdf", tmp_path / "scan.pdf", pages=1)
    report = ingest([path], data=tmp_path / "data", encoder=encoder, ocr=True, limits=Limits(ocr_seconds=0.2))
    assert [r.error for r in report.refused] == ["OversizedDocument"]
    assert "tekstherkenning" in report.refused[0].message


def test_a_page_without_text_among_others_is_named_and_recognised_when_asked(
    tmp_path: Path, encoder: TinyEncoder
) -> None:
    path = scanned(FOLDER / "kst-99999-12.pdf", tmp_path / "half.pdf", pages=1, rest_as_text=True)
    ingest([path], data=tmp_path / "data", encoder=encoder)
    with Library.open(tmp_path / "data") as library:
        (publication,) = library.documents()
        first = library.document(publication.id)
        assert "blad 1" in first.source.note
        assert not first.source.recognised
    report = ingest([path], data=tmp_path / "data", encoder=encoder, ocr=True)
    assert len(report.added) + len(report.changed) == 1
    with Library.open(tmp_path / "data") as library:
        whole = library.document((report.added or report.changed)[0].id)
    assert whole.source.recognised
    assert len(whole.text) > len(first.text)
