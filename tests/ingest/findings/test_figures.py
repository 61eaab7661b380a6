"""Figures from tables and sentences, and the traps in them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.document import Document
from ingest.findings.comparability import comparable, conflicts, trends
from ingest.findings.figures import find_figures
from ingest.findings.quantities import read_cell, to_decimal, to_unit
from ingest.findings.values import Figure


def _table(head: str, *rows: str, title: str = "Aantal onderzoeken fraude") -> str:
    columns = head.count("|") - 1
    return "\n".join([f"# Cijfers\n\n## {title}\n", head, "|" + "---|" * columns, *rows, ""])


def _said(document: Document) -> list[tuple[int | None, str, str, str]]:
    return [(f.year, f.kind, f.printed, f.unit) for f in find_figures(document)]


RECORDS = "| Jaar | Norm | Realisatie | Eenheid | Toelichting | Bron |"


def test_a_heading_per_indicator_with_years_in_rows_is_read(paper) -> None:
    document = paper(_table(RECORDS, "| 2020 | 1.370 | 1.529 | aantal | | Jaarverslag |"))
    assert _said(document) == [(2020, "norm", "1.370", "aantal"), (2020, "realisatie", "1.529", "aantal")]
    assert [f.value for f in find_figures(document)] == [Decimal(1370), Decimal(1529)]
    assert {f.indicator for f in find_figures(document)} == {"Aantal onderzoeken fraude"}


def test_an_indicator_per_row_with_years_in_columns_is_read(paper) -> None:
    document = paper(_table("| Indicator | Norm 2020 | Realisatie 2020 |", "| Afgedane dossiers | 40% | 26% |"))
    assert _said(document) == [(2020, "norm", "40", "%"), (2020, "realisatie", "26", "%")]


def test_an_empty_cell_stays_empty(paper) -> None:
    document = paper(_table(RECORDS, "| 2019 | | 39 | aantal | | |", "| 2020 | - | n.v.t. | aantal | | |"))
    assert _said(document) == [(2019, "realisatie", "39", "aantal")]


def test_a_lost_year_is_not_guessed_from_anywhere(paper) -> None:
    document = paper(_table(RECORDS, "| | 180 | | mln euro | | Memorie 2022 |", title="Beslag in 2021"))
    assert _said(document) == [(None, "norm", "180", "mln euro")]


def test_a_column_of_two_years_or_of_a_difference_yields_nothing(paper) -> None:
    document = paper(_table("| Indicator | Norm 2019-2022 | Verschil 2020 |", "| Dossiers | 40 | 14 |"))
    assert _said(document) == []


def test_a_derived_row_never_appears(paper) -> None:
    document = paper(_table(RECORDS, "| 2019 | 400 | | aantal | AFGELEID: ongewijzigd | Jaarverslag |"))
    assert _said(document) == []


def test_a_percentage_is_not_a_number_of_things(paper) -> None:
    document = paper(
        "# Executie\n\nVan ongeveer 1% start de tenuitvoerlegging in het derde jaar. Er is 1 dossier heropend.\n"
    )
    found = {(f.printed, f.unit) for f in find_figures(document)}
    assert found == {("1", "%"), ("1", "aantal")}
    first, second = find_figures(document)
    assert comparable(first, second) is not None


def test_a_figure_stands_where_it_is_printed(paper) -> None:
    document = paper(_table(RECORDS, "| 2020 | 1.370 | | aantal | | |"))
    (figure,) = find_figures(document)
    assert document.text[figure.place.start : figure.place.end] == "1.370"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Het aantal grote onderzoeken daalde van 39 in 2019 naar 7 in 2020.",
            [(2019, "stand", "39"), (2020, "stand", "7")],
        ),
        ("De realisatie van het aantal verdachten was 187 in 2020 bij een norm van 190.",
         [(2020, "realisatie", "187"), (2020, "norm", "190")]),
        ("De norm voor 2021 is 205 verdachten.", [(2021, "norm", "205")]),
        ("Er is 171 fte toegevoegd aan de eenheden.", [(None, "stand", "171")]),
        ("In 2020 zijn 481 slachtoffers gemeld (voorlopig cijfer).", [(2020, "stand", "481")]),
    ],
)  # fmt: skip
def test_a_sentence_gives_number_kind_and_its_own_year(paper, sentence: str, expected: list[object]) -> None:
    found = find_figures(paper(f"# Cijfers\n\n## Mensenhandel\n\n{sentence}\n"))
    assert [(f.year, f.kind, f.printed) for f in found] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Volgens artikel 18 van de Politiewet 2012 stelt de minister de doelen vast.",
        "Zie Kamerstuk 29628, nr. 783.",
        "Op 15 juni 2018 is de brief verzonden.",
        "De agenda loopt van 2019 tot 2022.",
    ],
)
def test_years_dates_and_references_are_no_figures(paper, sentence: str) -> None:
    assert find_figures(paper(f"# Cijfers\n\n{sentence}\n")) == ()


@pytest.mark.parametrize(
    ("cell", "value", "unit", "status"),
    [
        ("1.370", "1370", "", ""),
        ("138,56", "138.56", "", ""),
        ("26%", "26", "%", ""),
        ("€ 180 mln", "180", "mln euro", ""),
        ("481 (voorlopig)", "481", "", "voorlopig"),
        ("12*", "12", "", ""),
        ("ca. 1%", "1", "%", ""),
    ],
)
def test_a_cell_is_read_as_printed(cell: str, value: str, unit: str, status: str) -> None:
    read = read_cell(cell)
    assert read is not None
    assert (read[0].value, read[0].unit, read[1]) == (Decimal(value), unit, status)


@pytest.mark.parametrize("cell", ["", "–", "geen norm", "190 (2019) en 240 (2022)", "zie bijlage 3", "n.n.b."])
def test_a_cell_that_is_not_one_number_gives_nothing(cell: str) -> None:
    assert read_cell(cell) is None


def test_a_point_before_three_digits_is_a_thousand_and_else_a_decimal() -> None:
    assert (to_decimal("1.370"), to_decimal("138.56"), to_decimal("10.749,5")) == (
        Decimal(1370), Decimal("138.56"), Decimal("10749.5"),
    )  # fmt: skip
    assert to_unit("x € 1.000") == "dzd euro"


OVERVIEW = "\n".join(
    [
        "# Cijfers",
        "## Aantal reguliere cybercrime-onderzoeken",
        RECORDS, "|---|---|---|---|---|---|",
        "| 2019 | 310 | 381 | aantal | | A |",
        "| 2020 | 310 | 468 | aantal | | A |",
        "",
        "## Aantal verdachten cybercrime regulier",
        RECORDS, "|---|---|---|---|---|---|",
        "| 2023 | 310 | | aantal | telt VERDACHTEN | B |",
        "| 2024 | 350 | | aantal | telt VERDACHTEN | B |",
        "",
        "## Aantal bij CoMensha gemelde slachtoffers",
        RECORDS, "|---|---|---|---|---|---|",
        "| 2019 | | 975 | aantal | | B |",
        "| 2020 | | 481 | aantal | VOORLOPIG | A |",
        "| 2020 | | 490 | aantal | later cijfer, vervangt voorlopige 481 | B |",
    ]
)  # fmt: skip


def _one(document: Document, year: int, kind: str, printed: str) -> Figure:
    return next(f for f in find_figures(document) if (f.year, f.kind, f.printed) == (year, kind, printed))


def test_310_onderzoeken_and_310_verdachten_are_not_compared(paper) -> None:
    document = paper(OVERVIEW)
    reason = comparable(_one(document, 2020, "norm", "310"), _one(document, 2023, "norm", "310"))
    assert reason == "andere telling: onderzoeken tegenover verdachten"


def test_a_trend_never_runs_across_a_change_of_what_is_counted(paper) -> None:
    runs = [[f.year for f in run] for run in trends(find_figures(paper(OVERVIEW))) if run[0].kind == "norm"]
    assert runs == [[2019, 2020], [2023, 2024]]


def test_a_provisional_and_a_later_value_are_a_conflict_and_shown_apart(paper) -> None:
    (conflict,) = conflicts(find_figures(paper(OVERVIEW)))
    assert (conflict.earlier.printed, conflict.later.printed) == ("481", "490")
    assert (conflict.earlier.status, conflict.later.status) == ("voorlopig", "")
    assert conflict.reason == "een voorlopig cijfer tegenover een later cijfer"


def test_no_line_is_drawn_through_a_contradiction(paper) -> None:
    assert not [run for run in trends(find_figures(paper(OVERVIEW))) if run[0].printed == "975"]


def test_norm_and_realisatie_of_one_year_are_never_a_conflict(paper) -> None:
    assert all(c.earlier.kind == c.later.kind for c in conflicts(find_figures(paper(OVERVIEW))))
