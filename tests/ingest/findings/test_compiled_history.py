"""What a compilation of later papers adds to the history of a commitment, and what it does not."""

from __future__ import annotations

import pytest

from ingest.findings.commitments import find_commitments
from ingest.findings.events import state_of
from ingest.findings.history import history, record_of

LETTER = "# Afpakken\n\nPartners ontwikkelen in 2019 een 'buitmonitor' die inzicht geeft in de resultaten van het afpakken.\n"


def told(paper, entry: str, heading: str = "Buitmonitor") -> list[tuple[str, str]]:
    letter = paper(LETTER, id="brief-2018")
    overview = paper(
        f"# Overzicht\n\n## Afpakken\n\n### {heading}\n\n{entry}\n", id="overzicht", date="2025-01-31", compiled=True
    )
    (commitment,) = find_commitments(letter)
    return [(event.kind, event.date) for event in history(commitment, record_of([letter, overview]))[1:]]


@pytest.mark.parametrize(
    ("entry", "date"),
    [
        ("Op 21 januari 2020 is de buitmonitor, die resultaten toont, nog in ontwikkeling.", "2020-01-21"),
        ("In januari 2020 is de buitmonitor, die resultaten toont, nog in ontwikkeling.", "2020-01"),
        ("De buitmonitor met resultaten is nog in ontwikkeling. Bron: bericht van 3 maart 2021", "2021-03-03"),
        ("De buitmonitor met resultaten is nog in ontwikkeling.", "2025-01-31"),
    ],
)
def test_an_entry_has_the_date_it_names_or_that_of_the_source_beside_it(paper, entry: str, date: str) -> None:
    assert told(paper, entry) == [("reported_on", date)]


@pytest.mark.parametrize(
    "entry",
    [
        "Een buitmonitor met resultaten is in de doorzochte stukken niet aangetroffen.",
        "Over de buitmonitor en de resultaten is niets gevonden.",
        "Of de buitmonitor resultaten geeft, is niet nagegaan.",
        "Bron: de buitmonitor en zijn resultaten, 3 maart 2021",
    ],
)
def test_that_nothing_was_found_and_the_name_of_a_source_are_no_report(paper, entry: str) -> None:
    assert [kind for kind, _ in told(paper, entry)] == ["not_found"]


def test_the_heading_of_an_entry_names_its_matter(paper) -> None:
    entry = "Op 21 januari 2020 is die nog in ontwikkeling."
    assert told(paper, entry, "Buitmonitor met inzicht in de resultaten") == [("reported_on", "2020-01-21")]
    assert [kind for kind, _ in told(paper, entry, "Overig")] == ["not_found"]


def test_the_state_names_how_many_documents_were_looked_through(paper) -> None:
    letter, overview = (
        paper(LETTER, id="brief-2018"),
        paper("# Overzicht\n\nLeeg.\n", id="overzicht", date="2025-01-31"),
    )
    (commitment,) = find_commitments(letter)
    assert (
        state_of(history(commitment, record_of([letter, overview]))) == "niet aangetroffen in 1 document t/m 2025-01-31"
    )
