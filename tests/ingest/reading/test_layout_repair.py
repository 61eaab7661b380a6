"""Layout repair: furniture goes, cut paragraphs are joined, headings get their level; nothing else changes."""

from __future__ import annotations

import pytest

from ingest.document import Publication, Source
from ingest.reading.headings import heading_levels
from ingest.reading.layout import repair
from ingest.reading.markdown import read_markdown
from ingest.reading.piece import Piece, Style
from ingest.reading.plaintext import read_plaintext
from ingest.reading.structure import build_document

PROSE = (
    "Dit is een alinea van de brief die lang genoeg is om als lopende tekst te gelden, want zij telt heel wat woorden."
)
OTHER = (
    "Ook deze alinea is lang genoeg om als lopende tekst te gelden, en zij sluit netjes af met een punt aan het einde."
)
OPEN = "Deze alinea wordt door het einde van de bladzijde afgebroken, zodat de lezer pas verderop ziet dat de zin met"


def texts(markdown: str) -> list[str]:
    return [block.text for block in read_markdown(markdown).blocks]


def heading(text: str, **style: object) -> Piece:
    return Piece(text, "heading", Style(**style))  # type: ignore[arg-type]


def test_a_block_that_cuts_sentences_on_several_pages_is_furniture() -> None:
    found = texts(
        f"{PROSE}\n\n{OPEN}\n\nRapport X\n\nandere woorden verdergaat op het volgende blad.\n\n{OPEN}\n\nRapport X\n\nnog meer woorden op weer een ander blad."
    )
    assert found == [
        PROSE,
        f"{OPEN} andere woorden verdergaat op het volgende blad.",
        f"{OPEN} nog meer woorden op weer een ander blad.",
    ]


@pytest.mark.parametrize("number", ["Pagina 2 van 9", "pagina 3", "- 4 / 9 -", "Blz. 12"])
def test_page_numbers_are_furniture(number: str) -> None:
    assert texts(f"{PROSE}\n\n{OPEN}\n\n{number}\n\nandere woorden verdergaat op het volgende blad.") == [
        PROSE,
        f"{OPEN} andere woorden verdergaat op het volgende blad.",
    ]


def test_headings_and_lines_that_merely_recur_are_kept() -> None:
    parts = [f"### Toelichting\n\n{PROSE}", f"### Toelichting\n\n{OTHER}", f"### Toelichting\n\n{PROSE}"]
    assert texts("\n\n".join(parts)).count("Toelichting") == 3
    answers = "\n\n".join(f"Vraag {n}\n\nNee.\n\n{PROSE}" for n in range(4))
    assert texts(answers).count("Nee.") == 4


def test_a_heading_with_the_name_of_the_department_is_no_furniture() -> None:
    letter = (
        f"**Directie**\n\n**Politie**\n\nDatum 3 mei 2020\n\nOns kenmerk\n\n123\n\n{PROSE}\n\n### Politie\n\n{OTHER}"
    )
    assert "Politie" in texts(letter)[4:]


def test_variants_of_the_side_column_go_and_a_paragraph_is_joined_around_them() -> None:
    head = "**Directie**  \nVeiligheid\n\nDatum 3 mei 2020  \nOnderwerp Proef\n\n**Ons kenmerk**\n\n99-A"
    first = "**Directie Veiligheid**\n\n**Datum**\n\n3 mei 2020"
    second = "Directie  \nVeiligheid  \nDatum  \n3 mei 2020  \nOns kenmerk  \n99-A"
    found = texts(
        f"{head}\n\n{PROSE}\n\n{OPEN}\n\n{first}\n\nandere woorden verdergaat op het volgende blad.\n\n{OTHER}\n\n{second}\n\n{PROSE}"
    )
    assert found[-4:] == [PROSE, f"{OPEN} andere woorden verdergaat op het volgende blad.", OTHER, PROSE]


def test_a_paragraph_is_joined_over_a_footnote_block_and_the_notes_come_last() -> None:
    found = read_markdown(
        f"{PROSE}\n\n{OPEN[:60]}<sup>1</sup>{OPEN[60:]}\n\n---\n\n<sup>1</sup> Zie elders.\n\nde rest gaat."
    )
    assert [block.text for block in found.blocks] == [PROSE, f"{OPEN} de rest gaat.", "Zie elders."]
    assert [(call.label, call.offset) for call in found.blocks[1].calls] == [("1", 60)]


def test_a_paragraph_that_ends_with_a_full_stop_is_not_joined_to_a_capital() -> None:
    assert texts(f"{PROSE}\n\nPagina 1 van 2\n\n{OTHER}") == [PROSE, OTHER]


def test_a_list_is_not_glued_to_the_line_before_it() -> None:
    assert texts("Er gelden drie regels, die hieronder staan\n\na) de eerste regel;\n\nb) de tweede regel.") == [
        "Er gelden drie regels, die hieronder staan",
        "a) de eerste regel;",
        "b) de tweede regel.",
    ]


@pytest.mark.parametrize(
    ("headings", "levels"),
    [
        ([heading("A", italic=True), heading("B", bold=True, depth=3), heading("C", italic=True, depth=4)], [1, 2, 1]),
        ([heading("A", depth=1), heading("B", depth=2), heading("C", depth=2), heading("D", depth=1)], [1, 2, 2, 1]),
        ([heading("A", bold=True, depth=1), heading("B", bold=True, depth=2), heading("C", bold=True, depth=1)], [1, 2, 1]),
        ([heading("Kort", italic=True, size=9), heading("Deel", size=14), heading("Meer", italic=True, size=9)], [2, 1, 2]),
        ([heading("1 A", bold=True), heading("1.1 B", bold=True), heading("2 C", italic=True)], [1, 2, 1]),
        ([heading("Samenvatting", bold=True, size=12), heading("1 Doel", bold=True, size=12), heading("1.1 X")], [1, 1, 2]),
        ([heading("A", depth=2, exact=True), heading("B", bold=True, depth=4, exact=True), heading("C", depth=2, exact=True)], [1, 2, 1]),
    ],
)  # fmt: skip
def test_the_style_under_which_another_first_appears_is_the_outer_one(headings: list[Piece], levels: list[int]) -> None:
    assert heading_levels(headings) == levels


def test_a_line_in_italics_is_a_heading_only_when_text_follows_and_it_does_not_end_like_a_sentence() -> None:
    found = read_markdown(f"{PROSE}\n\n*Vervolg*\n\n{OTHER}\n\n*Dit is geen kop.*\n\n{PROSE}\n\n*Einde*")
    assert [b.kind for b in found.blocks] == ["text", "heading", "text", "text", "text", "text"]


def test_wrapped_plain_text_is_running_text_again_and_pages_end_at_form_feeds() -> None:
    lines = (
        "Deze regel van de platte tekst is vol\nen wordt op de volgende regel voort-\ngezet tot aan het eind van het"
    )
    found = read_plaintext(f"{lines}\n\f\nblad en daarna ook nog.").blocks
    text = "Deze regel van de platte tekst is vol en wordt op de volgende regel voortgezet tot aan het eind van het"
    assert [block.text for block in found] == [f"{text} blad en daarna ook nog."]
    assert [(span.page, found[0].text[span.start : span.end]) for span in found[0].spans] == [
        (1, text),
        (2, "blad en daarna ook nog."),
    ]


def test_a_footnote_label_used_again_in_an_annex_goes_to_its_own_note() -> None:
    twice = (
        f"Een<sup>1</sup> {PROSE}\n\n<sup>1</sup> Eerste noot.\n\nTwee<sup>1</sup> {OTHER}\n\n<sup>1</sup> Tweede noot."
    )
    document = build_document(read_markdown(twice).blocks, Publication("x", "x"), Source("x", "x", "x"))
    told = {document.text[max(n.call - 4, 0) : n.call].strip(): n.paragraph_id for n in document.footnotes}
    texts_by_id = {p.id: document.text_of(p) for p in document.paragraphs}
    assert {call: texts_by_id[own] for call, own in told.items()} == {"Een": "Eerste noot.", "Twee": "Tweede noot."}
    assert len({note.label for note in document.footnotes}) == 2


def test_repair_names_all_it_leaves_out() -> None:
    pieces = [Piece(PROSE), Piece("Pagina 1 van 3"), Piece(OTHER)]
    blocks, furniture = repair(pieces)
    assert [block.text for block in blocks] == [PROSE, OTHER]
    assert furniture == ("Pagina 1 van 3",)
