"""Tables: every cell knows its row, its columns and its unit; what is empty stays empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.reading.html import read_html
from ingest.reading.official_xml import read_official_xml
from ingest.reading.piece import Piece
from ingest.reading.read import read_file
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


def test_merged_cells_of_word_stand_for_the_rows_and_columns_they_cover(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    table = document.add_table(rows=4, cols=4)
    rows = [
        ("Thema", "Indicator", "2019", "2020"),
        ("Wijken", "Teams", "12", "14"),
        ("", "Bezoeken", "", "187"),
        ("Totaal", "", "12", "201"),
    ]
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    document.save(str(tmp_path / "tabel.docx"))
    read = read_file(tmp_path / "tabel.docx")
    told = [[(read.text[c.start : c.end], c.row, c.columns) for c in p.cells] for p in read.paragraphs if p.cells]
    assert told[1][2:] == [("12", "Wijken › Teams", ("2019",)), ("14", "Wijken › Teams", ("2020",))]
    assert told[2][2:] == [("", "Wijken › Bezoeken", ("2019",)), ("187", "Wijken › Bezoeken", ("2020",))]
    assert told[3][2:] == [("12", "Totaal", ("2019",)), ("201", "Totaal", ("2020",))]


def test_a_cell_that_names_its_column_stands_there_also_when_others_are_left_out() -> None:
    columns = "".join(f"<colspec colname='c{n}'/>" for n in range(1, 5))
    body = "<row><entry colname='c1'>Re-integratie</entry><entry colname='c4'>180</entry></row>"
    head = "".join(
        f"<entry colname='c{n}'>{label}</entry>" for n, label in enumerate(("Onderdeel", "2020", "2021", "2022"), 1)
    )
    xml = f"<officiele-publicatie><table><tgroup cols='4'>{columns}<thead><row>{head}</row></thead><tbody>{body}</tbody></tgroup></table></officiele-publicatie>"
    row = next(b for b in read_official_xml(xml.encode(), "x.xml").blocks if b.kind == "table_row")
    assert [(c.text, c.columns) for c in row.cells][1:] == [("", ("2020",)), ("", ("2021",)), ("180", ("2022",))]


def test_a_total_at_the_foot_of_a_web_table_keeps_its_columns_and_a_note_is_text() -> None:
    page = (
        "<html><body><table><thead><tr><th>Wijk</th><th>2019</th><th>2020</th></tr></thead><tbody><tr><td>Zuid</td><td>1</td>"
        "<td>2</td></tr></tbody><tfoot><tr><td>Totaal</td><td></td><td>2</td></tr><tr><td colspan=3>Bron: eigen telling</td></tr>"
        "</tfoot></table></body></html>"
    )
    blocks = read_html(page.encode(), "x.html", "utf-8").blocks
    assert [b.text for b in blocks if b.kind == "table_row"] == ["Zuid | 1 | 2", "Totaal |  | 2"]
    assert blocks[-1].text == "Bron: eigen telling"


def test_a_table_that_only_lays_out_a_page_is_read_as_text() -> None:
    page = "<html><body><table role='presentation'><tr><td><p>Links.</p></td><td><p>Rechts.</p></td></tr></table></body></html>"
    blocks = read_html(page.encode(), "x.html", "utf-8").blocks
    assert [(block.kind, block.text) for block in blocks] == [("text", "Links."), ("text", "Rechts.")]
