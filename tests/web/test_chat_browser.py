"""The question screen in a real Chromium, with the mouse and with the keyboard only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.driving import asked, finished, opened, tabbed

pytestmark = pytest.mark.browser
FTE = "Hoeveel fte is toegevoegd?"


def test_an_answer_shows_its_sentences_markers_checks_and_sources(page: Any, base: str) -> None:
    asked(opened(page, base), FTE)
    assert "171 fte toegevoegd." in page.inner_text(".answer")
    assert page.locator(".cite").all_inner_texts() == ["1", "2", "3"]
    assert page.locator(".check-tag").first.inner_text() == "letterlijk"
    assert "herformulering, alle cijfers aangetroffen" in page.locator(".check-tag").nth(1).inner_text()
    first = page.locator(".source").first
    assert (
        "Voor de opsporing van ondermijnende criminaliteit is 171 fte toegevoegd."
        in first.locator("mark").all_inner_texts()[0]
    )
    assert "kenmerk 2413668" in first.inner_text()
    assert "einde pagina 1" in first.inner_text()
    link = first.get_by_role("link", name="Officiële publicatie")
    assert link.get_attribute("rel") == "noreferrer noopener"
    assert first.get_by_role("link", name="Lees in document").get_attribute("href") == "/lees/kst-1-2#p5"


def test_a_click_on_a_marker_focuses_its_source_and_lights_both(page: Any, base: str) -> None:
    asked(opened(page, base), FTE)
    page.click(".cite[data-marker='2']")
    assert page.evaluate("document.activeElement.id") == "v1-bron-2"
    assert page.locator("mark.lit").all_inner_texts() == [
        "In het voorjaar bericht ik uw Kamer over de indicatoren en de monitoring daarvan."
    ]
    assert page.locator(".said.lit").count() == 1


def test_hovering_a_sentence_lights_its_source(page: Any, base: str) -> None:
    asked(opened(page, base), FTE)
    page.hover(".said >> nth=1")
    assert page.locator(".source.lit").get_attribute("id") == "v1-bron-2"


def test_the_keyboard_alone_asks_opens_a_source_and_returns(page: Any, base: str) -> None:
    opened(page, base).focus("#vraag textarea")
    page.keyboard.type(FTE)
    page.keyboard.press("Enter")
    finished(page, FTE)
    tabbed(page, ".cite")
    assert page.locator("mark.lit").count() == page.locator(".said.lit").count() == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "v1-bron-1"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.marker") == "1"


def test_the_first_thing_reached_by_keyboard_is_the_skip_link(page: Any, base: str) -> None:
    opened(page, base).keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#inhoud"


def test_an_abstention_says_what_was_searched_and_shows_nearest_passages_as_such(page: Any, base: str) -> None:
    asked(opened(page, base), "Wat staat er over stikstof?")
    turn = page.inner_text(".turn")
    assert "Niet aangetroffen in de documenten" in turn
    assert "Doorzocht: 3 documenten, 52 alinea’s, van 14 november 2018 t/m 3 maart 2021." in turn
    assert "geen antwoord" in page.inner_text("#bronlijst h2")
    assert page.locator(".source .no").count() == 0


def test_a_follow_up_passes_the_earlier_questions_and_shows_how_it_was_understood(
    page: Any, base: str, assistant: Any
) -> None:
    asked(opened(page, base), FTE)
    asked(page, "En daarna?")
    assert assistant.asked[-1] == ("En daarna?", (FTE,))
    assert "Opgevat als: En daarna? (na: Hoeveel fte is toegevoegd?)" in page.inner_text(".understood")
    page.click(".earlier summary")
    page.click(".earlier [data-sources]")
    assert page.locator(".pane:visible .source").count() == 2


def test_edit_brings_the_question_back_and_retry_asks_it_again(page: Any, base: str, assistant: Any) -> None:
    asked(opened(page, base), FTE)
    page.click("[data-edit]")
    assert page.input_value("#vraag textarea") == FTE
    before = len(assistant.asked)
    page.click("[data-retry]")
    page.wait_for_selector("#beurt-2[data-state=done]")
    assert assistant.asked[before:] == [(FTE, ())]
    assert page.locator(".earlier").count() == 0


def test_an_example_is_asked_by_one_click(page: Any, base: str) -> None:
    opened(page, base).locator(".chips button").first.click()
    page.wait_for_selector(".turn[data-state=done]")
    assert "171 fte" in page.inner_text(".answer")


def test_stop_ends_a_slow_question(page: Any, base: str) -> None:
    opened(page, base).fill("#vraag textarea", "een traag antwoord")
    page.click("#stuur")
    page.wait_for_selector(".turn[data-state=busy]")
    page.click("#stop:not([disabled])")
    page.wait_for_selector(".turn[data-state=done]")
    assert "Gestopt" in page.inner_text(".turn")


def test_copying_an_answer_gives_text_with_numbered_references(page: Any, base: str) -> None:
    asked(opened(page, base), FTE)
    page.get_by_role("button", name="Kopieer met verwijzingen").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "171 fte toegevoegd. [1]" in copied
    assert "[1] Brief van 14 november 2018, kenmerk 2413668, p. 1 (Kamerstukken II 2018/19, 28 684, nr. 540)" in copied


def test_the_answer_is_announced_once(page: Any, base: str) -> None:
    opened(page, base)
    page.evaluate(
        "() => { window.said = []; new MutationObserver(() => { const t = document.getElementById('melding').textContent;"
        " if (t) window.said.push(t); }).observe(document.getElementById('melding'), {childList: true}); }"
    )
    asked(page, FTE)
    page.wait_for_timeout(300)
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert "171 fte" in said[0]


def test_an_error_is_told_in_words_and_a_question_too_long_is_refused(page: Any, base: str) -> None:
    asked(opened(page, base), "fout")
    assert "Stel een andere vraag." in page.inner_text(".turn .note")
    page.fill("#vraag textarea", "a" * 20_001)
    page.click("#stuur")
    page.wait_for_selector("text=De vraag telt 20.001 tekens")


@pytest.mark.parametrize(
    "question", ["een aanval", "<img src=x onerror='window.geraakt=1'>", "< ${window.geraakt=1} {{7}}"]
)
def test_markup_in_questions_and_documents_stays_text(page: Any, base: str, question: str) -> None:
    asked(opened(page, base), question)
    page.click(".cite")
    assert page.evaluate("window.geraakt") is None
    assert page.locator("#werkplek .source img, #werkplek .turn img, #werkplek .source script").count() == 0
    assert "onerror" in page.inner_text(".source")
    assert page.locator(".source a[href^='javascript']").count() == 0


def test_a_table_answer_has_header_cells_and_cited_cells(page: Any, base: str) -> None:
    asked(opened(page, base), "Geef een tabel")
    assert page.locator(".answer th[scope=col]").all_inner_texts() == ["Indicator", "Norm"]
    assert page.locator(".answer td .cite").count() == 2
    assert page.locator(".table-check").all_inner_texts() == ["Rijen van de tabel: letterlijk"]


def test_the_interface_is_english_for_an_english_browser_and_the_switch_changes_it(browser: Any, base: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    opened(page, base)
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("#stuur") == "Ask"
    page.get_by_role("link", name="Nederlands").click()
    page.wait_for_url("**/vraag/")
    page.wait_for_selector("#vraag textarea")
    assert page.get_attribute("html", "lang") == "nl"
    assert page.inner_text("#stuur") == "Vraag"
    context.close()


def test_the_display_switch_darkens_every_page(page: Any, base: str) -> None:
    opened(page, base).get_by_role("link", name="Donker").click()
    paper = "getComputedStyle(document.querySelector('.top')).backgroundColor"
    assert page.evaluate(paper) == "rgb(23, 28, 34)"
    page.goto(f"{base}/documenten")
    assert page.evaluate(paper) == "rgb(23, 28, 34)"


def test_a_phone_of_360_pixels_needs_no_sideways_scrolling(page: Any, base: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    asked(opened(page, base), FTE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto(f"{base}/lees/kst-1-2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
