"""Sets a report with the pages that readers stumble over: Roman numbers, a turned table, a form, an annex.

Invariant: what is set is exactly what the constants say, so that a golden file can be checked by eye.
"""

from __future__ import annotations

import io
from typing import Any

INTRODUCTION = (
    "Dit rapport beschrijft hoe het met de fictieve wijkaanpak staat. Het is gemaakt om te laten zien dat bladen met "
    "Romeinse cijfers, gekantelde tabellen en ingevulde formulieren worden gelezen zoals een mens ze leest."
)
RESULT = (
    "De korpsen hebben in 2020 minder zaken afgerond dan in 2019. De cijfers per eenheid staan in de tabel op het "
    "volgende blad, dat gekanteld is afgedrukt omdat de tabel breder is dan het papier."
)
CLOSING = "Met dit formulier heeft de eenheid de cijfers bevestigd. Een leeg vak betekent dat de eenheid niets heeft ingevuld."
ANNEX = "De cijfers zijn geteld volgens de werkwijze van de fictieve Dienst Tellingen en zijn niet afgerond."
TABLE = (
    ("Eenheid", "Norm 2019", "Realisatie 2019", "Norm 2020", "Realisatie 2020"),
    ("Noord-Oever", "120", "118", "125", "97"),
    ("Zuid-Oever", "80", "", "85", "90"),
    ("Midden", "", "41", "45", ""),
    ("Totaal", "200", "159", "255", "187"),
)
ANSWERS = (
    ("Eenheid:", "Noord-Oever"),
    ("Ingevuld door:", "J. Voorbeeld"),
    ("Toelichting:", "De teller van maart ontbrak.\nHij is later aangevuld."),
    ("Opmerking:", ""),
)


def odd_report() -> bytes:
    """The report as a PDF: pages i and ii, then 1 (text), 2 (turned table), 3 (form) and 4 (annex)."""
    import fpdf
    from pypdf import PdfReader, PdfWriter

    pdf: Any = fpdf.FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    _page(pdf, "i", ("B", "Fictief rapport wijkaanpak 2020"), ("", "Een uitgave van het Ministerie van Fictieve Zaken"))
    _page(pdf, "ii", ("B", "Inleiding"), ("", INTRODUCTION))
    _page(pdf, "1", ("B", "1. Resultaten"), ("", RESULT))
    _table_page(pdf, "2")
    places = _page(
        pdf, "3", ("B", "2. Bevestiging"), ("", CLOSING), *(("", label) for label, _ in ANSWERS), ("", "Akkoord:")
    )
    _page(pdf, "4", ("B", "Bijlage 1. Werkwijze"), ("", ANNEX))
    writer = PdfWriter(PdfReader(io.BytesIO(bytes(pdf.output()))))
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 5, style="/D")
    _turn(writer.pages[3])
    _fill_in(writer, writer.pages[4], places)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(pdf: Any, number: str, *parts: tuple[str, str]) -> dict[str, float]:
    """Set a page and say how far from its top each part stands."""
    pdf.add_page()
    places, y = {}, 90.0
    for style, text in parts:
        pdf.set_font("Helvetica", style, 11)
        places[text] = y
        pdf.set_xy(70, y)
        pdf.multi_cell(440, 14, text)
        y = pdf.get_y() + 22
    pdf.set_font("Helvetica", "", 8)
    pdf.text(297, 815, number)
    return places


def _table_page(pdf: Any, number: str) -> None:
    pdf.add_page(orientation="L")
    pdf.set_font("Helvetica", "B", 11)
    pdf.text(70, 80, "Tabel 1. Afgeronde zaken per eenheid")
    for row, cells in enumerate(TABLE):
        pdf.set_font("Helvetica", "B" if row == 0 else "", 9)
        for column, text in enumerate(cells):
            left = 70 + 140 * column
            pdf.rect(left, 100 + 22 * row, 140, 22)
            pdf.text(left + 6 if column == 0 else left + 134 - pdf.get_string_width(text), 115 + 22 * row, text)
    pdf.set_font("Helvetica", "", 8)
    pdf.text(420, 570, number)


def _turn(page: Any) -> None:
    """Store a landscape page as an upright one whose text runs upwards, to be shown turned."""
    from pypdf import Transformation
    from pypdf.generic import RectangleObject

    width, height = float(page.mediabox.width), float(page.mediabox.height)
    page.add_transformation(Transformation().rotate(90).translate(height, 0))
    for name in ("mediabox", "cropbox", "trimbox", "bleedbox", "artbox"):
        setattr(page, name, RectangleObject((0, 0, height, width)))
    page.rotate(90)


def _fill_in(writer: Any, page: Any, places: dict[str, float]) -> None:
    """A form field after each label, one with a drawn appearance, and a box that is ticked."""
    from pypdf.generic import ArrayObject, NameObject

    page[NameObject("/Annots")] = ArrayObject()
    for at, (label, value) in enumerate(ANSWERS):
        top = 842 - places[label] + 4
        height = 34.0 if "\n" in value else 18.0
        _add_field(writer, page, f"vak{at}", (170.0, top - height, 420.0, top), value, drawn=at == 0)
    top = 842 - places["Akkoord:"] + 4
    _add_box(writer, page, (170.0, top - 16, 186.0, top))


def _add_field(writer: Any, page: Any, name: str, frame: tuple[float, ...], value: str, *, drawn: bool) -> None:
    from pypdf.generic import (
        ArrayObject,
        DecodedStreamObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        TextStringObject,
    )

    field = DictionaryObject()
    entries = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Tx"}
    field.update({NameObject(key): NameObject(word) for key, word in entries.items()})
    field[NameObject("/T")], field[NameObject("/V")] = TextStringObject(name), TextStringObject(value)
    field[NameObject("/Rect")] = ArrayObject([FloatObject(number) for number in frame])
    if drawn:
        stream = DecodedStreamObject()
        stream.set_data(f"/Tx BMC q BT /F1 10 Tf 2 5 Td ({value}) Tj ET Q EMC".encode("latin-1"))
        stream[NameObject("/Subtype")] = NameObject("/Form")
        stream[NameObject("/BBox")] = ArrayObject([FloatObject(n) for n in (0, 0, 250, 18)])
        stream[NameObject("/Resources")] = page["/Resources"]
        field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(stream)})
    page["/Annots"].append(writer._add_object(field))


def _add_box(writer: Any, page: Any, frame: tuple[float, ...]) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

    entries = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Btn", "/AS": "/Ja", "/V": "/Ja"}
    box = DictionaryObject({NameObject(key): NameObject(word) for key, word in entries.items()})
    box[NameObject("/T")] = TextStringObject("akkoord")
    box[NameObject("/Rect")] = ArrayObject([FloatObject(number) for number in frame])
    page["/Annots"].append(writer._add_object(box))
