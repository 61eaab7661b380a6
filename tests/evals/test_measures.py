"""Each measure on answers made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from evals import measures
from tests.evals.conftest import TEXT, abstention, ask, ask_in_vain, cite, reply

FTE = "Er is 171 fte toegevoegd voor de opsporing."
SHARE = "Van de straffen wordt 90% binnen 24 maanden uitgevoerd."


def test_an_answer_with_the_required_words_is_right() -> None:
    assert measures.is_right(ask(), reply(FTE))


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        (ask(), reply(SHARE), "mist 171 fte|171 voltijdbanen"),
        (ask(must_not=["opsporing"]), reply(FTE), "bevat opsporing"),
        (ask(), abstention(), "onthoudt zich ten onrechte"),
        (ask(), {"id": "q1", "error": "vraag te lang"}, "fout: vraag te lang"),
        (ask(outcome=["partial"]), reply(FTE), "uitkomst answered"),
        (ask_in_vain(), reply(FTE), "beantwoordt wat er niet staat"),
        (ask_in_vain(outcome=("clarify",)), abstention(), "uitkomst not_in_documents"),
    ],
)
def test_a_wrong_answer_says_why(question: Any, answer: dict[str, Any], reason: str) -> None:
    assert measures.reasons_wrong(question, answer) == (reason,)


def test_an_abstention_on_an_unanswerable_question_is_right() -> None:
    assert measures.is_right(ask_in_vain(), abstention())


def test_a_marker_is_not_part_of_the_answer() -> None:
    assert not measures.is_right(ask(must=[["1"]]), reply(SHARE))


def test_precision_is_the_share_of_cited_paragraphs_that_hold_gold() -> None:
    assert measures.citation_precision(ask(), reply(FTE)) == 1.0
    assert measures.citation_precision(ask(), reply(FTE, SHARE)) == 0.5
    assert measures.citation_precision(ask(), reply(FTE, citations=[])) == 0.0
    assert measures.citation_precision(ask(), abstention()) is None


def test_a_place_that_may_be_cited_does_not_cost_precision() -> None:
    question = ask(also=[{"document": "brief", "quote": "90% binnen"}])
    assert measures.citation_precision(question, reply(FTE, SHARE)) == 1.0


def test_a_gold_quote_in_another_document_does_not_count() -> None:
    answer = reply(FTE, citations=[cite(FTE, document="ander")])
    assert measures.citation_precision(ask(), answer) == 0.0


def test_recall_counts_gold_places_and_an_abstention_finds_none() -> None:
    both = ask(gold=[{"document": "brief", "quote": "171 fte"}, {"document": "brief", "quote": "90%"}])
    assert measures.citation_recall(both, reply(FTE)) == 0.5
    assert measures.citation_recall(both, reply(FTE, SHARE)) == 1.0
    assert measures.citation_recall(both, abstention()) == 0.0
    assert measures.citation_recall(ask_in_vain(), reply(FTE)) is None


def test_one_place_of_a_group_is_enough_for_recall() -> None:
    either = {"document": "brief", "quote": "171 fte", "or": [{"document": "brief", "quote": "90%"}]}
    assert measures.citation_recall(ask(gold=[either]), reply(SHARE)) == 1.0


def test_overlap_compares_quoted_characters_with_gold_characters() -> None:
    whole = ask(gold=[{"document": "brief", "quote": FTE}])
    assert measures.character_overlap(whole, reply(FTE)) == 1.0
    assert measures.character_overlap(whole, reply(SHARE)) == 0.0
    half = measures.character_overlap(whole, reply("Er is 171 fte"))
    assert half == pytest.approx(2 * 13 / (13 + len(FTE)))


def test_a_number_that_no_cited_quote_holds_is_unsupported() -> None:
    invented = {"text": "Er is 200 fte toegevoegd. [1]", "markers": [1], "check": "figures"}
    assert measures.unsupported_numbers(reply(FTE)) == ()
    assert measures.unsupported_numbers(reply(FTE, sentences=[invented])) == ("200",)


def test_a_number_is_looked_for_in_the_quotes_of_its_own_sentence() -> None:
    swapped = {"text": "Er is 171 fte toegevoegd. [2]", "markers": [2], "check": "figures"}
    assert measures.unsupported_numbers(reply(FTE, SHARE, sentences=[swapped])) == ("171",)


def test_a_connecting_phrase_may_repeat_the_question_and_what_was_searched() -> None:
    phrase = {"text": "Vraag 2: in 1 document tot 2018-11-14 niet gevonden.", "markers": [], "check": "none"}
    answer = reply(FTE, sentences=[phrase], searched={"documents": 1, "until": "2018-11-14"})
    assert measures.unsupported_numbers(answer) == ()


def test_a_quote_that_is_not_at_its_offsets_fails_verification(text_of: Any) -> None:
    moved = {**cite(FTE), "start": 1, "end": 1 + len(FTE)}
    assert measures.verification_failures(reply(FTE), text_of) == ()
    assert len(measures.verification_failures(reply(FTE, citations=[moved]), text_of)) == 1
    assert len(measures.verification_failures(reply(nearest=[moved]), text_of)) == 1


def test_a_quote_from_an_unknown_document_fails_verification(text_of: Any) -> None:
    assert measures.verification_failures(reply(FTE, citations=[cite(FTE, document="weg")]), text_of)


def test_a_sentence_that_claims_to_be_verbatim_and_is_not_fails_verification(text_of: Any) -> None:
    altered = {"text": "Er is geen 171 fte toegevoegd. [1]", "markers": [1], "check": "quote"}
    assert measures.verification_failures(reply(FTE, sentences=[altered]), text_of)


def test_words_are_counted_without_markers() -> None:
    assert measures.word_count(reply(FTE)) == len(TEXT.split("\n\n")[0].split())


def test_the_probability_is_read_where_the_answer_carries_one() -> None:
    assert measures.answerability(reply(FTE, answerability=0.75)) == 0.75
    assert measures.answerability(reply(FTE)) is None
