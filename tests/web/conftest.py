"""A served stand-in and a real Chromium for the browser tests; says in words when no Chromium is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from ingest.report import IngestReport, Item, Refused
from tests.web.serving import CHROMIUM, browser_of, served
from tests.web.standin import Scripted
from tests.web.visiting import PARTLY, REFUSED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need Debian's chromium; without it they are left out, with the reason in words."""
    if shutil.which(CHROMIUM):
        return
    reason = f"no {CHROMIUM}: install it (apt-get install chromium) to run the browser tests"
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def assistant() -> Scripted:
    """The scripted assistant that the session's server runs over."""
    return Scripted()


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the served stand-in."""
    return tmp_path_factory.mktemp("gegevens")


@pytest.fixture(scope="session")
def taken() -> list[str]:
    """The names of the files that were uploaded."""
    return []


@pytest.fixture(scope="session")
def base(assistant: Scripted, data: Path, taken: list[str]) -> Iterator[str]:
    """The address of the served stand-in."""

    def intake(path: Path) -> IngestReport:
        taken.append(path.name)
        if path.name == REFUSED:
            return IngestReport(refused=(Refused(path.name, "UnreadableDocument", f"{path.name}: onleesbaar"),))
        if path.name == PARTLY:
            return IngestReport(changed=(Item("kst-1-2", str(path), left_out=("p. 3: een afbeelding",)),))
        return IngestReport(added=(Item("kst-1-2", str(path)),))

    with served(assistant, Settings(data=data), intake) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium."""
    with browser_of() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Any, base: str) -> Iterator[Any]:
    """A fresh Dutch page at desk width; a script error or a request off this machine fails the test."""
    context = browser.new_context(locale="nl-NL", viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base)
    context.set_default_timeout(15_000)
    opened = context.new_page()
    errors: list[str] = []
    elsewhere: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda m: errors.append(m.text) if "Content Security Policy" in m.text else None)
    opened.on("request", lambda r: None if r.url.startswith((base, "data:", "blob:")) else elsewhere.append(r.url))
    yield opened
    context.close()
    assert errors == []
    assert elsewhere == []
