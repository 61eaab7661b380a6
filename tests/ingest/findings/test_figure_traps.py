"""What makes a figure a wrong figure: a part of a year, a unit in a caption, a status in a note, a name that is none."""

from __future__ import annotations

import pytest

from ingest.document import Document, Publication
from ingest.findings.comparability import comparable, conflicts, trends
from ingest.findings.figures import find_figures
from ingest.findings.linking import linked
from ingest.findings.quantities import part_in, unit_in
from ingest.findings.values import Figure
from ingest.reading.read import read_file


def _table(head: str, *rows: str, before: str = "", after: str = "", section: str = "Voortgang") -> str:
    columns = head.count("|") - 1
    lines = [f"# Brief\n\n## {section}\n", before, "", head, "|" + "---|" * columns, *rows, "", after, ""]
    return "\n".join(lines)


def _of(document: Document, name: str) -> list[Figure]:
    return [f for f in find_figures(document) if name.lower() in f.indicator.lower()]


def test_a_column_until_june_is_no_figure_of_the_year(paper) -> None:
    head = "| Indicator | Norm 2020 | Realisatie t/m juni 2020 | Realisatie 2019 |"
    document = paper(_table(head, "| Controles op fraude | 195 | 83 | 180 |"))
    found = {(f.kind, f.year): f for f in _of(document, "fraude")}
    assert found["realisatie", 2020].part == "t/m juni"
    assert found["norm", 2020].part == found["realisatie", 2019].part == ""
    assert "verschillende perioden" in (comparable(found["realisatie", 2019], found["realisatie", 2020]) or "")
    assert trends(found.values()) == ()


def test_a_half_year_and_the_whole_year_do_not_contradict(paper) -> None:
    half = paper(_table("| Indicator | Realisatie t/m juni 2020 |", "| Controles op fraude | 83 |"), id="half")
    whole = paper(_table("| Indicator | Realisatie 2020 |", "| Controles op fraude | 172 |"), id="heel")
    assert conflicts((*find_figures(half), *find_figures(whole))) == ()


@pytest.mark.parametrize(
    ("label", "part"),
    [
        ("Realisatie t/m juni 2020", "t/m juni"),
        ("tot en met september 2019", "t/m september"),
        ("2020 (eerste helft)", "eerste helft"),
        ("1e halfjaar 2021", "eerste helft"),
        ("Q3 2021", "derde kwartaal"),
        ("eerste drie kwartalen 2019", "eerste drie kwartalen"),
        ("Stand 1 juli", ""),
        ("Stand per 1 juli 2020", "op 1 juli"),
        ("Stand per 31 december 2020", ""),
        ("Realisatie 2020", ""),
        ("2019 t/m 2022", ""),
    ],
)
def test_the_part_of_a_year_is_read_from_its_label(label: str, part: str) -> None:
    assert part_in(label) == part


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Waarde beslag (x € 1 mln.)", "mln euro"),
        ("Tabel 3 Middelen (bedragen x € 1.000)", "dzd euro"),
        ("(bedragen in miljoenen euro's)", "mln euro"),
        ("Uitgaven (x € 1.000.000)", "mln euro"),
        ("Afgedane dossiers (%)", "%"),
        ("Tabel 1 Indicatoren (aantallen, tenzij anders vermeld)", "aantal"),
        ("Waarde (in euro's)", "euro"),
        ("Aantal dossiers", ""),
    ],
)
def test_the_unit_is_read_from_a_label_or_caption(label: str, unit: str) -> None:
    assert unit_in(label) == unit


def test_the_unit_of_the_caption_holds_for_every_cell_that_has_none_of_its_own(paper) -> None:
    document = paper(
        _table(
            "| Onderdeel | 2021 | 2022 |",
            "| Opleiding fraude | 3.300 | 2.100 |",
            "| Totaal | 41.700 | 45.750 |",
            before="Tabel 3 Middelen fraude (bedragen x € 1.000)",
        )
    )
    assert [(f.indicator, f.printed, f.unit) for f in find_figures(document)] == [
        ("Opleiding fraude", "3.300", "dzd euro"),
        ("Opleiding fraude", "2.100", "dzd euro"),
        ("Totaal, Middelen fraude", "41.700", "dzd euro"),
        ("Totaal, Middelen fraude", "45.750", "dzd euro"),
    ]


def test_the_unit_of_a_row_label_goes_before_that_of_the_caption(paper) -> None:
    document = paper(
        _table("| Indicator | 2020 |", "| Waarde beslag (x € 1 mln.) | 148,3 |", before="Tabel 1 Cijfers (aantallen)")
    )
    assert [f.unit for f in find_figures(document)] == ["mln euro"]


def test_a_note_at_a_cell_gives_the_status_of_that_cell_only(paper) -> None:
    document = paper(
        _table(
            "| Indicator | Realisatie 2019 | Realisatie 2020 |",
            "| Gemelde slachtoffers | 884 | 517[^1] |",
            after="[^1]: Voorlopig cijfer; het definitieve cijfer volgt na de zomer.",
        )
    )
    assert [(f.printed, f.status) for f in find_figures(document)] == [("884", ""), ("517", "voorlopig")]


def test_a_sentence_over_all_figures_of_a_year_gives_their_status(paper) -> None:
    document = paper(
        _table(
            "| Indicator | Norm 2020 | Realisatie 2019 | Realisatie 2020 |",
            "| Gemelde slachtoffers | 900 | 884 | 517 |",
            after="De cijfers over 2020 zijn voorlopig. De cijfers over 2019 zijn definitief.",
        )
    )
    table = [f for f in find_figures(document) if f.indicator == "Gemelde slachtoffers"]
    assert [(f.printed, f.status) for f in table] == [("900", ""), ("884", "definitief"), ("517", "voorlopig")]


def test_a_column_names_the_indicator_where_the_row_is_only_a_year(paper) -> None:
    document = paper(
        _table(
            "| Jaar | Aangiften | Waarvan geseponeerd |",
            "| 2018 | 512 | 141 |",
            "| 2020 (eerste helft) | 233 | |",
            section="Antwoord 3",
        )
    )
    assert [(f.indicator, f.year, f.part, f.printed) for f in find_figures(document)] == [
        ("Aangiften", 2018, "", "512"),
        ("Aangiften, waarvan geseponeerd", 2018, "", "141"),
        ("Aangiften", 2020, "eerste helft", "233"),
    ]


def test_a_row_that_gives_a_part_is_named_with_the_row_it_is_a_part_of(paper) -> None:
    document = paper(_table("| Indicator | 2020 |", "| Onderzoeken naar fraude | 411 |", "| waarvan met boete | 44 |"))
    assert [f.indicator for f in find_figures(document)] == [
        "Onderzoeken naar fraude", "Onderzoeken naar fraude, waarvan met boete",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Op 26 augustus 2021 is het aantal gemelde slachtoffers over 2020 vastgesteld op 534.", (2020, "534", "")),
        ("Voor conservatoir beslag geldt vanaf 2021 een norm van 165 miljoen euro per jaar.", (2021, "165", "")),
        ("Het LOVP heeft op 16 november 2020 besloten voor beslag vanaf 2021 een norm van 165 miljoen euro te hanteren.",
         (2021, "165", "")),
        ("Tot en met september 2019 zijn 104 verdachten aangeleverd.", (2019, "104", "t/m september")),
        ("Op 1 september 2020 was 71% van de rechercheurs gecertificeerd.", (2020, "71", "op 1 september")),
        ("In dezelfde periode van 2020 zijn 98 verdachten aangeleverd.", (2020, "98", "dezelfde periode")),
    ],
)  # fmt: skip
def test_a_sentence_ties_its_number_to_the_year_it_is_of(paper, sentence: str, expected: tuple[object, ...]) -> None:
    (figure,) = find_figures(paper(f"# Brief\n\n## Stand\n\n{sentence}\n"))
    assert (figure.year, figure.printed, figure.part) == expected


@pytest.mark.parametrize(
    "line",
    [
        "2 Conservatoir beslag",
        "Ik verwacht dat de norm van 165 miljoen euro wordt gehaald.",
        "In de eerste drie kwartalen meldde de politie 612 slachtoffers.",
        "Van de onderzoeken richtte 46% zich op drugs en 11% op wapens.",
        "De formatie telt 430 fte meer dan een jaar eerder.",
        "In 2020 is 3,1 miljoen euro niet besteed.",
    ],
)
def test_what_names_nothing_is_no_indicator(paper, line: str) -> None:
    assert find_figures(paper(f"# Brief\n\n## Stand\n\n{line}\n")) == ()


def test_a_group_of_rows_gives_its_theme(tmp_path) -> None:
    path = tmp_path / "brief.html"
    path.write_text(
        "<html><body><h1>Brief</h1><h2>Resultaten</h2><table><tr><th>Indicator</th><th>2019</th><th>2020</th></tr>"
        "<tr><th colspan='3'>Executie</th></tr><tr><td>Afgedane dossiers</td><td>31</td><td>29</td></tr></table>"
        "</body></html>",
        encoding="utf-8",
    )
    figures = find_figures(read_file(path, publication=Publication("brief", "Brief", "2021-01-01")))
    assert {(f.indicator, f.theme) for f in figures} == {("Afgedane dossiers", "executie")}


def test_a_later_sentence_and_an_earlier_table_contradict_under_one_indicator(paper) -> None:
    table = paper(
        _table("| Indicator | Realisatie 2020 |", "| Aan het OM aangeleverde verdachten mensenhandel | 172 |"), id="a"
    )
    later = paper(
        "# Brief\n\n## Cijfers\n\nIn 2020 heeft de politie 176 verdachten van mensenhandel aangeleverd bij het OM.\n",
        id="b", date="2021-09-09",
    )  # fmt: skip
    texts = {d.id: d.text for d in (table, later)}
    figures = linked([*find_figures(table), *find_figures(later)], lambda p: texts[p.document_id][p.start : p.end])
    (conflict,) = conflicts(figures)
    assert (conflict.earlier.printed, conflict.later.printed, conflict.later.kind) == ("172", "176", "realisatie")


def test_what_is_counted_otherwise_is_never_linked(paper) -> None:
    table = paper(_table("| Indicator | Realisatie 2020 |", "| Reguliere cybercrime-onderzoeken | 411 |"), id="a")
    later = paper("# Brief\n\n## Cijfers\n\nIn 2020 zijn 98 verdachten van reguliere cybercrime aangehouden.\n", id="b")
    texts = {d.id: d.text for d in (table, later)}
    figures = linked([*find_figures(table), *find_figures(later)], lambda p: texts[p.document_id][p.start : p.end])
    assert len({f.key for f in figures}) == 2
