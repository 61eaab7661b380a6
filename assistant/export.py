"""The registers as rows for other programs: JSON objects, CSV and XLSX.

Invariant: no cell that leaves here can be taken for a formula by a spreadsheet. Owner of openpyxl.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.answer import citation_to_json
from assistant.registers import AgreementRow, CommitmentRow, EventRow, FigureRow, theme_name
from ingest.findings.events import STATES
from ingest.findings.values import Period

Row = AgreementRow | FigureRow | CommitmentRow

_KINDS = {"quantitative": "kwantitatief", "qualitative": "kwalitatief", "attention": "aandachtspunt"}
AGREEMENT_COLUMNS = ("id", "thema", "afspraak", "wie", "met wie", "soort", "indicator", "periode", "van", "tot en met")
FIGURE_COLUMNS = (
    "id",
    "thema",
    "indicator",
    "jaar",
    "deel van het jaar",
    "soort",
    "waarde",
    "zoals gedrukt",
    "eenheid",
    "status",
    "toelichting",
)
COMMITMENT_COLUMNS = (
    "id",
    "thema",
    "toezegging",
    "wie",
    "aan wie",
    "termijn",
    "uiterlijk",
    "datum",
    "stand",
    "gebeurtenissen",
)
SOURCE_COLUMNS = ("document", "vindplaats", "alinea", "begin", "einde", "link")


def to_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as JSON objects, each with its citation as in the machine contract."""
    return [_object(row) for row in rows]


def _object(row: Row) -> dict[str, Any]:
    if isinstance(row, AgreementRow):
        a = row.agreement
        own: dict[str, Any] = {
            "id": row.id, "theme": a.theme, "text": a.text, "actor": a.actor, "partners": a.partners, "kind": a.kind,
            "indicator": a.indicator, "period": _period(a.period),
        }  # fmt: skip
    elif isinstance(row, FigureRow):
        f = row.figure
        own = {
            "id": row.id, "theme": f.theme, "indicator": f.indicator, "key": f.key, "year": f.year, "part": f.part,
            "kind": f.kind,
            "value": str(f.value), "printed": f.printed, "unit": f.unit, "status": f.status, "note": f.note,
        }  # fmt: skip
    else:
        c = row.commitment
        own = {
            "id": row.id, "theme": c.theme, "text": c.text, "actor": c.actor, "action": c.action,
            "recipient": c.recipient, "deadline": _period(c.deadline), "made": c.made, "state": row.state,
            "events": [_event(e) for e in row.events],
        }  # fmt: skip
    return {**own, "citation": citation_to_json(row.citation)}


def _event(row: EventRow) -> dict[str, Any]:
    event = row.event
    found = {"kind": event.kind, "state": STATES[event.kind], "date": event.date, "text": event.text}
    extra: dict[str, Any] = {"documents": event.documents} if event.kind == "not_found" else {}
    return {**found, **extra, "citation": citation_to_json(row.citation)}


def _period(period: Period | None) -> dict[str, str] | None:
    if period is None:
        return None
    return {"text": period.text, "earliest": period.earliest, "latest": period.latest, "recurring": period.recurring}


def columns_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The column names for these rows; empty when there are none."""
    if not rows:
        return ()
    own = {AgreementRow: AGREEMENT_COLUMNS, FigureRow: FIGURE_COLUMNS, CommitmentRow: COMMITMENT_COLUMNS}[type(rows[0])]
    return (*own, *SOURCE_COLUMNS)


def _cells(row: Row) -> tuple[object, ...]:
    c = row.citation
    source = (c.document_title, c.reference, c.paragraph_id, c.start, c.end, c.url)
    if isinstance(row, AgreementRow):
        a, p = row.agreement, row.agreement.period
        span = (p.text, p.earliest, p.latest) if p else ("", "", "")
        return (row.id, theme_name(a.theme), a.text, a.actor, a.partners, _KINDS[a.kind], a.indicator, *span, *source)
    if isinstance(row, FigureRow):
        f = row.figure
        year = "" if f.year is None else f.year
        return (
            row.id,
            theme_name(f.theme),
            f.indicator,
            year,
            f.part,
            f.kind,
            f.value,
            f.printed,
            f.unit,
            f.status,
            f.note,
            *source,
        )
    k, d = row.commitment, row.commitment.deadline
    told = "; ".join(f"{e.event.date}: {STATES[e.event.kind]} ({e.citation.reference})" for e in row.events)
    when = (d.text, d.latest or d.recurring) if d else ("", "")
    return (row.id, theme_name(k.theme), k.text, k.actor, k.recipient, *when, k.made, row.state, told, *source)


def safe_cell(value: object) -> object:
    """The value as it may stand in a spreadsheet: text that could be read as a formula gets an apostrophe in front."""
    if not isinstance(value, str):
        return value
    return (
        f"'{value}"
        if value.lstrip(" \t\r\n")[:1] in ("=", "+", "-", "@", "|", "%") or value[:1] in ("\t", "\r")
        else value
    )


def to_csv(rows: Sequence[Row]) -> bytes:
    """The rows as CSV for a Dutch spreadsheet: UTF-8 with byte-order mark, separated by semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns_of(rows))
    writer.writerows([safe_cell(_printed(value)) for value in _cells(row)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _printed(value: object) -> object:
    from decimal import Decimal

    return str(value).replace(".", ",") if isinstance(value, Decimal) else value


def to_xlsx(rows: Sequence[Row], *, title: str = "Register") -> bytes:
    """The rows as an Excel workbook of one sheet; every text cell is stored as text, never as a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    columns = columns_of(rows)
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_storable(value) for value in _cells(row)])
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for number, name in enumerate(columns, 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 60 if name in ("afspraak", "toezegging") else 18
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _storable(value: object) -> object:
    import re

    return safe_cell(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)) if isinstance(value, str) else value


def save(rows: Sequence[Row], path: Path) -> None:
    """Writes the rows to ``path``: XLSX by that suffix, else CSV."""
    path.write_bytes(to_xlsx(rows) if path.suffix.lower() == ".xlsx" else to_csv(rows))
