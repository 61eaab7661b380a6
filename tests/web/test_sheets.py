"""Long registers in sheets: every row on one of them, a permanent link to each, and only what is shown looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from lxml import html

from assistant.settings import Settings
from assistant.web.sheets import sheet_of, sheet_with
from ingest.document import Document
from tests.web.axe import violations
from tests.web.papers import LETTER, Shelf, build
from tests.web.serving import served
from tests.web.standin import Scripted

PROMISED = 60


def letter(number: int) -> Document:
    """A letter with a promise of its own, of a year of its own."""
    publication = replace(LETTER.publication, id=f"brief-{number}", date=f"{1950 + number}-01-02", number=str(number))
    text = f"In het voorjaar van {1951 + number} bericht ik uw Kamer over de voortgang van onderwerp{number}."
    return build(publication, [("text", "", text, (), 1)])


def repeating(number: int) -> Document:
    """A later letter that comes back to the promise of the first."""
    publication = replace(LETTER.publication, id=f"later-{number}", date=f"{2020 + number}-01-02")
    return build(publication, [("text", "", "De Kamer is bericht over de voortgang van onderwerp0.", (), 1)])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    papers = [*(letter(n) for n in range(PROMISED)), *(repeating(n) for n in range(12))]
    library = Scripted(Shelf({paper.id: paper for paper in papers}))
    settings = Settings(data=tmp_path_factory.mktemp("bladen"))
    with served(library, settings) as address:
        yield address


@pytest.fixture(scope="module")
def client(archive: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=archive, timeout=30) as opened:
        yield opened


@pytest.mark.parametrize(
    ("number", "entries", "shown", "last", "ends"),
    [
        (1, 7, (0, 1, 2), 3, (1, 3)),
        (3, 7, (6,), 3, (7, 7)),
        (9, 7, (6,), 3, (7, 7)),
        (-1, 7, (0, 1, 2), 3, (1, 3)),
        (1, 3, (0, 1, 2), 1, (1, 3)),
        (1, 0, (), 1, (1, 0)),
    ],
)
def test_a_list_is_cut_into_sheets(
    number: int, entries: int, shown: tuple[int, ...], last: int, ends: tuple[int, int]
) -> None:
    sheet = sheet_of(range(entries), number, 3)
    assert (sheet.entries, sheet.last) == (shown, last)
    assert (sheet.first_entry, sheet.last_entry, sheet.total) == (*ends, entries)


def test_every_entry_is_on_the_sheet_that_is_said_to_hold_it() -> None:
    assert all(at in sheet_of(range(31), sheet_with(at, 10), 10).entries for at in range(31))


def test_a_long_register_is_walked_through_sheet_by_sheet(client: httpx.Client) -> None:
    seen: list[str] = []
    path = "/toezeggingen"
    while path:
        page = html.fromstring(client.get(path).text)
        seen += page.xpath("//article[@class='commitment']/@id")
        path = next(iter(page.xpath("//nav[@class='pager']/a[@rel='next']/@href")), "")
    assert len(seen) == len(set(seen)) == PROMISED
    assert "51 t/m 60 van 60" in page.text_content()
    assert page.xpath("//nav[@class='pager']/a[@rel='prev']/@href") == ["/toezeggingen"]


def test_a_permanent_link_leads_to_the_sheet_that_holds_the_row(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/toezeggingen?blad=2").text)
    row = page.xpath("//article[@class='commitment']/@id")[-1]
    assert client.get(f"/rij/{row}").headers["location"] == f"/toezeggingen?blad=2#{row}"


def test_filters_stay_in_force_on_the_next_sheet_and_everything_is_exported(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/toezeggingen?wie=minister").text)
    (following,) = page.xpath("//nav[@class='pager']/a[@rel='next']/@href")
    assert following == "/toezeggingen?wie=minister&blad=2"
    assert "60 rijen, blad 1 van 2" in page.xpath("string(//p[@class='exports'])")
    assert len(client.get("/uitvoer/toezeggingen.csv?wie=minister").text.splitlines()) == PROMISED + 1


def test_a_long_history_is_folded_and_opened_in_full(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/toezeggingen").text)
    (folded,) = page.xpath("//ol[@class='timeline']//a[starts-with(@href, '/toezeggingen?rij=')]")
    assert re.fullmatch(r"Nog \d+ vermeldingen", folded.text_content())
    (shown,) = html.fromstring(client.get(folded.get("href")).text).xpath("//article[@class='commitment']")
    assert len(shown.xpath(".//ol[@class='timeline']/li")) == 13
    assert len(folded.xpath("ancestor::ol/li")) == 10 == 13 - int(folded.text_content().split()[1]) + 1


def test_what_a_paper_touches_is_bounded_and_says_how_much_more_there_is(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/raakt/later-11").text)
    passed = page.xpath("//dt[text()='Termijn verstreken, hier niet genoemd']/following-sibling::dd//li")
    assert len(passed) == 51
    assert passed[-1].text_content() == f"en nog {PROMISED - 1 - 50}"


def test_the_stand_in_of_the_other_tests_fits_on_one_sheet(base: str) -> None:
    for path in ("/afspraken", "/cijfers", "/toezeggingen"):
        assert not html.fromstring(httpx.get(base + path).text).xpath("//nav[@class='pager']")


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_sheet_is_turned_by_keyboard_and_axe_finds_nothing(browser: Any, archive: str, theme: str) -> None:
    context = browser.new_context(locale="nl-NL", bypass_csp=True, color_scheme=theme)
    page = context.new_page()
    page.goto(f"{archive}/toezeggingen")
    found = violations(page)
    page.focus(".pager a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/toezeggingen?blad=2")
    assert page.locator(".commitment").count() == PROMISED - 50
    assert found + violations(page) == []
    context.close()
