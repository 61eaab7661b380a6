"""Axe on every screen, in both languages and both displays."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from tests.web.test_chat_browser import asked

pytestmark = pytest.mark.browser
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
SCREENS = (
    "/vraag/", "/documenten", "/lees/kst-1-2", "/lees/kst-1-2?zoek=politie", "/afspraken", "/cijfers", "/toezeggingen",
    "/pagina/kst-1-2/1?van=10&tot=20", "/over", "/toegankelijkheid", "/bestaat-niet",
)  # fmt: skip


def violations(page: Any) -> list[str]:
    """What axe finds on the page as it stands, WCAG 2.2 AA and good practice."""
    page.evaluate(f"() => {{ {AXE} }}")
    found = page.evaluate("() => axe.run()")["violations"]
    return [f"{v['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(browser: Any, base: str, screen: str, language: str, theme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    context.add_cookies(
        [{"name": "taal", "value": language, "url": base}, {"name": "weergave", "value": theme, "url": base}]
    )
    page = context.new_page()
    page.goto(base + (screen if language == "nl" or screen != "/vraag/" else "/ask/"))
    if screen == "/vraag/":
        page.wait_for_selector("#vraag textarea")
        assert violations(page) == []
        for question in ("Hoeveel fte?", "Wat over stikstof?", "Geef een tabel"):
            asked(page, question)
            page.click(".cite >> nth=0") if "stikstof" not in question else None
            page.wait_for_timeout(200)
            assert violations(page) == []
    else:
        assert violations(page) == []
    context.close()
