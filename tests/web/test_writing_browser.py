"""A language model behind a server writes the answer on the screen, sentence by checked sentence, and can be stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.core import Assistant
from assistant.language_model.choice import ModelChoice
from assistant.settings import Settings
from tests.assistant.language_model.slow_server import SlowServer, slow_server
from tests.web.driving import finished, opened
from tests.web.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTION = "Wat is er afgesproken over mensenhandel?"
INVENTED = "Er zijn 987654 verdachten gevonden"
WATCHING = """() => { window.shown = []; new MutationObserver(() => {
  for (const said of document.querySelectorAll('.turn .said')) window.shown.push(said.textContent.trim());
}).observe(document.body, {childList: true, subtree: true, characterData: true}); }"""


def pieces_of(message: str) -> Sequence[str]:
    """The first evidence sentence, one that nothing carries, and the second one, in pieces of some letters.

    Two pieces end a sentence; a token is broken in two.
    """
    told = re.findall(r"^\[(\w{4})\] (.+)$", message, re.MULTILINE)
    (first, one), (second, two) = told[:2]
    return [
        one[:9], f"{one[9:].rstrip('.')} [{first[:2]}", f"{first[2:]}]. {INVENTED} ", f"[{first}]. ",
        f"{two.rstrip('.')} [{second}]. ",
    ]  # fmt: skip


@pytest.fixture
def writing(filled: Path) -> Iterator[tuple[SlowServer, str]]:
    """A server that writes when it is told to, and the address of an application that uses it."""
    with slow_server(pieces_of) as server:
        model = ModelChoice(
            kind="openai", url=f"{server.url}/v1", name="proef", patience=120, deadline=300, retries=0
        )  # fmt: skip
        settings = Settings(data=filled, language_model=model)
        with Assistant.open(filled, settings=settings) as assistant, served(assistant, settings) as base:
            yield server, base


@pytest.fixture
def screen(browser: Any, writing: tuple[SlowServer, str]) -> Iterator[Any]:
    """The question screen over that application, the question asked, every sentence that it shows noted."""
    server, base = writing
    context = browser.new_context(locale="nl-NL")
    context.set_default_timeout(60_000)
    page = opened(context.new_page(), base)
    page.evaluate(WATCHING)
    page.fill("#vraag textarea", QUESTION)
    page.click("#stuur")
    assert server.asked.wait(60)
    yield page
    context.close()


def release(server: SlowServer, pieces: int) -> None:
    """Let the server say some more pieces."""
    server.go.release(pieces)


def test_each_checked_sentence_is_on_the_screen_while_the_model_writes(
    screen: Any, writing: tuple[SlowServer, str]
) -> None:
    server, _ = writing
    release(server, 2)
    screen.wait_for_timeout(400)
    assert screen.locator(".turn .said").count() == 0
    release(server, 1)
    screen.wait_for_selector(".turn[data-state=busy] .said .cite")
    assert screen.locator(".turn .said").count() == 1
    assert screen.locator(".source").count() == 1
    assert "wordt geschreven" in screen.inner_text(".turn .waiting")
    release(server, 1)
    screen.wait_for_timeout(400)
    release(server, 50)
    finished(screen, QUESTION)
    final = screen.locator(".turn .said").all_inner_texts()
    seen = screen.evaluate("window.shown")
    assert len(final) >= 2
    assert INVENTED not in " ".join(seen)
    assert not any("[" in text for text in seen)
    assert {re.sub(r"\s+", " ", text) for text in seen} <= {re.sub(r"\s+", " ", text) for text in final_texts(screen)}
    assert "2 doorgelaten" in screen.inner_text(".turn .wording")


def final_texts(page: Any) -> list[str]:
    """The sentences of the answer as the observer reads them."""
    return [text.strip() for text in page.locator(".turn .said").all_text_contents()]


def test_stop_keeps_what_was_checked_and_hangs_up_on_the_model(screen: Any, writing: tuple[SlowServer, str]) -> None:
    server, _ = writing
    release(server, 3)
    screen.wait_for_selector(".turn[data-state=busy] .said .cite")
    assert not server.closed.is_set()
    screen.click("#stop:not([disabled])")
    assert server.closed.wait(10)
    screen.wait_for_selector(".turn[data-state=done]")
    assert "Gestopt na 1 zin." in screen.inner_text(".turn .note")
    assert screen.locator(".turn .said .cite").count() == 1


def test_a_new_conversation_hangs_up_on_the_model(screen: Any, writing: tuple[SlowServer, str]) -> None:
    server, _ = writing
    screen.click("#nieuw")
    assert server.closed.wait(10)
    screen.wait_for_selector(".examples")


def test_a_page_that_is_closed_hangs_up_on_the_model(screen: Any, writing: tuple[SlowServer, str]) -> None:
    server, _ = writing
    release(server, 3)
    screen.wait_for_selector(".turn[data-state=busy] .said .cite")
    screen.close()
    assert server.closed.wait(60)
