"""The register screens: agreements, figures and commitments, filtered, exported, each row opening its source.

Invariant: what is shown and what is exported are the same rows of ``assistant.registers``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant import registers as found
from assistant.web.conversation import Answering
from assistant.web.figures import columns_of, indicator_views, ordered_keys
from assistant.web.pages import page
from assistant.web.sheets import sheet_of, sheet_with

Name = Literal["afspraken", "cijfers", "toezeggingen"]
READERS: dict[Name, Callable[..., Sequence[Any]]] = {
    "afspraken": found.agreements,
    "cijfers": found.figures,
    "toezeggingen": found.promises,
}
SECTIONS: dict[Name, str] = {"afspraken": "agreements", "cijfers": "figures", "toezeggingen": "commitments"}
SIZES: dict[Name, int] = {"afspraken": 100, "cijfers": 60, "toezeggingen": 50}
"""How many rows, indicators or commitments one sheet holds."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a register is narrowed by; empty text means everything."""

    theme: str = ""
    year: str = ""
    document: str = ""
    actor: str = ""
    row: str = ""

    @property
    def query(self) -> str:
        """The filters as the query part of an address."""
        return self._query("")

    def sheet(self, number: int) -> str:
        """The filters and a sheet as the query part of an address."""
        return self._query(str(number) if number > 1 else "")

    def _query(self, sheet: str) -> str:
        names = {
            "thema": self.theme, "jaar": self.year, "document": self.document, "wie": self.actor, "rij": self.row,
            "blad": sheet,
        }  # fmt: skip
        given = urlencode({name: value for name, value in names.items() if value})
        return f"?{given}" if given else ""

    def rows(self, library: Any, name: Name) -> Sequence[Any]:
        """The rows of a register that pass; commitments without their history."""
        year = int(self.year) if self.year.isdigit() and len(self.year) == 4 else None
        rows = READERS[name](library, theme=self.theme, year=year, document=self.document, actor=self.actor)
        return [row for row in rows if row.id == self.row] if self.row else rows


def filters_of(thema: str = "", jaar: str = "", document: str = "", wie: str = "", rij: str = "") -> Filters:
    """The filters of a request."""
    return Filters(thema[:80], jaar[:4], document[:120], wie[:120], rij[:20])


Given = Annotated[Filters, Depends(filters_of)]


def routes(assistant: Answering) -> APIRouter:
    """The routes of the registers: screens, exports and permanent links to rows."""
    router = APIRouter()

    def screen(name: Name) -> Callable[..., HTMLResponse]:
        """The handler of one register's screen."""

        def show(request: Request, filters: Given, blad: int = 1) -> HTMLResponse:
            """One sheet (``blad``, from 1) of the rows that pass the filters."""
            return _screen(request, assistant, name, filters, blad)

        return show

    def export(name: Name, form: Literal["csv", "xlsx"], filters: Given) -> Response:
        """Every row that passes the filters as CSV or XLSX, commitments with their history."""
        library = _shelf(assistant)
        rows = filters.rows(library, name)
        return _file(name, form, found.registers(library).with_history(rows) if name == "toezeggingen" else rows)

    def row(row_id: str) -> RedirectResponse:
        """Lead a permanent link to the sheet on which its row stands."""
        return RedirectResponse(_address(_shelf(assistant), row_id), 307)

    for name in READERS:
        router.add_api_route(f"/{name}", screen(name), response_class=HTMLResponse)
    router.add_api_route("/uitvoer/{name}.{form}", export, response_class=Response)
    router.add_api_route("/rij/{row_id}", row, response_class=RedirectResponse)
    return router


def _shelf(assistant: Answering) -> Any:
    return assistant.library


def _address(library: Any, row_id: str) -> str:
    """Where a row is shown now: the sheet of its register that holds it."""
    target = found.find_row(library, row_id)
    if target is None:
        raise HTTPException(404)
    screens: dict[type, Name] = {
        found.AgreementRow: "afspraken", found.FigureRow: "cijfers", found.PromiseRow: "toezeggingen",
    }  # fmt: skip
    name = screens[type(target)]
    entries = _entries(library, name, Filters().rows(library, name))
    at = entries.index(target.figure.key if isinstance(target, found.FigureRow) else target)
    return f"/{name}{Filters().sheet(sheet_with(at, SIZES[name]))}#{row_id}"


def _entries(library: Any, name: Name, rows: Sequence[Any]) -> Sequence[Any]:
    """What a sheet holds a number of: the rows, or of figures the keys of their indicators."""
    return ordered_keys(rows, found.registers(library).indicators) if name == "cijfers" else rows


def _screen(request: Request, assistant: Answering, name: Name, filters: Filters, number: int) -> HTMLResponse:
    library = _shelf(assistant)
    everything = found.registers(library)
    rows = filters.rows(library, name)
    sheet = sheet_of(_entries(library, name, rows), number, SIZES[name])
    values: dict[str, Any] = {"sheet": sheet, "count": len(rows), "filters": filters, "name": name}
    if name == "cijfers":
        held = frozenset(sheet.entries)
        values["views"] = indicator_views([r for r in rows if r.figure.key in held], everything.indicators)
        values["years"] = columns_of(values["views"])
    else:
        values["rows"] = everything.with_history(sheet.entries) if name == "toezeggingen" else sheet.entries
    values["choices"] = _choices(library, name)
    return page(request, assistant, f"{SECTIONS[name]}.html", SECTIONS[name], until=everything.until, **values)


def _choices(library: Any, name: Name) -> dict[str, list[Any]]:
    """What the filters may be set to: themes and years that occur, and the documents."""
    from ingest.language.themes import load_themes

    everything = READERS[name](library)
    field = {"afspraken": "agreement", "cijfers": "figure", "toezeggingen": "commitment"}[name]
    present = {getattr(row, field).theme for row in everything}
    named = [(theme.slug, theme.name) for theme in load_themes() if theme.slug in present]
    rest = sorted(theme for theme in present if theme and theme not in dict(named))
    years = {row.figure.year for row in everything} if name == "cijfers" else {r.citation.date[:4] for r in everything}
    documents = {row.citation.document_id for row in everything}
    return {
        "themes": [*named, *((theme, theme) for theme in rest)],
        "years": sorted(str(year) for year in years if year),
        "documents": [p for p in library.documents() if p.id in documents],
    }


def _file(name: Name, form: Literal["csv", "xlsx"], rows: Sequence[Any]) -> Response:
    from assistant.export import to_csv, to_xlsx

    content = to_csv(rows) if form == "csv" else to_xlsx(rows, title=name)
    kind = "text/csv; charset=utf-8" if form == "csv" else EXCEL
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}.{form}"'})
