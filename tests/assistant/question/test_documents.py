"""Which paper a question means: by id, by number, by date, by month, by title; and none when it says nothing of it."""

from __future__ import annotations

import pytest

from assistant.question.documents import named_documents, titled_documents
from ingest.document import Publication

SHELF = (
    Publication("kst-29911-12", "Voortgang havens", "2020-03-05", "Minister", "brief", "", ("29 911",), "12"),
    Publication("kst-29911-12a", "Bijlage havens", "2020-03-19", "Minister", "brief", "", ("29 911-VI",), "A"),
    Publication("jaarverslag-2020", "Jaarverslag politie 2020", "2021-05-19", "Politie", "jaarverslag"),
    Publication("maand-2018", "Maandbrief", "2018-06-01", "", "brief"),
    Publication("maand-2019", "Maandbrief", "2019-06-01", "", "brief"),
    Publication("los", "Los stuk over fietsen", "", "", "stuk"),
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Wat staat er in kst-29911-12?", ("kst-29911-12",)),
        ("Wat staat er in Kamerstuk 29 911, nr. 12?", ("kst-29911-12",)),
        ("Wat zegt 29911 nr 12 over havens?", ("kst-29911-12",)),
        ("Wat zegt stuk 29 911-VI, A?", ("kst-29911-12a",)),
        ("Wat zegt 29 911, nr. 13 over havens?", ()),
        ("Wat zegt de brief van 5 maart 2020?", ("kst-29911-12",)),
        ("Wat gebeurde er op 5 maart 2020?", ()),
        ("Wat zegt de brief van 6 maart 2020?", ()),
        ("Wat zegt de brief uit maart 2020?", ("kst-29911-12", "kst-29911-12a")),
        ("Wat gebeurde er in maart 2020?", ()),
        ("Wat zegt de brief over havens?", ()),
    ],
)
def test_a_paper_is_meant_only_when_the_question_names_it(question: str, named: tuple[str, ...]) -> None:
    assert named_documents(question, SHELF) == named


@pytest.mark.parametrize(
    ("question", "titled"),
    [
        ("Wie ondertekende het jaarverslag over 2020?", ("jaarverslag-2020",)),
        ("Wie schreef de voortgang van de havens?", ("kst-29911-12",)),
        ("Wie schreef het stuk over fietsen?", ("los",)),
        ("Wie schreef dat?", ()),
        ("Wie schreef de maandbrief uit 2019?", ("maand-2019",)),
        ("Wie schreef de maandbrief?", ("maand-2018", "maand-2019")),
    ],
)
def test_the_title_that_shares_most_is_meant(question: str, titled: tuple[str, ...]) -> None:
    assert titled_documents(question, SHELF) == titled
