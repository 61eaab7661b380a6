"""The last gate: what its quotes do not carry is dropped; what is left is numbered in order."""

from __future__ import annotations

import pytest

from assistant.answer import Check
from assistant.writing.draft import Draft, DraftSentence, Quote
from assistant.writing.verify import faults, verify, with_markers
from ingest.document import Document, Paragraph, Publication, Source
from ingest.errors import UnknownDocument

TEXT = "De politie zette in 2020 in Leiden 85 rechercheurs in. Het aantal is niet gedaald. Norm | 90"
ROW = (TEXT.index("Norm"), len(TEXT))
WHOLE = Paragraph("brief/p1", "text", 0, len(TEXT), (), ())


class Shelf:
    """One document by its id."""

    def __init__(self) -> None:
        self._document = Document(
            Publication("brief", "Brief", "2021-01-01"), Source("b.md", "text/markdown", "0"), TEXT, (WHOLE,)
        )

    def document(self, identity: str, /) -> Document:
        if identity != "brief":
            raise UnknownDocument("onbekend")
        return self._document


def place(part: str) -> Quote:
    start = TEXT.index(part)
    return "brief", start, start + len(part)


FIRST = place("De politie zette in 2020 in Leiden 85 rechercheurs in.")
SECOND = place("Het aantal is niet gedaald.")


@pytest.mark.parametrize(
    ("text", "quote", "check", "passes"),
    [
        ("De politie zette in 2020 in Leiden 85 rechercheurs in.", FIRST, "quote", True),
        ("- De politie zette in 2020 in Leiden 85 rechercheurs in.", FIRST, "quote", True),
        ("De politie zette in 2020 in Leiden 86 rechercheurs in.", FIRST, "quote", False),
        ("De politie zette in 2020 in Leiden 85 rechercheurs in.", SECOND, "quote", False),
        ("", FIRST, "quote", False),
        ("In Leiden waren er 85 rechercheurs.", FIRST, "figures", True),
        ("In Leiden waren er 86 rechercheurs.", FIRST, "figures", False),
        ("In 2021 waren er 85 rechercheurs.", FIRST, "figures", False),
        ("In 2020 waren er in Zwolle 85 rechercheurs.", FIRST, "figures", False),
        ("In Leiden waren er geen 85 rechercheurs.", FIRST, "figures", False),
        ("In Leiden was 85% rechercheur.", FIRST, "figures", False),
    ],
)
def test_a_wrong_number_year_name_negation_or_quote_is_dropped(
    text: str, quote: Quote, check: Check, passes: bool
) -> None:
    verified = verify(Draft((DraftSentence(text, (quote,), check),)), Shelf())
    assert (len(verified.sentences), verified.dropped) == ((1, 0) if passes else (0, 1))
    assert len(verified.citations) == len(verified.sentences)


def test_a_statement_without_a_place_or_with_one_that_is_not_there_is_dropped() -> None:
    sentences = (
        DraftSentence("De politie zette 85 rechercheurs in.", (), "quote"),
        DraftSentence("De politie.", (("brief", 0, 9999),), "quote"),
        DraftSentence("De politie.", (("ander", 0, 10),), "quote"),
        DraftSentence("De bronnen verschillen.", (FIRST,), "none"),
    )
    verified = verify(Draft(sentences), Shelf())
    assert (verified.sentences, verified.citations, verified.dropped) == ((), (), 4)


def test_citations_are_numbered_as_they_come_and_a_place_has_one_number() -> None:
    def quoted(quote: Quote) -> DraftSentence:
        return DraftSentence(TEXT[quote[1] : quote[2]], (quote,), "quote")

    wrong = DraftSentence("Er waren 12 rechercheurs.", (place("Norm"),), "figures")
    verified = verify(Draft((quoted(SECOND), wrong, quoted(FIRST), quoted(SECOND))), Shelf())
    assert [s.markers for s in verified.sentences] == [(1,), (2,), (1,)]
    assert verified.sentences[0].text.endswith("gedaald. [1]")
    assert [c.marker for c in verified.citations] == [1, 2]
    assert all(c.quote == TEXT[c.start : c.end] for c in verified.citations)


@pytest.mark.parametrize(
    ("text", "numbers", "marked"),
    [
        ("Norm 90.", (1, 3), "Norm 90. [1] [3]"),
        ("| Norm | 90 |", (2,), "| Norm | 90 [2] |"),
        ("Gezocht.", (), "Gezocht."),
    ],
)
def test_markers_stand_behind_a_sentence_and_inside_a_row(text: str, numbers: tuple[int, ...], marked: str) -> None:
    assert with_markers(text, numbers) == marked


def test_a_row_of_a_table_is_checked_without_its_lines() -> None:
    assert verify(Draft((DraftSentence("| Norm | 90 |", (("brief", *ROW),), "figures"),)), Shelf()).sentences
    assert not verify(Draft((DraftSentence("| Norm | 91 |", (("brief", *ROW),), "figures"),)), Shelf()).sentences


@pytest.mark.parametrize(
    ("text", "quote"), [("85 rechercheurs zette Leiden in.", FIRST), ("Het aantal is gedaald.", SECOND)]
)
def test_what_a_language_model_wrote_meets_the_strictest_check_whatever_it_claims(text: str, quote: Quote) -> None:
    for check in ("quote", "figures"):
        bent = DraftSentence(text, (quote,), check, reworded=True)
        assert verify(Draft((bent,)), Shelf()).dropped == 1
    same = DraftSentence(TEXT[quote[1] : quote[2]], (quote,), "figures", reworded=True)
    assert verify(Draft((same,)), Shelf()).dropped == 0


@pytest.mark.parametrize(
    ("quote", "text", "passes"),
    [
        ("Er kwamen niet 45 maar 39 zaken binnen in 2020.", "Zaken, 2020: realisatie 45.", False),
        ("Er kwamen niet 45 maar 39 zaken binnen in 2020.", "Zaken, 2020: realisatie 39.", True),
        ("In 2020 zijn geen 45 zaken gehaald.", "Zaken, 2020: realisatie 45.", False),
        ("De norm was 45; niet 45 maar 39 zaken kwamen binnen in 2020.", "Zaken, 2020: norm 45.", True),
        ("Zaken | 2020 | 45 | niet volledig | 2021", "Zaken, 2020: realisatie 45.", True),
        ("De norm van 45 is niet in 2020 gehaald.", "Norm, 2020: 45.", True),
    ],
)
def test_a_number_that_the_quotes_only_deny_is_not_told_as_a_value(quote: str, text: str, passes: bool) -> None:
    sentence = DraftSentence(text, (FIRST,), "figures")
    assert (faults(sentence, [quote]) == ()) is passes
