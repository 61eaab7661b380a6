"""Axe on every screen, in both languages and both displays, and in every state of the question screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.web.app import create_app
from tests.web.axe import violations
from tests.web.driving import asked, opened
from tests.web.standin import Scripted
from tests.web.visiting import NO_SCREEN, SCREENS, routes_of

pytestmark = pytest.mark.browser


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


def test_every_route_is_a_screen_that_axe_sees_or_said_to_be_none(tmp_path: Path) -> None:
    routes = routes_of(create_app(Scripted(), Settings(data=tmp_path)))
    seen = {screen.route for screen in SCREENS.values()} - {("get", "")}
    assert routes == seen | NO_SCREEN
    assert not seen & NO_SCREEN


def test_axe_finds_nothing_on_any_screen(visit: Any, base: str) -> None:
    found = []
    for name, screen in SCREENS.items():
        screen.visit(visit, base)
        found += [f"{name}: {each}" for each in violations(visit)]
    assert not found, "\n".join(found)


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
    visit.fill("#vraag textarea", "een traag antwoord")
    visit.click("#stuur")
    visit.wait_for_selector(".turn[data-state=busy]")
    found += violations(visit)
    visit.click("#stop:not([disabled])")
    visit.wait_for_selector(".turn[data-state=done] .note")
    found += violations(visit)
    assert found == []
