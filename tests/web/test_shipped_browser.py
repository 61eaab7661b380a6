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
