"""Reading, registers and documents again, with the keyboard only: no mouse, no focus set by script."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.web.driving import pressed, tabbed

pytestmark = pytest.mark.browser


def rows_of(file: Path, form: str) -> list[list[str]]:
    """The rows of an exported register as text, the names of its columns first."""
    if form == "csv":
        return list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    from openpyxl import load_workbook

    return [
        [str(cell) for cell in row]
        for row in load_workbook(io.BytesIO(file.read_bytes())).active.iter_rows(values_only=True)
    ]


def test_every_stop_shows_a_visible_focus_ring(page: Any, base: str) -> None:
    page.goto(f"{base}/lees/kst-1-2")
    for _ in range(15):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
        )
        assert style == ["solid", "3px"]


def test_reading_searching_and_copying_a_reference(page: Any, base: str) -> None:
    page.goto(f"{base}/lees/kst-1-2")
    tabbed(page, "#zoek")
    page.keyboard.type("voorjaar")
    page.keyboard.press("Enter")
    page.wait_for_url("**zoek=voorjaar")
    pressed(page, ".hits a")
    assert page.evaluate("location.hash") == "#p6"
    pressed(page, "#p6 .copy-reference")
    page.wait_for_selector("#kort:has-text('Gekopieerd')")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{base}/lees/kst-1-2#p6")


def test_filtering_a_register_and_opening_a_source(page: Any, base: str) -> None:
    page.goto(f"{base}/cijfers")
    tabbed(page, "[name=jaar]")
    page.keyboard.press("ArrowDown")
    pressed(page, ".filters button")
    page.wait_for_url("**jaar=2019**")
    assert "2020" not in page.inner_text("thead")
    tabbed(page, "td a")
    number = page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lees/kst-1-2#p**")
    assert number in page.inner_text(".para:target")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exporting_a_register_with_its_filters(page: Any, base: str, form: str) -> None:
    page.goto(f"{base}/cijfers")
    tabbed(page, "[name=jaar]")
    page.keyboard.press("ArrowDown")
    pressed(page, ".filters button")
    page.wait_for_url("**jaar=2019**")
    tabbed(page, f".exports a[href*='.{form}']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == f"cijfers.{form}"
    rows = rows_of(Path(download.value.path()), form)
    assert {row[rows[0].index("jaar")] for row in rows[1:]} == {"2019"}


def test_reading_an_earlier_version_and_going_back(page: Any, base: str) -> None:
    page.goto(f"{base}/lees/kst-1-2")
    pressed(page, "a[href$='versie=1']")
    page.wait_for_url("**versie=1")
    assert "170 fte" in page.inner_text("article")
    assert page.locator("[aria-current=page][href$='versie=1']").count() == 1
    pressed(page, "article .note a")
    page.wait_for_url("**/lees/kst-1-2")
    assert "171 fte" in page.inner_text("article")


def test_following_a_footnote_and_returning(page: Any, base: str) -> None:
    page.goto(f"{base}/lees/kst-1-2")
    pressed(page, ".noteref")
    assert page.evaluate("() => location.hash") == "#noot-1"
    pressed(page, ".notes a[href='#aanroep-1']")
    assert page.evaluate("() => location.hash") == "#aanroep-1"


def test_taking_in_a_file(page: Any, base: str, tmp_path: Path) -> None:
    file = tmp_path / "stuk.md"
    file.write_text("# Kop\n\nTekst.", "utf-8")
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    page.goto(f"{base}/documenten")
    pressed(page, "input[type=file]")
    page.wait_for_function("() => document.querySelector('input[type=file]').files.length === 1")
    pressed(page, ".upload button")
    page.wait_for_selector(".taken")
    page.wait_for_function("() => document.activeElement.textContent === 'stuk.md'")
    assert "kst-1-2: toegevoegd" in page.inner_text(".taken")


def test_changing_language_and_display(page: Any, base: str) -> None:
    page.goto(f"{base}/documenten")
    pressed(page, "[data-theme-choice=dark]")
    assert page.get_attribute("html", "data-theme") == "dark"
    pressed(page, ".switch[hreflang=en]", back=True)
    page.wait_for_selector("html[lang=en]")
    assert "Documents" in page.inner_text("h1")


def test_going_from_the_margin_to_a_register_and_its_permanent_link(page: Any, base: str) -> None:
    page.goto(f"{base}/lees/kst-1-2")
    pressed(page, "#p6 .margin a[href^='/rij/c-']")
    page.wait_for_url("**/toezeggingen#c-*")
    row = page.evaluate("() => location.hash")
    assert "In het voorjaar bericht ik uw Kamer" in page.inner_text(f".commitment{row}")
    tabbed(page, f"{row} a[href='/rij/{row[1:]}']")


def test_reading_what_a_document_touches(page: Any, base: str) -> None:
    page.goto(f"{base}/documenten")
    pressed(page, "a[href='/raakt/kst-99999-12']")
    page.wait_for_url("**/raakt/kst-99999-12")
    tabbed(page, ".touched a[href^='/rij/']")
    assert "In het voorjaar bericht ik uw Kamer" in page.inner_text(".touched")
