"""Dates that do not exist: a paper that says one is read without a date, and nothing that prints dates stumbles."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.citation import dutch_date, make_citation
from ingest.reading.read import read_file
from tests.ingest.sources.papers import BODY, paper_xml


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2018-11-14", "14 november 2018"),
        ("2019-04", "april 2019"),
        ("2019", "2019"),
        ("2019-13-01", "2019-13-01"),
        ("2019-00", "2019-00"),
        ("2019-²-1", "2019-²-1"),
        ("voorjaar", "voorjaar"),
        ("", ""),
    ],
)
def test_a_date_is_shown_in_words_and_anything_else_as_it_is(iso: str, shown: str) -> None:
    assert dutch_date(iso) == shown


@pytest.mark.parametrize(
    ("told", "date"),
    [("2030-03-04", "2030-03-04"), ("2030-13-04", ""), ("2030-02-30", ""), ("4294967296-03-04", ""), ("morgen", "")],
)
def test_a_paper_that_names_a_day_that_does_not_exist_has_no_date_and_can_be_cited(
    tmp_path: Path, told: str, date: str
) -> None:
    path = tmp_path / "kst-99684-1.xml"
    path.write_bytes(paper_xml(date=told))
    document = read_file(path)
    assert document.publication.date == date
    start = document.text.index(BODY[0])
    assert make_citation(document, start, start + len(BODY[0])).reference


def test_of_several_dates_the_first_that_exists_counts(tmp_path: Path) -> None:
    path = tmp_path / "kst-99684-1 2031-05-06.xml"
    path.write_bytes(paper_xml(date="2030-13-04"))
    assert read_file(path).publication.date == "2031-05-06"
