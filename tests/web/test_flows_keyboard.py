"""Every flow of the question screen again, with the keyboard only: no mouse, no focus set by script."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.driving import finished, opened, pressed, tabbed

pytestmark = pytest.mark.browser
FTE = "Hoeveel fte is toegevoegd?"


def typed(page: Any, question: str, *, back: bool = False) -> None:
    """Reach the question box with Tab, type, and ask with Enter."""
    tabbed(page, "#vraag textarea", back=back)
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    finished(page, question)


def test_ticking_found_paragraphs_and_answering_from_them(page: Any, base: str, assistant: Any) -> None:
    typed(opened(page, base), FTE)
    pressed(page, "[data-view=found]")
    tabbed(page, "input[name=alinea]")
    page.keyboard.press("Space")
    pressed(page, "[data-from]")
    page.wait_for_selector("#beurt-2[data-state=done]")
    assert assistant.given[-1] == {"paragraphs": ("kst-1-2/p5",)}


def test_unfolding_a_later_source(page: Any, base: str) -> None:
    typed(opened(page, base), "Noem alles")
    pressed(page, "[data-unfold]")
    assert page.evaluate("document.activeElement.id") == "v1-bron-4"
    assert page.locator(".source").nth(3).locator("mark").is_visible()


def test_narrowing_a_question(page: Any, base: str, assistant: Any) -> None:
    pressed(opened(page, base), ".narrow summary")
    tabbed(page, ".narrow [name=document]")
    page.keyboard.press("ArrowDown")
    tabbed(page, ".narrow [name=year]")
    page.keyboard.type("2019")
    typed(page, FTE, back=True)
    assert assistant.given[-1] == {"document": "kst-1-2", "year": 2019}


def test_opening_the_picture_of_a_page(page: Any, base: str) -> None:
    typed(opened(page, base), "Welke pagina?")
    pressed(page, ".pages summary")
    page.wait_for_function("() => [...document.querySelectorAll('.pages img')].some((i) => i.naturalWidth > 500)")
    pressed(page, ".pages figcaption a")
    page.wait_for_selector(".page-picture img")
    assert page.evaluate("() => location.pathname") == "/pagina/kst-99999-12/1"
    assert "De fictieve inspectie stelt middelen beschikbaar" in page.inner_text("mark")


def test_editing_and_asking_again(page: Any, base: str, assistant: Any) -> None:
    typed(opened(page, base), FTE)
    pressed(page, "[data-edit]")
    assert page.evaluate("document.activeElement.matches('#vraag textarea')")
    page.keyboard.press("End")
    page.keyboard.type(" Graag precies.")
    page.keyboard.press("Enter")
    finished(page, f"{FTE} Graag precies.")
    assert assistant.asked[-1] == (f"{FTE} Graag precies.", ())
    pressed(page, "[data-retry]")
    page.wait_for_selector("#beurt-3[data-state=done]")
    assert assistant.asked[-1] == (f"{FTE} Graag precies.", ())


def test_stopping_a_slow_question(page: Any, base: str) -> None:
    tabbed(opened(page, base), "#vraag textarea")
    page.keyboard.type("een traag antwoord")
    page.keyboard.press("Enter")
    page.wait_for_selector("#stop:not([disabled])")
    pressed(page, "#stop", most=3)
    page.wait_for_selector(".turn[data-state=done]")
    assert "Gestopt" in page.inner_text(".turn")


def test_a_term_is_explained_on_focus_and_escape_closes_it(page: Any, base: str) -> None:
    typed(opened(page, base), FTE)
    tabbed(page, ".term")
    shown = "() => { const s = getComputedStyle(document.activeElement, '::after'); return s.display !== 'none' && s.content !== 'none'; }"
    assert page.evaluate(shown)
    page.keyboard.press("Escape")
    assert not page.evaluate(shown)


def test_keeping_the_conversation_and_starting_a_new_one(page: Any, base: str) -> None:
    tabbed(opened(page, base), "[data-keep]")
    page.keyboard.press("Space")
    typed(page, FTE, back=True)
    assert FTE in page.evaluate("localStorage.getItem('gesprek')")
    pressed(page, "#nieuw", back=False)
    page.wait_for_selector(".examples")
    assert page.evaluate("localStorage.getItem('gesprek')") is None


def test_taking_a_whole_conversation_along(page: Any, base: str) -> None:
    typed(opened(page, base), FTE)
    typed(page, "En dan?", back=True)
    tabbed(page, "[name=bereik]")
    page.keyboard.press("Space")
    tabbed(page, "[value=pdf]", back=True)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")


def test_giving_feedback(page: Any, base: str) -> None:
    typed(opened(page, base), FTE)
    pressed(page, ".feedback summary")
    tabbed(page, "[name=reden]")
    page.keyboard.press("ArrowDown")
    pressed(page, ".feedback form button")
    page.wait_for_selector(".feedback .note")
    assert page.evaluate("document.activeElement.matches('.feedback .note')")


def test_copying_an_answer_with_its_references(page: Any, base: str) -> None:
    typed(opened(page, base), FTE)
    pressed(page, ".turn [data-copy]")
    page.wait_for_selector("#kort:has-text('Gekopieerd')")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "171 fte toegevoegd. [1]" in copied
    assert "[1] Brief van 14 november 2018, kenmerk 2413668, p. 1" in copied
    assert page.evaluate("() => document.activeElement.matches('[data-copy]')")


def test_copying_the_reference_of_a_source(page: Any, base: str) -> None:
    typed(opened(page, base), FTE)
    pressed(page, ".source [data-copy]")
    page.wait_for_selector("#kort:has-text('Gekopieerd')")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("Brief van 14 november 2018, kenmerk 2413668, p. 1")
    assert copied.endswith(f"{base}/lees/kst-1-2#p5")


def test_asking_an_example_and_looking_back_at_its_sources(page: Any, base: str) -> None:
    pressed(opened(page, base), ".chips button")
    page.wait_for_selector(".turn[data-state=done]")
    typed(page, "En dan?", back=True)
    pressed(page, ".earlier summary")
    pressed(page, ".earlier [data-sources]")
    assert page.evaluate("() => document.activeElement.id") == "v1-bronnen"
    assert page.locator("[id=v1-bron-1]").is_visible()


def test_clearing_what_narrows_and_leaving_an_edit(page: Any, base: str, assistant: Any) -> None:
    pressed(opened(page, base), ".narrow summary")
    tabbed(page, ".narrow [name=year]")
    page.keyboard.type("2019")
    pressed(page, "[data-clear]")
    typed(page, FTE, back=True)
    assert assistant.given[-1] == {}
    pressed(page, "[data-edit]")
    pressed(page, "[data-edit-cancel]")
    assert page.evaluate("() => document.activeElement.matches('#vraag textarea')")
    assert page.input_value("#vraag textarea") == ""
