"""The register screens: agreements, figures and commitments, filtered, exported, each row opening its source.

Invariant: what is shown and what is exported are the same rows of ``assistant.registers``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant import registers as found
from assistant.web.conversation import Answering
from assistant.web.figures import columns_of, indicator_views
from assistant.web.pages import page

Name = Literal["afspraken", "cijfers", "toezeggingen"]
READERS: dict[Name, Callable[..., Sequence[Any]]] = {
    "afspraken": found.agreements,
    "cijfers": found.figures,
    "toezeggingen": found.commitments,
}
SECTIONS: dict[Name, str] = {"afspraken": "agreements", "cijfers": "figures", "toezeggingen": "commitments"}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a register is narrowed by; empty text means everything."""

    theme: str = ""
    year: str = ""
    document: str = ""
    actor: str = ""

    @property
    def query(self) -> str:
        """The filters as the query part of an address."""
        names = {"thema": self.theme, "jaar": self.year, "document": self.document, "wie": self.actor}
        given = urlencode({name: value for name, value in names.items() if value})
        return f"?{given}" if given else ""

    def rows(self, library: Any, name: Name) -> Sequence[Any]:
        """The rows of a register that pass."""
        year = int(self.year) if self.year.isdigit() and len(self.year) == 4 else None
        return READERS[name](library, theme=self.theme, year=year, document=self.document, actor=self.actor)


def routes(assistant: Answering) -> APIRouter:
    """The routes of the registers: screens, exports and permanent links to rows."""
    router = APIRouter()

    def screen(name: Name) -> Callable[..., HTMLResponse]:
        def show(request: Request, thema: str = "", jaar: str = "", document: str = "", wie: str = "") -> HTMLResponse:
            filters = Filters(thema[:80], jaar[:4], document[:120], wie[:120])
            return _screen(request, assistant, name, filters)

        return show

    def export(
        name: Name, form: Literal["csv", "xlsx"], thema: str = "", jaar: str = "", document: str = "", wie: str = ""
    ) -> Response:
        rows = Filters(thema, jaar, document, wie).rows(assistant.library, name)
        return _file(name, form, rows)

    def row(row_id: str) -> RedirectResponse:
        target = found.find_row(_shelf(assistant), row_id)
        if target is None:
            raise HTTPException(404)
        screens = {found.AgreementRow: "afspraken", found.FigureRow: "cijfers", found.CommitmentRow: "toezeggingen"}
        return RedirectResponse(f"/{screens[type(target)]}#{row_id}", 307)

    for name in READERS:
        router.add_api_route(f"/{name}", screen(name), response_class=HTMLResponse)
    router.add_api_route("/uitvoer/{name}.{form}", export, response_class=Response)
    router.add_api_route("/rij/{row_id}", row, response_class=RedirectResponse)
    return router


def _shelf(assistant: Answering) -> Any:
    return assistant.library


def _screen(request: Request, assistant: Answering, name: Name, filters: Filters) -> HTMLResponse:
    library = _shelf(assistant)
    everything = found.registers(library)
    rows = filters.rows(library, name)
    values: dict[str, Any] = {"rows": rows, "filters": filters, "name": name, "until": everything.until}
    if name == "cijfers":
        values["views"] = indicator_views(rows, everything.indicators)
        values["years"] = columns_of(values["views"])
    values["choices"] = _choices(library, name)
    return page(request, assistant, f"{SECTIONS[name]}.html", SECTIONS[name], **values)


def _choices(library: Any, name: Name) -> dict[str, list[Any]]:
    """What the filters may be set to: themes and years that occur, and the documents."""
    from ingest.language.themes import load_themes

    everything = READERS[name](library)
    field = {"afspraken": "agreement", "cijfers": "figure", "toezeggingen": "commitment"}[name]
    present = {getattr(row, field).theme for row in everything}
    named = [(theme.slug, theme.name) for theme in load_themes() if theme.slug in present]
    rest = sorted(theme for theme in present if theme and theme not in dict(named))
    years = {row.figure.year for row in everything} if name == "cijfers" else {r.citation.date[:4] for r in everything}
    return {
        "themes": [*named, *((theme, theme) for theme in rest)],
        "years": sorted(str(year) for year in years if year),
        "documents": [p for p in library.documents() if p.id in {row.citation.document_id for row in everything}],
    }


def _file(name: Name, form: Literal["csv", "xlsx"], rows: Sequence[Any]) -> Response:
    from assistant.export import to_csv, to_xlsx

    content = to_csv(rows) if form == "csv" else to_xlsx(rows, title=name)
    kind = "text/csv; charset=utf-8" if form == "csv" else EXCEL
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}.{form}"'})
