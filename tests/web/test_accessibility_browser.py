"""Axe on every screen, in both languages and both displays, and in every state of the question screen."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from tests.web.driving import asked, opened

pytestmark = pytest.mark.browser
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
SCREENS = (
    "/documenten", "/lees/kst-1-2#p5", "/lees/kst-1-2?zoek=politie", "/lees/kst-1-2?versie=1", "/lees/stuk-2", "/afspraken",
    "/cijfers", "/toezeggingen", "/raakt/kst-99999-12", "/pagina/kst-99999-12/1?van=10&tot=20", "/over",
    "/toegankelijkheid", "/bestaat-niet",
)  # fmt: skip


def violations(page: Any) -> list[str]:
    """What axe finds on the page as it stands, WCAG 2.2 AA and good practice."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(f"() => {{ {AXE} }}")
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{page.url} {v['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
        for v in found
        for node in v["nodes"]
    ]


@pytest.fixture(params=[("nl", "light"), ("nl", "dark"), ("en", "light"), ("en", "dark")], ids="-".join)
def visit(request: pytest.FixtureRequest, browser: Any, base: str) -> Iterator[Any]:
    """A page in one language and display."""
    language, theme = request.param
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    context.add_cookies(
        [{"name": "taal", "value": language, "url": base}, {"name": "weergave", "value": theme, "url": base}]
    )
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_the_plain_screens(visit: Any, base: str) -> None:
    found = []
    for screen in SCREENS:
        visit.goto(base + screen)
        found += violations(visit)
    assert found == []


def test_axe_finds_nothing_on_the_question_screen(visit: Any, base: str) -> None:
    opened(visit, base).click(".narrow summary")
    asked(visit, "Geef een tabel")
    asked(visit, "Hoeveel fte?")
    visit.click(".earlier summary")
    visit.click(".cite >> nth=0")
    visit.click(".feedback summary")
    visit.focus(".term >> nth=0")
    found = violations(visit)
    visit.click("[data-view=found]:visible")
    visit.click("[data-edit]")
    found += violations(visit)
    asked(visit, "Welke pagina?")
    visit.click(".pages summary:visible")
    asked(visit, "Wat over stikstof?")
    found += violations(visit)
    assert found == []
