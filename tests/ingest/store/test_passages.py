"""Passages: whole paragraphs, over-long ones cut at sentences, always with offsets that resolve."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Cell, Document, Paragraph, Publication, Source
from ingest.store.passages import LIMIT, passages_of, sentences_of

PUBLICATION = Publication(id="brief-1", title="Brief Veiligheidsagenda", date="2018-11-14")


def document(*texts: str, **first: object) -> Document:
    """A document of plain paragraphs; ``first`` changes the first one."""
    paragraphs, at = [], 0
    for number, text in enumerate(texts, 1):
        given_fields = first if number == 1 else {}
        values = {"kind": "text", "section": ("Ondermijning",), **given_fields}
        paragraphs.append(Paragraph(id=f"brief-1/p{number}", start=at, end=at + len(text), **values))  # type: ignore[arg-type]
        at += len(text) + 2
    return Document(PUBLICATION, Source("a.md", "text/markdown", "0"), "\n\n".join(texts), tuple(paragraphs))


def test_a_paragraph_is_one_passage_with_title_date_and_section_in_front() -> None:
    (passage,) = passages_of(document("Er is 171 fte toegevoegd."))
    assert passage.id == passage.paragraph_id == "brief-1/p1"
    assert passage.embedded == "Brief Veiligheidsagenda (14 november 2018)\nOndermijning\nEr is 171 fte toegevoegd."


def test_an_overlong_paragraph_is_cut_at_sentences() -> None:
    text = " ".join(f"Dit is zin nummer {n} van een heel lange alinea over het afpakken." for n in range(60))
    passages = passages_of(document(text))
    assert len(passages) > 1
    assert all(len(p.text) <= LIMIT and p.text.endswith(".") and p.text.startswith("Dit is zin") for p in passages)
    assert [p.id for p in passages[:2]] == ["brief-1/p1.1", "brief-1/p1.2"]
    assert " ".join(p.text for p in passages) == text


def test_a_sentence_without_end_is_cut_at_a_space() -> None:
    passages = passages_of(document("woord " * 500 + "einde"))
    assert all(len(p.text) <= LIMIT and not p.text.startswith(" ") for p in passages)
    assert " ".join(p.text for p in passages) == "woord " * 500 + "einde"


def test_a_table_row_tells_its_labels() -> None:
    text = "2020 | 190 |"
    cells = (
        Cell(0, 4, "2020", ("Jaar",)),
        Cell(7, 10, "2020", ("Norm",), "zaken"),
        Cell(12, 12, "2020", ("Realisatie",)),
    )
    (passage,) = passages_of(document(text, kind="table_row", cells=cells))
    assert "Jaar: 2020; Norm: 190 zaken" in passage.context
    assert "Realisatie" not in passage.context


def test_a_heading_is_a_passage_only_when_nothing_stands_under_it() -> None:
    below = passages_of(document("Ondermijning", "Er is 171 fte.", kind="heading", section=()))
    assert [p.text for p in below] == ["Er is 171 fte."]
    alone = passages_of(document("Bijlage volgt", kind="heading", section=()))
    assert [p.text for p in alone] == ["Bijlage volgt"]


@given(
    st.lists(st.text(alphabet="abc de.X;\u00a0é", min_size=1, max_size=3000).filter(str.strip), min_size=1, max_size=4)
)
def test_offsets_always_resolve_and_never_overlap(texts: list[str]) -> None:
    made = document(*(text.strip() or "x" for text in texts))
    last = 0
    for passage in passages_of(made):
        assert made.text[passage.start : passage.end] == passage.text
        assert passage.text.strip()
        assert last <= passage.start < passage.end
        assert len(passage.text) <= LIMIT
        last = passage.end
    for paragraph in made.paragraphs:
        for start, end in sentences_of(made, paragraph):
            assert paragraph.start <= start < end <= paragraph.end
