"""Tables: every cell knows its row, its columns and its unit; what is empty stays empty."""

from __future__ import annotations

import pytest

from ingest.reading.html import read_html
from ingest.reading.piece import Piece
from ingest.reading.tables import Grid, GridCell, find_unit, table_pieces

Told = list[tuple[str, str, tuple[str, ...], str]]


def grid(*rows: str, caption: str = "") -> Grid:
    return Grid(tuple(tuple(GridCell(cell.strip()) for cell in row.split("|")) for row in rows), caption)


def cells(pieces: list[Piece], text: str) -> Told:
    piece = next(piece for piece in pieces if piece.text == text)
    return [(cell.text, cell.row, cell.columns, cell.unit) for cell in piece.cells]


def html_cells(table: str) -> list[Told]:
    blocks = read_html(f"<html><body>{table}</body></html>".encode(), "x.html", "utf-8").blocks
    return [[(c.text, c.row, c.columns, c.unit) for c in b.cells] for b in blocks if b.kind == "table_row"]


def test_an_empty_cell_stays_empty_and_values_keep_their_columns() -> None:
    pieces = table_pieces(grid("Post | 2020 | 2021 | 2022", "Beslag | 180 | | 200", "Afpakken | | | 12"))
    assert [piece.kind for piece in pieces] == ["table_head", "table_row", "table_row"]
    assert cells(pieces, "Beslag | 180 |  | 200") == [
        ("Beslag", "Beslag", ("Post",), ""),
        ("180", "Beslag", ("2020",), ""),
        ("", "Beslag", ("2021",), ""),
        ("200", "Beslag", ("2022",), ""),
    ]


def test_two_rows_of_heads_with_spans_label_each_value_twice() -> None:
    table = """<table><tr><th rowspan=2>Thema</th><th colspan=2>2021</th><th colspan=2>2022</th></tr>
    <tr><th>Norm</th><th>Realisatie</th><th>Norm</th><th>Realisatie</th></tr>
    <tr><td>Mensenhandel</td><td>190</td><td>187</td><td></td><td>201</td></tr></table>"""
    assert html_cells(table) == [
        [
            ("Mensenhandel", "Mensenhandel", ("Thema",), ""),
            ("190", "Mensenhandel", ("2021", "Norm"), ""),
            ("187", "Mensenhandel", ("2021", "Realisatie"), ""),
            ("", "Mensenhandel", ("2022", "Norm"), ""),
            ("201", "Mensenhandel", ("2022", "Realisatie"), ""),
        ]
    ]


def test_a_label_that_spans_rows_holds_for_each_of_them_but_stands_in_one() -> None:
    table = """<table><tr><th>Thema</th><th>Soort</th><th>2021</th></tr>
    <tr><th rowspan=2>Cyber</th><td>regulier</td><td>310</td></tr><tr><td>fenomeen</td><td>41</td></tr></table>"""
    first, second = html_cells(table)
    assert [cell[0] for cell in first] == ["Cyber", "regulier", "310"]
    assert [cell[0] for cell in second] == ["", "fenomeen", "41"]
    assert second[2][1].startswith("Cyber")


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Uitgaven (x € 1.000)", "x € 1.000"),
        ("Percentage tijdig (%)", "Percentage"),
        ("Aandeel in %", "in %"),
        ("Sterkte in fte", "fte"),
        ("Budget in mln. euro", "in mln. euro"),
        ("Aantal verdachten", ""),
    ],
)
def test_the_unit_is_what_the_label_names(label: str, unit: str) -> None:
    assert find_unit(label) == unit


def test_the_unit_of_a_column_goes_before_that_of_the_table() -> None:
    pieces = table_pieces(
        grid("Post | Bedrag (x € 1.000) | Aandeel (%)", "Politie | 12 | 40", caption="Uitgaven in euro")
    )
    assert [cell[3] for cell in cells(pieces, "Politie | 12 | 40")] == ["in euro", "x € 1.000", "%"]


def test_a_forged_span_does_not_grow_the_table() -> None:
    rows = html_cells(
        "<table><tr><td rowspan=99999 colspan=99999>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    assert sum(len(row) for row in rows) < 1_000


def test_a_table_that_only_lays_out_a_page_is_read_as_text() -> None:
    page = "<html><body><table role='presentation'><tr><td><p>Links.</p></td><td><p>Rechts.</p></td></tr></table></body></html>"
    blocks = read_html(page.encode(), "x.html", "utf-8").blocks
    assert [(block.kind, block.text) for block in blocks] == [("text", "Links."), ("text", "Rechts.")]
