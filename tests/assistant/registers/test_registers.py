"""The registers: rows with citations, filters, permanent ids, export, and what a new paper touches."""

from __future__ import annotations

import csv
import io

import pytest

from assistant.export import columns_of, safe_cell, save, to_csv, to_json, to_xlsx
from assistant.registers import agreements, commitments, figures, find_row, registers
from assistant.touched import touched_by
from assistant.writing.register_answers import answer_from_registers


def test_every_row_quotes_its_source_to_the_character(shelf) -> None:
    rows = (*agreements(shelf), *figures(shelf), *commitments(shelf))
    assert len(rows) > 10
    for row in rows:
        citation = row.citation
        assert shelf.document(citation.document_id).text[citation.start : citation.end] == citation.quote


def test_filters_narrow_by_theme_year_document_and_actor(shelf) -> None:
    assert {r.agreement.theme for r in agreements(shelf, theme="mensenhandel")} == {"mensenhandel"}
    assert {r.agreement.theme for r in agreements(shelf, theme="Mensenhandel")} == {"mensenhandel"}
    assert {r.figure.year for r in figures(shelf, year=2020)} == {2020}
    assert {r.citation.document_id for r in figures(shelf, document="voortgang-2020")} == {"voortgang-2020"}
    assert [r.commitment.actor for r in commitments(shelf, actor="partners")] == ["Partners"]
    assert agreements(shelf, theme="executie") == ()


def test_a_row_keeps_its_id_when_other_documents_come(cupboard, letter, overview, progress) -> None:
    before = {r.id for r in agreements(cupboard(letter))}
    after = {r.id for r in agreements(cupboard(letter, overview, progress))}
    assert before
    assert before <= after


def test_row_ids_are_unique_and_find_their_row(shelf) -> None:
    rows = (*agreements(shelf), *figures(shelf), *commitments(shelf))
    assert len({r.id for r in rows}) == len(rows)
    assert find_row(shelf, rows[3].id) == rows[3]
    assert find_row(shelf, "a-unknown") is None


def test_registers_are_computed_once_a_generation(shelf) -> None:
    assert registers(shelf) is registers(shelf)


def test_a_compilation_holds_figures_but_makes_no_agreements(shelf) -> None:
    assert all(r.citation.document_id != "cijferoverzicht" for r in (*agreements(shelf), *commitments(shelf)))
    assert any(r.citation.document_id == "cijferoverzicht" for r in figures(shelf))


def test_derived_rows_never_appear(shelf) -> None:
    assert [r.figure.printed for r in figures(shelf, year=2019) if "bezitters" in r.figure.indicator] == []


def test_the_history_of_a_commitment_cites_the_later_paper(shelf) -> None:
    (row,) = [r for r in commitments(shelf) if "buitmonitor" in r.commitment.text]
    assert [(e.event.kind, e.citation.document_id) for e in row.events] == [
        ("stated", "brief-2018"),
        ("reported_on", "voortgang-2020"),
    ]
    assert row.state == "wordt over bericht"


def test_json_rows_carry_citation_and_history(shelf) -> None:
    (row,) = to_json([r for r in commitments(shelf) if "uw Kamer" in r.commitment.text])
    assert row["deadline"]["latest"] == "2019-07-01"
    assert row["citation"]["quote"] == row["text"]
    assert row["events"][0]["state"] == "toegezegd"
    assert to_json(figures(shelf))[0]["value"].isdigit()


def test_csv_opens_in_a_dutch_spreadsheet(shelf) -> None:
    raw = to_csv(figures(shelf))
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert tuple(lines[0]) == columns_of(figures(shelf))
    assert len(lines) == len(figures(shelf)) + 1


@pytest.mark.parametrize("value", ["=1+1", "+31 70", "-2", "@SUM(A1)", "\t=1", " =1"])
def test_a_cell_can_not_become_a_formula(value: str) -> None:
    assert str(safe_cell(value)).startswith("'")


def test_ordinary_text_and_numbers_leave_as_they_are() -> None:
    assert safe_cell("Een afspraak") == "Een afspraak"
    assert safe_cell(12) == 12


def test_xlsx_holds_the_rows_as_text(shelf, tmp_path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "cijfers.xlsx"
    save(figures(shelf), path)
    sheet = load_workbook(path).active
    assert sheet.max_row == len(figures(shelf)) + 1
    assert sheet.cell(1, 1).value == "id"
    assert to_xlsx(agreements(shelf))[:2] == b"PK"


def test_a_new_paper_touches_what_it_mentions_and_shows_what_passed_unmentioned(shelf) -> None:
    touched = touched_by(shelf, "voortgang-2020")
    assert [row.commitment.actor for row, _ in touched.commitments] == ["Partners"]
    assert [row.commitment.recipient for row in touched.passed] == ["uw Kamer"]
    assert [row.figure.printed for row in touched.added] == ["12"]


def test_what_one_paper_says_of_a_promise_is_what_its_history_holds_of_that_paper(shelf) -> None:
    found = registers(shelf)
    told = [(row.id, e) for row in found.commitments for e in row.events if e.event.kind not in ("stated", "not_found")]
    assert told
    for publication in shelf.documents():
        own = [(row.id, event) for row in found.promises for event in found.events_in(publication.id, row)]
        assert own == [(row, e) for row, e in told if e.citation.document_id == publication.id]


def test_a_new_paper_shows_which_figures_it_changes(cupboard, overview, paper) -> None:
    newer = paper(
        "# Cijfers\n\n## Inzet op bezitters/verspreiders (zaken)\n\n| Jaar | Realisatie | Eenheid |\n|---|---|---|\n"
        "| 2020 | 360 | aantal |\n",
        id="jaarverslag-2021",
        date="2022-05-18",
    )
    (change,) = touched_by(cupboard(overview, newer), "jaarverslag-2021").changes
    assert {change.earlier.printed, change.later.printed} == {"351", "360"}


def test_a_question_for_figures_seeks_no_promises_and_their_history(shelf) -> None:
    found = registers(shelf)
    answer_from_registers(shelf, "Wat waren norm en realisatie voor bezitters en verspreiders in 2020?")
    assert registers(shelf) is found
    assert not {"commitments", "record"} & vars(found).keys()
