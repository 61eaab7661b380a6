"""Every flow of the workplace with the mouse, in a real Chromium."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.web.driving import asked, finished, opened
from tests.web.papers import ATTACK, REMOVED

pytestmark = pytest.mark.browser
FTE = "Hoeveel fte is toegevoegd?"


def test_everything_that_was_found_is_listed_with_why(page: Any, base: str) -> None:
    asked(opened(page, base), FTE)
    assert page.locator(".view-found").is_hidden()
    page.click("[data-view=found]")
    assert page.locator(".view-used").is_hidden()
    assert page.locator(".found-item").count() == 5
    reasons = page.locator(".found-item .why").all_inner_texts()
    assert "zelfde term: ondermijning, fte" in reasons[0]
    assert "gebruikt in het antwoord" in reasons[0]
    assert ["zelfde indicator" in reasons[1], "voetnoot" in reasons[2], "verwante betekenis" in reasons[3]] == [
        True
    ] * 3
    assert "Norm 2019: 190; Realisatie 2019: 145" in page.locator(".found-item").nth(1).inner_text()
    page.click(".cite >> nth=0")
    assert page.locator(".view-used").is_visible()


def test_the_fourth_source_and_later_are_folded_until_asked_for(page: Any, base: str) -> None:
    asked(opened(page, base), "Noem alles")
    shown = [page.locator(".source").nth(n).locator(".sheet").is_visible() for n in range(5)]
    assert shown == [True, True, True, False, False]
    page.click(".cite[data-marker='4']")
    assert page.locator(".source").nth(3).locator("mark").is_visible()
    page.get_by_role("button", name="Openklappen").click()
    assert page.evaluate("document.activeElement.id") == "v1-bron-5"
    assert page.locator(".source").nth(4).locator("mark").is_visible()


def test_an_answer_is_made_from_the_ticked_paragraphs_only(page: Any, base: str, assistant: Any) -> None:
    asked(opened(page, base), FTE)
    page.click("[data-view=found]")
    page.click("[data-from]")
    assert "Vink eerst" in page.inner_text("#kort")
    page.check("input[value='kst-1-2/p13']")
    page.check("input[value='kst-1-2/p16']")
    page.click("[data-from]")
    page.wait_for_selector("#beurt-2[data-state=done]")
    assert assistant.given[-1] == {"paragraphs": ("kst-1-2/p13", "kst-1-2/p16")}
    assert "Beantwoord uit 2 aangevinkte alinea’s." in page.inner_text(".turn")
    assert page.inner_text(".searched") == "Doorzocht: alleen de 2 aangevinkte alinea’s."
    assert "Kamerstuk 29628" in page.inner_text(".answer")
    assert page.locator(".earlier").count() == 0
    page.click("[data-view=found]")
    assert page.locator("input[name=alinea]:checked").count() == 2
    page.get_by_role("button", name="Uit alle documenten antwoorden").click()
    page.wait_for_selector("#beurt-3[data-state=done]")
    assert assistant.given[-1] == {}


def test_a_question_is_narrowed_to_document_theme_and_year(page: Any, base: str, assistant: Any) -> None:
    opened(page, base).click(".narrow summary")
    page.select_option(".narrow [name=document]", "kst-1-2")
    page.select_option(".narrow [name=theme]", "mensenhandel")
    page.fill(".narrow [name=year]", "2020")
    asked(page, FTE)
    assert assistant.given[-1] == {"document": "kst-1-2", "theme": "mensenhandel", "year": 2020}
    assert "Beperkt tot: Brief over de agenda, Mensenhandel, 2020" in page.inner_text(".turn")
    page.click("[data-clear]")
    asked(page, "En zonder beperking?")
    assert assistant.given[-1] == {}


def test_the_pages_of_a_pdf_are_shown_with_the_quote_marked_on_both(page: Any, base: str) -> None:
    asked(opened(page, base), "Welke pagina?")
    page.click(".pages summary")
    page.wait_for_function("() => [...document.querySelectorAll('.pages img')].every((i) => i.naturalWidth > 500)")
    assert page.locator(".pages img").count() == 2
    assert page.locator(".pages figcaption").all_inner_texts() == ["pagina 1 · Pagina groot", "pagina 2 · Pagina groot"]
    page.get_by_role("link", name="Pagina groot").first.click()
    assert page.locator(".page-picture img").count() == 2
    assert "De fictieve inspectie stelt middelen beschikbaar" in page.inner_text("mark")


def test_an_edited_question_takes_the_place_of_the_old_one(page: Any, base: str, assistant: Any) -> None:
    asked(opened(page, base), FTE)
    asked(page, "En daarna?")
    page.click(".earlier summary")
    page.click(".earlier [data-edit]")
    assert page.locator(".editing").is_visible()
    assert page.input_value("#vraag textarea") == FTE
    asked(page, "Hoeveel fte precies?")
    assert assistant.asked[-1] == ("Hoeveel fte precies?", ())
    assert page.locator(".earlier").count() == 0
    assert page.locator(".editing").is_hidden()
    page.click("[data-edit]")
    page.get_by_role("button", name="Niet wijzigen").click()
    assert page.input_value("#vraag textarea") == ""
    asked(page, "En dan?")
    assert assistant.asked[-1] == ("En dan?", ("Hoeveel fte precies?",))


def test_a_conversation_survives_reading_and_is_kept_only_when_asked(page: Any, base: str) -> None:
    asked(opened(page, base), FTE)
    page.click(".source a:has-text('Lees in document') >> nth=0")
    page.wait_for_url("**/lees/**")
    opened(page, base)
    finished(page, FTE)
    other = page.context.new_page()
    opened(other, base)
    other.wait_for_timeout(400)
    assert other.locator(".turn").count() == 0
    page.check("[data-keep]")
    opened(other, base)
    finished(other, FTE)
    assert other.is_checked("[data-keep]")
    other.click("#nieuw")
    other.wait_for_selector(".examples")
    assert other.evaluate("localStorage.getItem('gesprek') || sessionStorage.getItem('gesprek')") is None
    page.uncheck("[data-keep]")
    assert page.evaluate("localStorage.length") == 0
    other.close()


def test_a_damaged_kept_conversation_is_left_alone(page: Any, base: str) -> None:
    opened(page, base)
    for damaged in ('[{"question": 5}]', "geen json", '[{"question": "", "choice": {}}]'):
        page.evaluate("text => sessionStorage.setItem('gesprek', text)", damaged)
        opened(page, base).wait_for_timeout(200)
        assert page.locator(".turn").count() == 0


def test_a_term_is_explained_on_hover_until_escape(page: Any, base: str) -> None:
    asked(opened(page, base), FTE)
    term = page.locator(".term", has_text="fte")
    shown = "e => getComputedStyle(e, '::after').content"
    assert term.evaluate(shown) == "none"
    term.hover()
    assert "voltijdse baan" in term.evaluate(shown)
    described = page.locator(f"#{term.get_attribute('aria-describedby')}")
    assert "voltijdse baan" in described.text_content()


def test_an_answer_is_taken_along_in_every_shape(page: Any, base: str) -> None:
    asked(opened(page, base), FTE)
    shapes = {
        "Word met voetnoten": ".docx",
        "PDF": ".pdf",
        "Markdown": ".md",
        "HTML": ".html",
        "Onderbouwingsdossier": ".zip",
    }
    for name, suffix in shapes.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert download.value.suggested_filename.endswith(suffix)
        assert Path(download.value.path()).stat().st_size > 200
    assert page.locator(".turn .answer").is_visible()


def test_feedback_stays_on_the_page_and_the_conversation_with_it(page: Any, base: str, data: Path) -> None:
    asked(opened(page, base), FTE)
    page.click(".feedback summary")
    page.check("input[value=unsupported]")
    page.fill("[name=toelichting]", ATTACK)
    page.get_by_role("button", name="Bewaar op deze computer").click()
    page.wait_for_selector(".feedback .note")
    assert "Er is niets verzonden" in page.inner_text(".feedback .note")
    assert page.locator(".answer").is_visible()
    assert "unsupported" in (data / "feedback.jsonl").read_text("utf-8").splitlines()[-1]


def test_reading_searching_and_copying_a_reference(page: Any, base: str) -> None:
    page.goto(f"{base}/lees/kst-1-2")
    page.fill("#zoek", "voorjaar")
    page.get_by_role("button", name="Zoek").click()
    page.click(".hits a")
    assert page.evaluate("location.hash") == "#p6"
    page.locator("#p6").hover()
    page.click("#p6 .copy-reference")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Brief van 14 november 2018, kenmerk 2413668, p. 2")
    assert copied.endswith(f"{base}/lees/kst-1-2#p6")
    for part in ("p13", "p16"):
        assert page.locator(f"#{part} .copy-reference").is_hidden()
        page.locator(f"#{part}").hover()
        page.click(f"#{part} .copy-reference")
        page.wait_for_function("p => document.activeElement.closest('.para')?.id === p", arg=part)
        assert page.evaluate("navigator.clipboard.readText()").endswith(f"{base}/lees/kst-1-2#{part}")
    page.click(".margin a >> nth=0")
    assert page.evaluate("location.pathname") == "/cijfers"


def test_an_earlier_version_and_a_removed_document_are_still_readable(page: Any, base: str) -> None:
    page.goto(f"{base}/lees/kst-1-2")
    page.get_by_role("link", name="Versie met controlegetal 111111111111").click()
    assert "170 fte" in page.inner_text("article")
    assert "eerdere versie" in page.inner_text("article .note >> nth=0")
    page.get_by_role("link", name="Naar de huidige versie").click()
    assert "171 fte" in page.inner_text("article")
    page.goto(f"{base}/lees/weg-3#p1")
    assert "uit de bibliotheek verwijderd" in page.inner_text("article")
    assert "Deze nota is ingetrokken." in page.inner_text("#p1")


def test_registers_are_filtered_exported_and_linked(page: Any, base: str) -> None:
    page.goto(f"{base}/cijfers")
    assert page.locator(".chart").count() > 0
    assert "verschil -45 (-23,7%)" in page.inner_text("table")
    page.select_option("[name=jaar]", "2020")
    page.get_by_role("button", name="Toon").click()
    assert "jaar=2020" in page.url
    assert "2019" not in page.inner_text("thead")
    with page.expect_download() as download:
        page.get_by_role("link", name="Uitvoer als Excel").click()
    assert download.value.suggested_filename == "cijfers.xlsx"
    page.goto(f"{base}/afspraken")
    page.get_by_role("link", name="vaste link").first.click()
    assert page.locator("tr:target").count() == 1
    page.goto(f"{base}/toezeggingen")
    assert page.locator(".timeline li").count() >= 2
    page.get_by_role("link", name="Brief over de agenda, p. 2").first.click()
    assert page.evaluate("location.pathname + location.hash") == "/lees/kst-1-2#p6"


def test_files_are_taken_in_one_by_one_with_what_each_touches(
    page: Any, base: str, taken: list[str], tmp_path: Path
) -> None:
    page.goto(f"{base}/documenten")
    files = [tmp_path / "eerste.md", tmp_path / "<img src=x onerror=alert(1)>.md"]
    for file in files:
        file.write_text("# Kop\n\nTekst.", "utf-8")
    before = len(taken)
    page.set_input_files("input[type=file]", files)
    page.get_by_role("button", name="Lees in").click()
    page.wait_for_function("() => document.querySelectorAll('.taken').length === 2")
    assert taken[before:] == ["eerste.md", "_img src_x onerror_alert(1)_.md"]
    assert page.locator(".uploading li").count() == 0
    assert page.locator(".reports img").count() == 0
    assert page.locator(".taken dt").all_inner_texts()[:3] == [
        "Afspraken",
        "Toezeggingen",
        "Termijn verstreken, hier niet genoemd",
    ]


def test_a_document_that_was_taken_in_stands_in_the_list_and_is_counted(page: Any, base: str, assistant: Any) -> None:
    page.goto(f"{base}/documenten")
    assert "Doorzocht: 3 documenten" in page.inner_text(".state")
    assistant.library.held["nieuw-4"] = replace(REMOVED, publication=replace(REMOVED.publication, id="nieuw-4"))
    try:
        page.set_input_files("input[type=file]", {"name": "a.md", "mimeType": "text/markdown", "buffer": b"T."})
        page.get_by_role("button", name="Lees in").click()
        page.wait_for_selector(".library a[href='/lees/nieuw-4']")
        assert "Doorzocht: 4 documenten" in page.inner_text(".state")
    finally:
        del assistant.library.held["nieuw-4"]


def test_the_documents_page_says_what_each_document_touches(page: Any, base: str) -> None:
    page.goto(f"{base}/documenten")
    page.get_by_role("link", name="Wat raakt dit stuk? Brief van de Minister van Verzonnen Zaken").click()
    assert "In het voorjaar bericht ik uw Kamer" in page.inner_text(".touched")
    assert "uiterlijk 20 juni 2019" in page.inner_text(".touched")


def test_a_paragraph_opens_as_plain_html_without_javascript(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{base}/lees/kst-1-2#p5")
    assert "171 fte" in page.inner_text("#p5:target")
    assert page.locator(".copy-reference:visible").count() == 0
    page.fill("#zoek", "fte")
    page.get_by_role("button", name="Zoek").click()
    assert page.inner_text("article mark") == "fte"
    page.goto(base)
    assert "Het vragenscherm heeft JavaScript nodig." in page.inner_text("#inhoud")
    page.click("#inhoud a")
    page.set_input_files("input[type=file]", {"name": "los.md", "mimeType": "text/markdown", "buffer": b"# K\n\nT."})
    page.get_by_role("button", name="Lees in").click()
    assert "toegevoegd" in page.inner_text(".taken")
    context.close()
