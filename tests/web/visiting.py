"""Every screen of the application and how to get there; what answers with a file or another address is named too.

Invariant: every route stands in ``SCREENS`` or in ``NO_SCREEN``, so that a new screen cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.web.driving import opened
from tests.web.papers import ATTACK

REFUSED, PARTLY = "geweigerd.md", "deels.md"
"""Names of files that the stand-in refuses, and of which it leaves parts out."""


def going(path: str) -> Callable[[Any, str], None]:
    """A visit to an address."""

    def visit(page: Any, base: str) -> None:
        page.goto(base + path)

    return visit


def submitting(form: str, **fields: str) -> Callable[[Any, str], None]:
    """A visit to the page that answers a form sent without JavaScript."""

    def visit(page: Any, base: str) -> None:
        page.goto(f"{base}/over")
        page.evaluate(
            "([action, fields]) => { const form = document.createElement('form'); form.method = 'post';"
            " form.action = action; for (const [name, value] of Object.entries(fields)) { const field ="
            " document.createElement('input'); field.name = name; field.value = value; form.append(field); }"
            " document.body.append(form); form.submit(); }",
            [form, fields],
        )
        page.wait_for_url(f"**{form}")

    return visit


def _chosen(page: Any, base: str) -> None:
    page.goto(f"{base}/documenten")
    page.set_input_files(
        "input[type=file]",
        [{"name": name, "mimeType": "text/markdown", "buffer": b"# K\n\nT."} for name in ("a.md", REFUSED, PARTLY)],
    )


def sending_files(page: Any, base: str) -> None:
    """The page that answers files sent without JavaScript."""
    _chosen(page, base)
    page.evaluate("document.querySelector('form.upload').submit()")
    page.wait_for_selector("h1 ~ .taken")
    page.click(".taken details summary >> nth=0")


def reporting_files(page: Any, base: str) -> None:
    """The report of each file on the page where they were chosen."""
    _chosen(page, base)
    page.click(".upload button")
    page.wait_for_function("() => document.querySelectorAll('.reports .taken').length === 3")


def refusing_files(page: Any, base: str) -> None:
    """The line of a file of which no report came."""
    page.goto(f"{base}/documenten")
    page.route("**/documenten", lambda route: route.abort())
    page.set_input_files("input[type=file]", {"name": "a.md", "mimeType": "text/markdown", "buffer": b"T."})
    page.click(".upload button")
    page.wait_for_selector(".uploading li:not(:has(progress))")
    page.unroute("**/documenten")


def taken_html(page: Any, base: str) -> None:
    """An answer taken along as HTML, opened as a page by itself."""
    answer = page.request.post(
        f"{base}/meenemen",
        form={"vorm": "html", "vraag": "Geef een tabel", "bereik": "gesprek"},
    )
    page.goto("about:blank")
    page.set_content(answer.text())


@dataclass(frozen=True)
class Screen:
    """One state of one screen: the route it belongs to, and how to get there."""

    route: tuple[str, str]
    visit: Callable[[Any, str], None]


def _read(path: str, route: str) -> Screen:
    return Screen(("get", route), going(path))


SCREENS: dict[str, Screen] = {
    "documents": _read("/documenten", "/documenten"),
    "files reported": Screen(("post", "/documenten"), reporting_files),
    "files sent": Screen(("post", "/documenten"), sending_files),
    "files lost": Screen(("get", "/documenten"), refusing_files),
    "reading at a paragraph": _read("/lees/kst-1-2#p5", "/lees/{document_id}"),
    "reading and searching": _read("/lees/kst-1-2?zoek=politie", "/lees/{document_id}"),
    "searching in vain": _read("/lees/kst-1-2?zoek=niets", "/lees/{document_id}"),
    "reading an earlier version": _read("/lees/kst-1-2?versie=1", "/lees/{document_id}"),
    "reading a removed document": _read("/lees/weg-3#p1", "/lees/{document_id}"),
    "reading a hostile document": _read("/lees/stuk-2", "/lees/{document_id}"),
    "reading a printed letter": _read("/lees/kst-99999-12", "/lees/{document_id}"),
    "what it touches": _read("/raakt/kst-99999-12", "/raakt/{document_id}"),
    "agreements": _read("/afspraken", "/afspraken"),
    "no agreements": _read("/afspraken?wie=niemand", "/afspraken"),
    "figures": _read("/cijfers", "/cijfers"),
    "figures of a year": _read("/cijfers?jaar=2020", "/cijfers"),
    "no figures": _read("/cijfers?wie=niets", "/cijfers"),
    "commitments": _read("/toezeggingen", "/toezeggingen"),
    "no commitments": _read("/toezeggingen?wie=niemand", "/toezeggingen"),
    "a page with a quote": _read("/pagina/kst-99999-12/1?van=10&tot=20", "/pagina/{document_id}/{number}"),
    "a page": _read("/pagina/kst-99999-12/2", "/pagina/{document_id}/{number}"),
    "about": _read("/over", "/over"),
    "accessibility": _read("/toegankelijkheid", "/toegankelijkheid"),
    "feedback kept": Screen(
        ("post", "/terugkoppeling"), submitting("/terugkoppeling", vraag=ATTACK, reden="incomplete")
    ),
    "feedback refused": Screen(("post", "/terugkoppeling"), submitting("/terugkoppeling", vraag="x", reden="anders")),
    "nothing to take along": Screen(("post", "/meenemen"), submitting("/meenemen", vorm="md", vraag="")),
    "taken along": Screen(("post", "/meenemen"), taken_html),
    "unknown address": _read("/bestaat-niet", ""),
    "unknown document": _read("/lees/bestaat-niet", "/lees/{document_id}"),
    "unknown row": _read("/rij/a-niets", "/rij/{row_id}"),
    "unknown language": _read("/taal/xx", "/taal/{language}"),
    "unknown display": _read("/weergave/bont", "/weergave/{theme}"),
    "question in Dutch": Screen(("mount", "/vraag"), lambda page, base: opened(page, base, "/vraag/") and None),
    "question in English": Screen(("mount", "/ask"), lambda page, base: opened(page, base, "/ask/") and None),
}
NO_SCREEN = frozenset(
    {
        ("get", "/"), ("get", "/pagina/{document_id}/{number}.png"), ("get", "/uitvoer/{name}.{form}"),
        ("post", "/api/ask"), ("get", "/api/documents"), ("get", "/api/documents/{document_id}"), ("mount", "/web"),
    }
)  # fmt: skip
"""Redirects, files and the interface for machines."""


def routes_of(app: Any) -> set[tuple[str, str]]:
    """Every route of the application as its method and path; a mounted application is one route."""
    from starlette.routing import Mount

    known = {(method, path) for path, methods in app.openapi()["paths"].items() for method in methods}
    return known | {("mount", route.path) for route in app.routes if isinstance(route, Mount)}
