"""The overviews: every official figure with its own value and source, no other, and read as the registers need."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from compile_facts import CORPUS, FACTS, canonical, compile_all, dutch_number, is_official, read_rows
from shelf import Shelf, shipped
from wording import NOTES

from assistant.registers import figures, registers
from ingest.document import Document
from ingest.findings.comparability import comparable, trends
from ingest.findings.figures import table_figures
from ingest.findings.values import Figure

PRESS = {"nos.nl", "trouw.nl", "rd.nl", "volkskrant.nl", "security.nl", "blikopnieuws.nl"}
KINDS = {"norm": "norm", "realised": "realisatie"}


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """The shipped corpus as read."""
    return shipped()


@pytest.fixture(scope="module")
def overview(shelf: Shelf) -> Document:
    """The Cijferoverzicht as read."""
    return shelf.document("cijferoverzicht")


@pytest.fixture(scope="module")
def found(overview: Document) -> tuple[Figure, ...]:
    """The figures that the product finds in the Cijferoverzicht."""
    return tuple(table_figures(overview))


def one(found: tuple[Figure, ...], words: str, year: int, kind: str) -> list[Figure]:
    """The figures of the indicator whose name holds the words, one a value."""
    held = [f for f in found if words in f.indicator and (f.year, f.kind) == (year, kind)]
    return list({f.value: f for f in held}.values())


def collected() -> list[dict[str, str]]:
    """The collected figures that are of an official source and not derived, by rules written here anew."""
    return [
        row
        for row in read_rows(FACTS / "indicators.csv")
        if not row["note"].startswith("AFGELEID")
        and (urlsplit(row["source_url"]).hostname or "").removeprefix("www.") not in PRESS
    ]


@pytest.mark.parametrize("name", list(compile_all()))
def test_what_is_shipped_is_what_the_facts_compile_to(name: str) -> None:
    assert (CORPUS / name).read_text(encoding="utf-8") == compile_all()[name]


def test_every_official_figure_is_in_the_register_with_its_value_and_no_other_is(found: tuple[Figure, ...]) -> None:
    def bare(name: str) -> str:
        return name.replace(" (geen VA-indicator)", "")

    given = Counter(
        (bare(row["indicator"]), int(row["year"]), KINDS[row["kind"]], Decimal(row["value"]), row["unit"])
        for row in collected()
    )
    assert len(collected()) == 107
    assert Counter((f.indicator, f.year, f.kind, f.value, f.unit) for f in found) == given


def test_every_row_of_the_overview_is_one_figure_of_its_theme(overview: Document, found: tuple[Figure, ...]) -> None:
    rows = [p for p in overview.paragraphs if p.kind == "table_row"]
    assert [f.place.paragraph_id for f in found] == [p.id for p in rows]
    assert {f.theme for f in found} == {
        "ondermijning",
        "mensenhandel",
        "cybercrime",
        "online-kindermisbruik",
        "executie",
    }


def test_a_row_names_indicator_year_value_source_and_an_official_link(overview: Document) -> None:
    given = Counter((row["year"], dutch_number(row["value"])) for row in collected())
    seen: Counter[tuple[str, str]] = Counter()
    for paragraph in overview.paragraphs:
        if paragraph.kind != "table_row":
            continue
        cells = {cell.columns[-1]: overview.text[cell.start : cell.end] for cell in paragraph.cells}
        assert cells["Indicator"] == paragraph.section[-1]
        assert cells["Bron"]
        assert is_official(cells["Vindplaats"])
        seen[cells["Jaar"], cells["Waarde"]] += 1
    assert seen == given


def test_no_press_and_no_derived_figure_is_shipped(overview: Document) -> None:
    assert [name for name in PRESS if name in overview.text] == []
    assert "AFGELEID" not in overview.text
    assert "VA-indicator" not in overview.text


@pytest.mark.parametrize(
    ("words", "year", "kind", "printed"),
    [
        ("samenwerkingsverbanden (csv)", 2020, "norm", ["1.370"]),
        ("samenwerkingsverbanden (csv)", 2020, "realisatie", ["1.529"]),
        ("samenwerkingsverbanden (csv)", 2019, "norm", []),
        ("OM-verdachten", 2020, "norm", ["190"]),
        ("OM-verdachten", 2021, "norm", ["205"]),
        ("OM-verdachten", 2022, "norm", []),
        ("OM-verdachten", 2017, "realisatie", []),
        ("reguliere cybercrime-onderzoeken", 2018, "norm", []),
        ("bezitters/verspreiders", 2019, "norm", []),
        ("bezitters/verspreiders", 2020, "realisatie", ["351"]),
        ("Incasso afpakken", 2017, "realisatie", []),
        ("Incasso afpakken", 2019, "realisatie", ["261,871048"]),
        ("Waarde (conservatoir) beslag", 2022, "norm", []),
        ("Positief afgedane dossiers", 2020, "realisatie", ["26"]),
        ("gemelde slachtoffers", 2020, "realisatie", ["481", "490"]),
    ],
)
def test_a_trap_in_the_facts_is_not_fallen_into(
    words: str, year: int, kind: str, printed: list[str], found: tuple[Figure, ...]
) -> None:
    assert [f.printed for f in one(found, words, year, kind)] == printed


def test_a_provisional_figure_says_so_and_a_later_one_does_not(found: tuple[Figure, ...]) -> None:
    assert [(f.printed, f.status) for f in found if f.status] == [("481", "voorlopig")]


def test_the_only_contradiction_is_the_provisional_number_of_victims(shelf: Shelf) -> None:
    (conflict,) = registers(shelf).conflicts
    assert (conflict.earlier.printed, conflict.later.printed) == ("481", "490")
    assert "gemelde slachtoffers" in conflict.earlier.indicator
    assert conflict.reason == "een voorlopig cijfer tegenover een later cijfer"


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (("reguliere cybercrime-onderzoeken", 2020), ("verdachten cybercrime regulier", 2023), "onderzoeken tegenover"),
        (("strafvorderlijk beslag", 2021), ("strafvorderlijk beslag", 2022), "anders geteld"),
        (("samenwerkingsverbanden (csv)", 2015), ("samenwerkingsverbanden (csv)", 2019), "anders geteld"),
        (("keyplayers", 2019), ("keyplayers", 2020), "anders geteld"),
        (("gemelde slachtoffers", 2019), ("gemelde slachtoffers", 2020), "voorlopig"),
    ],
)
def test_figures_that_count_otherwise_are_not_compared(
    a: tuple[str, int], b: tuple[str, int], reason: str, found: tuple[Figure, ...]
) -> None:
    def first(words: str, year: int) -> Figure:
        return next(f for kind in ("realisatie", "norm") for f in one(found, words, year, kind))

    assert reason in (comparable(first(*a), first(*b)) or "")


def test_a_trend_runs_where_the_counting_stays_the_same(found: tuple[Figure, ...]) -> None:
    runs = [[f.printed for f in run] for run in trends(found)]
    assert ["39", "7"] in runs
    assert ["381", "468"] in runs
    assert not [run for run in runs if {"368", "246"} <= set(run) or {"490", "975"} <= set(run)]


def test_every_figure_of_the_register_is_cited_to_its_cell(shelf: Shelf) -> None:
    rows = figures(shelf, document="cijferoverzicht")
    assert len(rows) == 107
    assert len({row.id for row in rows}) == 107
    assert all(row.citation.quote == row.figure.printed for row in rows)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("950", "950"),
        ("1370", "1.370"),
        ("10749", "10.749"),
        ("281.6", "281,6"),
        ("261.871048", "261,871048"),
        ("0", "0"),
    ],
)
def test_a_number_is_printed_as_dutch_papers_do(value: str, printed: str) -> None:
    assert dutch_number(value) == printed


@pytest.mark.parametrize(
    ("url", "title", "address"),
    [
        ("https://berthub.eu/tkconv/get/2021D46964", "Kamerbrief, kst-29279-690", "kst-29279-690.html"),
        ("https://zoek.officielebekendmakingen.nl/behandelddossier/kst-29911-281.html", "", "kst-29911-281.html"),
        ("https://zoek.officielebekendmakingen.nl/kst-29628-876.html`", "", "kst-29628-876.html"),
    ],
)
def test_a_printed_paper_is_linked_at_its_official_address(url: str, title: str, address: str) -> None:
    assert canonical(url, title) == f"https://zoek.officielebekendmakingen.nl/{address}"


def test_a_note_names_no_other_year_than_its_figure(found: tuple[Figure, ...]) -> None:
    assert [f.note for f in found if {int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", f.note)} - {f.year}] == []


def test_every_reworded_note_is_a_note_that_was_collected() -> None:
    notes = {row["note"] for row in read_rows(FACTS / "indicators.csv")}
    assert NOTES.keys() <= notes


def test_no_overview_speaks_the_language_of_the_workshop(shelf: Shelf) -> None:
    for publication in shelf.documents():
        text = shelf.document(publication.id).text
        assert [
            w for w in ("seed", "opgeslagen", "JV2020", "AFGELEID", "TEGENSTRIJDIG", "VOORLOPIG") if w in text
        ] == []


def test_every_event_is_told_with_its_date_and_its_source(shelf: Shelf) -> None:
    told = shelf.document("kroniek")
    events = [told.text_of(p) for p in told.paragraphs if p.kind == "text"][1:]
    given = read_rows(FACTS / "events.csv")
    assert len(events) == len(given) == 14
    for row, text in zip(sorted(given, key=lambda row: row["date"]), events, strict=True):
        year, _, day = row["date"].split("-")
        assert re.match(rf"{int(day)} [a-z]+ {year} \({row['theme']}\) – ", text)
        assert canonical(row["source_url"]) in text
        assert set(re.findall(r"\d[\d.]*", row["event"])) <= set(re.findall(r"\d[\d.]*", text))


def test_every_point_of_the_letter_has_what_later_papers_say_with_the_collected_sources() -> None:
    ours: dict[str, set[str]] = {}
    for row in read_rows(CORPUS / "commitments.csv"):
        ours.setdefault(row["id"], set()).add(row["source_url"])
        assert bool(row["source_title"]) == bool(row["source_url"])
    letter = "https://zoek.officielebekendmakingen.nl/kst-28684-540.html"
    given = read_rows(FACTS / "commitments.csv")
    assert [row["id"] for row in given] == list(ours)
    for row in given:
        titles = {"berthub.eu": "kst-29279-690"}
        urls = {canonical(url, titles.get(urlsplit(url).hostname or "", "")) for url in row["source_urls"].split()}
        assert ours[row["id"]] - {""} == urls - {letter}, row["id"]


def test_what_later_papers_say_stands_beside_its_source(shelf: Shelf) -> None:
    told = shelf.document("latere-stukken")
    texts = [told.text_of(p) for p in told.paragraphs if p.kind == "text"][2:]
    rows = read_rows(CORPUS / "commitments.csv")
    sources = [f" Bron: {row['source_title']}, {row['source_url']}" if row["source_url"] else "" for row in rows]
    assert texts == [row["said"] + source for row, source in zip(rows, sources, strict=True)]


def test_what_later_papers_say_holds_no_number_that_was_not_collected(shelf: Shelf) -> None:
    facts = "".join(path.read_text(encoding="utf-8") for path in sorted(FACTS.glob("*.csv")))
    known = set(re.findall(r"\d+", facts.replace(",", "").replace(".", ""))) | set(re.findall(r"\d+", facts))
    for row in read_rows(CORPUS / "commitments.csv"):
        for number in re.findall(r"\d+(?:\.\d{3})*", row["said"]):
            assert number.replace(".", "") in known, (row["id"], number)


def test_a_point_without_a_source_says_that_nothing_was_found_in_what_was_read() -> None:
    for row in read_rows(CORPUS / "commitments.csv"):
        if not row["source_url"]:
            assert re.search(r"\b(niet|niets|geen) (?:\w+ )?(?:aangetroffen|nagegaan)\b", row["said"]), row["said"]


def test_an_overview_makes_no_agreement_of_its_own(shelf: Shelf) -> None:
    found = registers(shelf)
    assert {row.citation.document_id for row in (*found.agreements, *found.commitments)} == {"kst-28684-540"}


def test_the_history_of_the_afpakmonitor_is_told_from_the_overviews(shelf: Shelf) -> None:
    (row,) = [row for row in registers(shelf).commitments if "'afpakmonitor'" in row.commitment.text]
    later = [event for event in row.events if event.event.kind != "stated"]
    assert {event.event.date for event in later} == {"2020-01-21"}
    assert all("in ontwikkeling" in event.citation.quote for event in later)
    assert row.state == "wordt over bericht"


def test_a_statement_that_nothing_was_found_is_no_report_on_a_commitment(shelf: Shelf) -> None:
    (row,) = [row for row in registers(shelf).commitments if "in het voorjaar zal berichten" in row.commitment.text]
    assert row.state == "niet aangetroffen in 3 documenten t/m 2025-12-10"
