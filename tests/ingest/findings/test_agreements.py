"""Agreements by the wording of government letters."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.findings.agreements import find_agreements

SAID = [
    ("Met de korpschef is afgesproken dat de politie honderd wijkagenten opleidt.", "qualitative"),
    ("Ik heb met gemeenten afgesproken dat zij overlast sneller melden.", "qualitative"),
    ("Voor de aangeleverde zaken geldt een inspanningsverplichting.", "qualitative"),
    ("Er wordt gestreefd naar een snellere doorlooptijd.", "qualitative"),
    ("Voorts is een minimum aantal zaken per eenheid afgesproken.", "quantitative"),
    ("Partijen spreken af dat 40% van de dossiers wordt afgedaan.", "quantitative"),
    ("De norm voor 2021 is vastgesteld op 205 verdachten.", "quantitative"),
    ("Voor deze onderwerpen vraag ik aandacht, maar ik stel geen landelijke afspraken voor.", "attention"),
]
NOT_SAID = [
    "In het kader van de afgesproken uitbreiding is extra capaciteit toegevoegd.",
    "In de vorige agenda was afgesproken dat de politie meer zou rapporteren.",
    "Hierover zijn nog geen bindende toezeggingen gedaan.",
    "Wat is er afgesproken over de aanpak van fraude?",
    "Het aantal aangiften is vorig jaar gestegen.",
    "De politie werkt in tien eenheden.",
    "Over de nieuwe doelen is niet afgesproken hoe zij worden gemeten.",
]


@pytest.mark.parametrize(("sentence", "kind"), SAID)
def test_a_sentence_that_says_so_is_an_agreement(paper, sentence: str, kind: str) -> None:
    document: Document = paper(f"# Aanpak\n\nHet gaat goed. {sentence} De wereld draait door.\n")
    assert [(a.text, a.kind) for a in find_agreements(document)] == [(sentence, kind)]


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_a_sentence_that_only_resembles_one_is_no_agreement(paper, sentence: str) -> None:
    assert find_agreements(paper(f"# Aanpak\n\nHet gaat goed. {sentence} De wereld draait door.\n")) == ()


def test_under_a_lead_in_what_is_to_be_done_is_agreed_and_comment_is_not(paper) -> None:
    document = paper(
        "# Fraude\n\nDe politie voert taken uit. Daarom heb ik de volgende afspraken gemaakt.\n\n"
        "De politie levert twintig rechercheurs. Immers, de schade neemt toe. "
        "In de wijken wordt vaker gesurveilleerd.\n\n"
        "# Verkeer\n\nDe politie controleert op snelheid.\n"
    )
    assert [a.text for a in find_agreements(document)] == [
        "De politie levert twintig rechercheurs.",
        "In de wijken wordt vaker gesurveilleerd.",
    ]


def test_items_of_a_list_under_a_lead_in_are_agreements(paper) -> None:
    document = paper(
        "# Fraude\n\nDe volgende afspraken zijn gemaakt:\n\n"
        "- de politie deelt signalen met banken;\n- het OM wijst een officier aan.\n"
    )
    assert len(find_agreements(document)) == 2


def test_an_agreement_knows_who_acts_with_whom_until_when_and_what_is_counted(paper) -> None:
    document = paper(
        "# Mensenhandel\n\nDe politie heeft met het Openbaar Ministerie afgesproken om in 2021 "
        "het aantal gecontroleerde bedrijven te verhogen.\n"
    )
    (found,) = find_agreements(document)
    assert (found.actor, found.partners, found.theme) == ("De politie", "het Openbaar Ministerie", "mensenhandel")
    assert found.indicator == "aantal gecontroleerde bedrijven"
    assert found.period is not None
    assert (found.period.earliest, found.period.latest) == ("2021-01-01", "2021-12-31")


def test_an_agreement_is_verbatim_and_stands_where_it_says(paper) -> None:
    document = paper("# Aanpak\n\nEr is veel te doen. Er is afgesproken dat de korpschef jaarlijks rapporteert.\n")
    (found,) = find_agreements(document)
    assert document.text[found.place.start : found.place.end] == found.text
    paragraph = document.paragraph_at(found.place.start)
    assert paragraph is not None
    assert paragraph.id == found.place.paragraph_id
