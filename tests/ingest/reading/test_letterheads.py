"""Letterheads and signatures of Dutch government letters become fields."""

from __future__ import annotations

import pytest

from ingest.document import Document, Publication, Source
from ingest.reading.block import Block
from ingest.reading.frontmatter import split_letter
from ingest.reading.markdown import read_markdown
from ingest.reading.structure import build_document

BODY = (
    "Hierbij informeer ik uw Kamer over de stand van zaken, zoals ik dat in het debat van vorige maand heb toegezegd."
)


def document_of(markdown: str) -> Document:
    return build_document(
        read_markdown(markdown).blocks, Publication("brief", "Brief"), Source("b.md", "text/markdown", "0")
    )


def fields(markdown: str) -> dict[str, str]:
    document = document_of(markdown)
    for field in document.fields:
        shown = " ".join(document.text[field.start : field.end].split())
        assert field.name == "date" or shown == field.value
    return {field.name: field.value for field in document.fields}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Datum: 1 mei 2019\n\nBetreft: Antwoord op vragen", {"date": "2019-05-01", "subject": "Antwoord op vragen"}),
        ("Datum\n\n1 mei 2019\n\nOnderwerp\n\nStand van zaken", {"date": "2019-05-01", "subject": "Stand van zaken"}),
        ("Den Haag, 1 mei 2019\n\nAan de leden van de raad", {"date": "2019-05-01", "addressee": "Aan de leden van de raad"}),
        ("Ons kenmerk 12-A  \nUw kenmerk 34-B", {"reference": "12-A"}),
        ("Aan: Gemeente Adorp  \nPostbus 1  \n1234 AB Adorp", {"addressee": "Gemeente Adorp Postbus 1 1234 AB Adorp"}),
        (
            "28 684 Naar een veiliger dossier\n\nNr. 12 BRIEF VAN DE MINISTER VAN PROEVEN\n\nDen Haag, 2 juni 2020",
            {"reference": "Nr. 12", "subject": "BRIEF VAN DE MINISTER VAN PROEVEN", "date": "2020-06-02"},
        ),
        (
            "Directoraat-Generaal Proeven  \nDirectie Toetsing\n\nKade 1  \n1234 AB Adorp\n\nDatum 3 juni 2020",
            {"department": "Directoraat-Generaal Proeven Directie Toetsing", "sender_address": "Kade 1 1234 AB Adorp", "date": "2020-06-03"},
        ),
    ],
)  # fmt: skip
def test_a_letterhead_gives_its_fields(head: str, expected: dict[str, str]) -> None:
    assert fields(f"{head}\n\n{BODY}") == expected


def test_fields_come_first_in_their_order_and_keep_their_labels() -> None:
    document = document_of(f"Ons kenmerk\n\n77-X\n\nDatum 3 juni 2020\n\nAan de Voorzitter van de raad\n\n{BODY}")
    assert [(p.label, document.text_of(p)) for p in document.paragraphs[:3]] == [
        ("addressee", "Aan de Voorzitter van de raad"),
        ("date", "Datum 3 juni 2020"),
        ("reference", "Ons kenmerk 77-X"),
    ]


def test_a_text_without_a_letterhead_is_all_body() -> None:
    for opening in ("Turfmarkt 147", "Jaarverslag Proef 2022", "Directie", "Een korte regel"):
        document = document_of(f"{opening}\n\n{BODY}")
        assert not document.fields
        assert [document.text_of(p) for p in document.paragraphs] == [opening, BODY]


def test_a_letter_without_a_paragraph_of_any_length_keeps_its_letterhead() -> None:
    document = document_of("Datum 3 juni 2020\n\nOns kenmerk\n77-X\n\n# Stand\n\nAlles loopt.\n\nTot later.")
    assert {field.name: field.value for field in document.fields} == {"date": "2020-06-03", "reference": "77-X"}
    assert [document.text_of(p) for p in document.paragraphs[2:]] == ["Stand", "Alles loopt.", "Tot later."]


@pytest.mark.parametrize("text", ["Onderwerp is van belang.\n\nDat was het.", "Datum 3 juni 2020"])
def test_a_short_text_without_a_body_or_in_sentences_has_no_letterhead(text: str) -> None:
    assert not document_of(text).fields


def test_boilerplate_of_a_letterhead_is_named_as_furniture() -> None:
    text = "Bij beantwoording de datum\nen ons kenmerk vermelden.\nWilt u slechts één zaak in uw\nbrief behandelen."
    letter = split_letter([Block("text", "Datum 3 juni 2020"), Block("text", text), Block("text", BODY)])
    assert letter.furniture == (text,)
    assert [unit.text for unit in letter.body if isinstance(unit, Block)] == [BODY]


@pytest.mark.parametrize(
    ("closing", "signed"),
    [
        ("De Minister van Proeven,\n\nA.B. Jansen", [("Minister van Proeven", "A.B. Jansen")]),
        (
            "De Minister van Proeven,  \nAnna van der Berg-de Wit",
            [("Minister van Proeven", "Anna van der Berg-de Wit")],
        ),
        ("De Minister van Proeven, A.B. Jansen", [("Minister van Proeven", "A.B. Jansen")]),
        ("de korpschef,\n\nmr. C.D. Pieters", [("korpschef", "mr. C.D. Pieters")]),
        (
            "De Minister van Proeven,\n\nA.B. Jansen\n\nDe Staatssecretaris van Toetsing,\n\nC. de Vries",
            [("Minister van Proeven", "A.B. Jansen"), ("Staatssecretaris van Toetsing", "C. de Vries")],
        ),
    ],
)
def test_a_signature_gives_role_and_name_for_each_signatory(closing: str, signed: list[tuple[str, str]]) -> None:
    document = document_of(f"{BODY}\n\n{closing}")
    values = [document.text[field.start : field.end] for field in document.fields]
    assert list(zip(values[::2], values[1::2], strict=True)) == signed
    assert document.paragraphs[-1].kind == "signature"


def test_a_sentence_about_a_minister_is_no_signature() -> None:
    document = document_of(f"{BODY}\n\nDe Minister van Proeven, de heer Jansen, heeft dat eerder gezegd.\n\nAnna Berg")
    assert not document.fields
