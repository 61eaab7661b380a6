"""The letter's PDF: made by our own script, true to the conversion, its pages ending where the original's did."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from letter_text import SIDE, read_letter
from typeset_letter import PAGE_STARTS, PAGES, SOURCE, TARGET, typeset

from ingest.document import Document, Footnote
from ingest.manifest import corpus_folder, load_manifest
from ingest.reading.read import read_file

CUT = (
    "in gesprek over de precieze indicatoren",
    "onmisbaar onderdeel van het criminele",
    "om op die manier het dossier",
)


@pytest.fixture(scope="module")
def typeset_letter() -> Document:
    """The letter as the product reads it from the shipped PDF."""
    return read_file(TARGET)


@pytest.fixture(scope="module")
def converted() -> Document:
    """The letter as the product reads it from the conversion."""
    return read_file(SOURCE)


def page_texts(data: bytes) -> list[str]:
    """The text of each page of a PDF, spaces folded."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_the_shipped_pdf_is_what_the_script_makes_today() -> None:
    made = typeset(SOURCE.read_text(encoding="utf-8"))
    assert page_texts(made) == page_texts(TARGET.read_bytes())


def test_the_script_makes_the_same_bytes_every_time() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    assert typeset(source) == typeset(source)


def test_the_pdf_is_the_file_that_is_ingested() -> None:
    entry = next(entry for entry in load_manifest() if entry.publication.id == "kst-28684-540")
    assert corpus_folder() / entry.file == TARGET
    assert "reconstructie" in entry.edition
    assert "niet die van het origineel" in entry.note


def test_pdf_and_conversion_read_to_the_same_paragraphs_sections_and_fields(
    typeset_letter: Document, converted: Document
) -> None:
    def told(document: Document) -> list[object]:
        return [(p.id, p.kind, p.label, p.section, document.text_of(p)) for p in document.paragraphs]

    assert told(typeset_letter) == told(converted)
    assert typeset_letter.text == converted.text
    assert typeset_letter.fields == converted.fields


def test_pdf_and_conversion_read_to_the_same_notes_called_at_the_same_characters(
    typeset_letter: Document, converted: Document
) -> None:
    assert typeset_letter.footnotes == converted.footnotes
    assert [note.label for note in typeset_letter.footnotes] == ["1", "2", "3"]
    assert [called_after(typeset_letter, note) for note in typeset_letter.footnotes] == [
        "Evaluatie Politiewet 2012", "middelen van het regeerakkoord", "rechtsstaat en zijn instituties",
    ]  # fmt: skip


def called_after(document: Document, note: Footnote) -> str:
    """The last four words before a note's call, or as many as its paragraph's last words need."""
    words = document.text[: note.call].split()
    return " ".join(words[-3:] if note.label == "1" else words[-4:])


@pytest.mark.parametrize(("page", "words"), list(enumerate(PAGE_STARTS, 2)))
def test_a_page_starts_where_the_original_did(typeset_letter: Document, page: int, words: str) -> None:
    assert typeset_letter.page_at(typeset_letter.text.index(words)) == page
    before = typeset_letter.text[: typeset_letter.text.index(words)].rstrip()
    assert typeset_letter.page_at(len(before) - 1) == page - 1


@pytest.mark.parametrize("words", CUT)
def test_a_sentence_that_a_page_end_cuts_is_whole_and_knows_both_pages(typeset_letter: Document, words: str) -> None:
    at = typeset_letter.text.index(words)
    paragraph = typeset_letter.paragraph_at(at)
    assert paragraph is not None
    assert len({span.page for span in paragraph.pages}) == 2


def test_each_page_carries_the_side_column_and_its_number() -> None:
    pages = page_texts(TARGET.read_bytes())
    assert len(pages) == PAGES
    for number, text in enumerate(pages, 1):
        assert f"Pagina {number} van {PAGES}" in text
        assert [words for words in SIDE if words not in text.lower()] == []
        assert "Reconstructie" in text


def test_the_furniture_of_the_pages_is_in_no_paragraph(typeset_letter: Document) -> None:
    body = typeset_letter.text[typeset_letter.text.index("Volgend uit") :]
    assert [w for w in ("Pagina", "Reconstructie", "Regie en Strategie", "2413668") if w in body] == []


def test_the_letter_put_back_together_lacks_only_the_side_columns() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    pieces, notes = read_letter(source)
    kept = Counter(word for piece in pieces for w in piece.words for word in w.text.split())
    # a mark that follows a note call, such as the full stop after it, is a word of its own in the pieces
    body = source[source.index("Volgend uit") : source.index("De Minister van Justitie en Veiligheid,")]
    plain = re.sub(r"<sup>\d</sup>(?=\W)", " ", body)
    given = Counter(re.sub(r"<sup>\d</sup>|[*#]|^---$", "", plain, flags=re.M).split())
    column = "Directoraat-Generaal Politie Regie en Strategie Datum 14 november 2018 Ons kenmerk Ons kenmerk 2413668"
    assert given - kept == Counter(column.split() * 5) + Counter(w for note in notes.values() for w in note.split())
    assert kept - given == Counter()
