"""The parts of a message as one answer: its outcome, what stays open, and never an empty one."""

from __future__ import annotations

import pytest

from assistant.answer import Outcome, Sentence
from assistant.part import Part
from assistant.whole import join, outcome_of, shown
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.verify import Verified
from ingest.citation import Citation

CITED = Citation(*[{"int": 0, "tuple[str, ...]": ()}.get(str(f.type), "") for f in Citation.__dataclass_fields__.values()])  # type: ignore[arg-type]  # fmt: skip
NONE, SOME = Verified((), (), 1), Verified((Sentence("Zin. [1]", (1,), "quote"),), (CITED,), 0)


def part(outcome: Outcome, text: str = "Zin.", question: str = "Wie?") -> Part:
    check = "none" if outcome in ("not_in_documents", "clarify", "out_of_scope") else "quote"
    quotes = () if check == "none" else (("brief", 0, 4),)
    return Part(question, Draft((DraftSentence(text, quotes, check),), outcome))


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        (["answered"], "answered"),
        (["answered", "answered"], "answered"),
        (["answered", "not_in_documents"], "partial"),
        (["answered", "clarify"], "partial"),
        (["answered", "partial"], "partial"),
        (["answered", "conflicting"], "conflicting"),
        (["conflicting", "out_of_scope"], "partial"),
        (["clarify"], "clarify"),
        (["clarify", "clarify"], "clarify"),
        (["clarify", "out_of_scope"], "not_in_documents"),
    ],
)
def test_the_outcome_of_the_whole_follows_from_its_parts(outcomes: list[Outcome], whole: Outcome) -> None:
    assert outcome_of([part(o) for o in outcomes], SOME) == whole


def test_an_answer_of_which_nothing_passed_is_no_answer_and_says_so() -> None:
    outcome = outcome_of([part("answered")], NONE)
    assert outcome == "not_in_documents"
    assert [s.text for s in shown(NONE, outcome, "nl")] == [
        "In de doorzochte documenten is geen antwoord op deze vraag gevonden."
    ]
    assert shown(NONE, outcome, "en")[0].text.startswith("No answer")
    assert shown(SOME, "answered", "nl") == SOME.sentences


def test_a_part_without_an_answer_says_which_question_stays_open() -> None:
    draft = join([part("answered"), part("not_in_documents", "Niets.", "Wat kost dat?")], "nl")
    assert [s.text for s in draft.sentences] == ["Zin.", "Niet gevonden in de documenten: ‘Wat kost dat?’"]
    unclear = join([part("answered"), part("clarify", "Wat?", "En dat?")], "nl")
    assert unclear.sentences[-1].text == "Te algemeen om te beantwoorden: ‘En dat?’"


def test_parts_that_say_the_same_say_it_once_and_one_part_stays_as_it_is() -> None:
    assert [s.text for s in join([part("answered"), part("answered")], "nl").sentences] == ["Zin."]
    alone = part("clarify", "Wat bedoelt u?")
    assert join([alone], "nl") is alone.draft
