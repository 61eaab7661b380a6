"""Commitments and what later papers say of them."""

from __future__ import annotations

import pytest

from ingest.findings.commitments import find_commitments
from ingest.findings.events import state_of
from ingest.findings.history import history, record_of

PROMISED = [
    "Over de voortgang zal ik uw Kamer in het voorjaar informeren.",
    "Daarnaast ben ik nog in gesprek over de indicatoren, waarover ik u in het voorjaar zal berichten.",
    "Ik zeg toe dat de evaluatie openbaar wordt.",
    "Uw Kamer ontvangt het rapport voor de zomer.",
    "De burgemeesters zullen deze plannen nog voorleggen aan de gemeenteraden.",
    "Partners ontwikkelen in 2019 een monitor voor fraude.",
    "Begin december stuur ik uw Kamer de cijfers.",
    "De werkgroep zal een handreiking opstellen.",
]
NOT_PROMISED = [
    "Met deze brief informeer ik uw Kamer over de aanpak.",
    "In mijn brief heb ik aangegeven dat de politie een nieuwe fase zal ingaan.",
    "De politie werkt aan veiligheid.",
    "Uw Kamer is hierover geïnformeerd.",
    "Dit zou tot aanpassing kunnen leiden.",
    "Kan de minister de Kamer voor de zomer informeren?",
    "90% van de straffen wordt binnen 24 maanden uitgevoerd.",
]


@pytest.mark.parametrize("sentence", PROMISED)
def test_a_promise_is_found_with_its_words(paper, sentence: str) -> None:
    document = paper(f"# Brief\n\nHet is druk. {sentence} Dat is alles.\n")
    assert [c.text for c in find_commitments(document)] == [sentence]


@pytest.mark.parametrize("sentence", NOT_PROMISED)
def test_what_promises_nothing_is_no_commitment(paper, sentence: str) -> None:
    assert find_commitments(paper(f"# Brief\n\nHet is druk. {sentence} Dat is alles.\n")) == ()


def test_a_commitment_knows_who_what_to_whom_and_by_when(paper) -> None:
    (found,) = find_commitments(paper("# Brief\n\nOver de monitor zal ik uw Kamer in het voorjaar informeren.\n"))
    assert found.actor == "Minister van Justitie en Veiligheid"
    assert found.recipient == "uw Kamer"
    assert found.deadline is not None
    assert found.deadline.latest == "2019-06-20"
    assert found.action == "Over de monitor zal ik uw Kamer informeren"


LETTER = "# Afpakken\n\nPartners ontwikkelen in 2019 een 'buitmonitor' die inzicht geeft in het afpakken.\n"


def _history(paper, *later: tuple[str, str]):
    letter = paper(LETTER)
    documents = [letter, *(paper(text, id=f"later-{n}", date=date) for n, (date, text) in enumerate(later))]
    (commitment,) = find_commitments(letter)
    return history(commitment, record_of(documents))


def test_a_later_paper_that_speaks_of_it_becomes_a_dated_event(paper) -> None:
    events = _history(paper, ("2020-01-21", "# Afpakken\n\nDe buitmonitor voor het afpakken is nog in ontwikkeling.\n"))
    assert [(e.kind, e.date) for e in events] == [("stated", "2018-11-14"), ("reported_on", "2020-01-21")]
    assert state_of(events) == "wordt over bericht"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("De buitmonitor voor het afpakken is inmiddels opgeleverd.", "reported_done"),
        ("De buitmonitor voor het afpakken is uitgesteld tot 2021.", "adjusted"),
        ("De buitmonitor voor het afpakken zal in 2020 komen.", "repeated"),
        ("De buitmonitor voor het afpakken is nog niet opgeleverd.", "reported_on"),
    ],
)
def test_the_words_of_the_later_paper_decide_the_event(paper, text: str, kind: str) -> None:
    assert _history(paper, ("2020-01-21", f"# Afpakken\n\n{text}\n"))[-1].kind == kind


def test_a_commitment_that_no_paper_mentions_says_until_when_was_looked(paper) -> None:
    events = _history(paper, ("2020-01-21", "# Verkeer\n\nHet is druk.\n"), ("2021-05-19", "# Water\n\nHet is nat.\n"))
    assert state_of(events) == "niet aangetroffen in 2 documenten t/m 2021-05-19"


def test_an_older_paper_is_no_later_event(paper) -> None:
    assert [e.kind for e in _history(paper, ("2017-01-01", LETTER))] == ["stated"]


def test_the_wording_of_a_commitment_is_never_overwritten(paper) -> None:
    events = _history(paper, ("2020-01-21", "# Afpakken\n\nDe buitmonitor voor het afpakken is uitgesteld.\n"))
    assert events[0].text == "Partners ontwikkelen in 2019 een 'buitmonitor' die inzicht geeft in het afpakken."
