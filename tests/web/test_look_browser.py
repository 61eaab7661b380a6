"""How it looks: no sideways scrolling on a phone or at 400 % zoom, print, no jump while an answer grows, motion off."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.driving import asked, opened
from tests.web.visiting import SCREENS

pytestmark = pytest.mark.browser
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("width", [320, 360])
def test_a_narrow_screen_and_400_per_cent_zoom_need_no_sideways_scrolling(page: Any, base: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    asked(opened(page, base), "Hoeveel fte?")
    page.click("[data-view=found]")
    page.click(".narrow summary")
    page.click(".feedback summary")
    page.focus(".term >> nth=0")
    assert page.evaluate(WIDTH) <= width
    asked(page, "Geef een tabel")
    assert page.evaluate(WIDTH) <= width
    wide = []
    for name, screen in SCREENS.items():
        screen.visit(page, base)
        if page.evaluate(WIDTH) > width:
            wide.append(name)
    assert wide == []


def test_text_spacing_of_the_reader_breaks_nothing(page: Any, base: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{base}/lees/kst-1-2")
    page.evaluate(
        "() => { for (const e of document.querySelectorAll('*')) { e.style.lineHeight = '1.5'; e.style.letterSpacing = "
        "'.12em'; e.style.wordSpacing = '.16em'; } }"
    )
    assert page.evaluate(WIDTH) <= 360


def test_a_printed_answer_has_its_sources_and_no_controls(page: Any, base: str) -> None:
    asked(opened(page, base), "Hoeveel fte?")
    page.click("[data-view=found]")
    page.emulate_media(media="print")
    for shown in (".answer", ".source", ".checks", ".searched", ".asked"):
        assert page.locator(shown).first.is_visible()
    for hidden in (".top nav", "#vraagvak", ".tools", ".take", ".feedback", ".views", ".view-found", "#beperking"):
        assert page.locator(hidden).first.is_hidden()


def test_a_dark_screen_is_printed_black_on_white_with_the_numbers_of_paragraphs(page: Any, base: str) -> None:
    page.goto(f"{base}/weergave/dark?terug=/lees/kst-1-2")
    page.emulate_media(media="print", color_scheme="dark")
    ink, paper = page.evaluate(
        "() => [getComputedStyle(document.querySelector('#p5')).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert page.locator("#p5 .pn").bounding_box()["x"] >= 0


def test_nothing_jumps_while_an_answer_grows(page: Any, base: str, assistant: Any) -> None:
    opened(page, base)
    page.evaluate(
        "() => { window.jumps = 0; new PerformanceObserver((list) => { for (const e of list.getEntries())"
        " if (!e.hadRecentInput) window.jumps += e.value; }).observe({type: 'layout-shift', buffered: false}); }"
    )
    assistant.delay = 0.7
    try:
        asked(page, "Hoeveel fte?")
        page.wait_for_timeout(200)
        first = page.evaluate("window.jumps")
        asked(page, "Noem alles")
    finally:
        assistant.delay = 0.0
    page.wait_for_timeout(200)
    assert first < 0.02
    assert page.evaluate("window.jumps") < 0.1


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_the_date_until_which_was_searched_is_always_in_sight(page: Any, base: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    asked(opened(page, base), "Hoeveel fte?")
    for screen in ("", "/lees/kst-99999-12", "/cijfers"):
        if screen:
            page.goto(base + screen)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        place = page.locator(".state").bounding_box()
        assert 0 <= place["y"] <= height - place["height"]
        assert "t/m 3 maart 2021" in page.inner_text(".state")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_what_has_the_focus_is_not_hidden_behind_the_bar(page: Any, base: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{base}/lees/kst-1-2")
    for key in ["Tab"] * 40 + ["Shift+Tab"] * 25:
        page.keyboard.press(key)
        seen = page.evaluate(
            "() => { const e = document.activeElement, b = e.getBoundingClientRect(); if (!b.width) return true;"
            " const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);"
            " return e === top || e.contains(top) || !!top?.contains(e); }"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


def test_motion_is_off_when_the_system_asks_for_that(browser: Any, base: str) -> None:
    context = browser.new_context(reduced_motion="reduce", locale="nl-NL")
    page = context.new_page()
    asked(opened(page, base), "Hoeveel fte?")
    assert page.locator(".said").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
    context.close()


def test_only_fonts_of_the_system_are_used(page: Any, base: str) -> None:
    opened(page, base)
    assert page.evaluate("document.fonts.size") == 0


def test_a_chosen_view_and_language_stay_over_all_screens(page: Any, base: str) -> None:
    page.goto(f"{base}/weergave/dark?terug=/cijfers")
    for screen in ("/cijfers", "/vraag/"):
        page.goto(base + screen)
        assert page.get_attribute("html", "data-theme") == "dark"
