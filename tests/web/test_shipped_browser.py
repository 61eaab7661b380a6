"""Every page of the shipped corpus in a real Chromium: axe finds nothing and nothing is wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from assistant.settings import Settings
from tests.corpus.shelf import shipped
from tests.web.axe import violations
from tests.web.papers import Shelf
from tests.web.serving import served
from tests.web.standin import Scripted

pytestmark = pytest.mark.browser
REGISTERS = ("/afspraken", "/cijfers", "/toezeggingen", "/documenten")


@pytest.fixture(scope="module")
def library() -> Shelf:
    """The shipped papers behind the stand-in."""
    papers = shipped()
    return Shelf({p.id: papers.document(p.id) for p in papers.documents()})


@pytest.fixture(scope="module")
def corpus(library: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(Scripted(library), Settings(data=tmp_path_factory.mktemp("corpus"))) as address:
        yield address


@pytest.mark.parametrize(("language", "theme"), [("nl", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    browser: Any, corpus: str, library: Shelf, language: str, theme: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 740}, bypass_csp=True, reduced_motion="reduce")
    context.add_cookies(
        [{"name": "taal", "value": language, "url": corpus}, {"name": "weergave", "value": theme, "url": corpus}]
    )
    page = context.new_page()
    found = []
    for path in (*REGISTERS, *(f"/{kind}/{quote(id)}" for id in library.held for kind in ("lees", "raakt"))):
        page.goto(corpus + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        found += [*violations(page), *([f"{path} is {width} wide"] if width > 320 else [])]
    assert not found, "\n".join(found)
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_word_in_a_table_is_broken_into_letters(browser: Any, corpus: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{corpus}/lees/cijferoverzicht")
    assert page.locator("article td").count() > 100
    broken = page.evaluate(
        "() => [...document.querySelectorAll('article td, article th')].filter((cell) => {"
        " if (!/^\\w{2,10}$/.test(cell.textContent.trim())) return false;"
        " const range = document.createRange(); range.selectNodeContents(cell);"
        " return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;"
        " }).map((cell) => cell.textContent)"
    )
    assert broken == []
    page.close()


@pytest.mark.parametrize(("path", "width"), [("/cijfers", 1123), ("/afspraken", 794), ("/lees/cijferoverzicht", 794)])
def test_a_printed_table_fits_on_its_sheet_of_paper(browser: Any, corpus: str, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 794})
    page.emulate_media(media="print")
    page.goto(corpus + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
