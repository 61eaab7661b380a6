"""Questions about a paper itself: answered from its fields, with the place; asked back when it is unclear which paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.writing.draft import Draft
from assistant.writing.field_answers import answer_field, asks_for
from assistant.writing.verify import verify
from ingest.pipeline import ingest
from ingest.store.library import Library
from tests.ingest.store.tiny import TinyEncoder

BIKES = frozenset(["fietsen"])


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Wie heeft de brief ondertekend?", "signatory"),
        ("Who signed the letter?", "signatory"),
        ("Welke staatssecretaris stuurde de brief?", "signatory"),
        ("Wie zette zijn handtekening onder het stuk?", "signatory"),
        ("Wie heeft onder de brief zijn naam gezet?", "signatory"),
        ("Bij wie moest deze post bezorgd worden?", "addressee"),
        ("Onder welk nummer is dit schrijven terug te vinden?", "reference"),
        ("Van welke dag is dit schrijven?", "date"),
        ("In welke straat zetelt het ministerie?", "sender_address"),
        ("Aan wie is de brief gericht?", "addressee"),
        ("Wie is de geadresseerde?", "addressee"),
        ("Wat is het kenmerk?", "reference"),
        ("Wat is de onderwerpregel?", "subject"),
        ("Van welke datum is de brief?", "date"),
        ("When was the letter sent?", "date"),
        ("Welke directie heeft de brief opgesteld?", "department"),
        ("Wat is het retouradres?", "sender_address"),
        ("Wie ondertekende dat?", "signatory"),
        ("Wie leidt de stuurgroep?", None),
        ("Wanneer is de monitor klaar?", None),
        ("Wat is het onderwerp van gesprek met Leiden?", None),
    ],
)
def test_the_field_that_a_question_asks_for_is_heard(question: str, field: str | None) -> None:
    assert asks_for(question) == field


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wie heeft de brief ondertekend?", "De brief is ondertekend door A.B. de Vries, Minister van Justitie en Veiligheid."),
        ("Van welke datum is de brief?", "De brief is gedateerd 3 maart 2021."),
        ("Wat is het kenmerk van de brief?", "Het kenmerk is 1234567."),
        ("Wat is het retouradres?", "Als adres staat vermeld: Postbus 1234 2500 AA Den Haag."),
        ("Aan wie is de brief gericht?", "De brief is gericht: aan de Voorzitter van de Tweede Kamer der Staten-Generaal."),
        ("Wie is de minister van Justitie en Veiligheid?", "De brief is ondertekend door A.B. de Vries, Minister van Justitie en Veiligheid."),
    ],
)  # fmt: skip
def test_a_field_is_said_with_the_place_where_it_stands(papers: Library, question: str, said: str) -> None:
    draft = answer_field(papers, question, "nl", BIKES)
    assert isinstance(draft, Draft)
    assert [s.text for s in draft.sentences] == [said]
    verified = verify(draft, papers)
    assert verified.dropped == 0
    assert {c.document_id for c in verified.citations} == BIKES


def test_the_same_in_english(papers: Library) -> None:
    draft = answer_field(papers, "Who signed the letter?", "en", BIKES)
    assert isinstance(draft, Draft)
    assert draft.sentences[0].text.startswith("The document was signed by A.B. de Vries")


def test_with_several_letters_it_is_asked_which_unless_the_question_says_so(papers: Library) -> None:
    unclear = answer_field(papers, "Wie heeft de brief ondertekend?", "nl", None)
    assert unclear == ("Voortgang aanpak fietsdiefstal", "Stand van zaken winkeldiefstal")
    named = answer_field(papers, "Wie heeft de brief over winkeldiefstal ondertekend?", "nl", None)
    assert isinstance(named, Draft)
    assert "C.D. Jansen" in named.sentences[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Wie leidt de stuurgroep?",
        "In welke straat stonden de meeste fietsen?",
        "Wie heeft het drugsconvenant ondertekend?",
        "Wie is de staatssecretaris van Landbouw?",
    ],
)
def test_what_no_field_of_the_paper_says_is_left_to_the_search(papers: Library, question: str) -> None:
    assert answer_field(papers, question, "nl", frozenset(["winkels"])) is None


def test_a_letter_before_or_after_one_is_not_asked_back_for(papers: Library) -> None:
    assert answer_field(papers, "Wie heeft de vorige brief ondertekend?", "nl", None) is None


def test_a_name_is_answered_with_the_office_above_it(papers: Library) -> None:
    office = answer_field(papers, "Welke functie heeft C.D. Jansen?", "nl", None)
    assert isinstance(office, Draft)
    assert office.sentences[0].text == "Als functie staat vermeld: Staatssecretaris van Handel, C.D. Jansen."


def test_who_holds_an_office_is_read_anew_when_the_library_changes(tmp_path: Path) -> None:
    encoder, data = TinyEncoder(), tmp_path / "data"

    def received(number: int, day: str, name: str) -> None:
        head = f"Datum {day}\n\nOns kenmerk\n{number}-H\n\n# Stand {number}"
        letter = f"{head}\n\nAlles loopt.\n\nDe Staatssecretaris van Handel,\n\n{name}\n"
        (tmp_path / f"brief-{number}.md").write_text(letter, encoding="utf-8")
        ingest([tmp_path / f"brief-{number}.md"], data=data, encoder=encoder)

    received(1, "9 juni 2022", "C.D. Jansen")
    with Library.open(data, encoder=encoder) as library:
        for number, day, name in ((1, "", "C.D. Jansen"), (2, "9 juni 2023", "E.F. Smit")):
            if day:
                received(number, day, name)
            draft = answer_field(library, "Wie is de staatssecretaris van Handel?", "nl", None)
            assert isinstance(draft, Draft)
            assert name in draft.sentences[0].text
