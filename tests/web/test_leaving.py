"""A client of the JSON API that leaves stops the language model that writes for it."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx
import pytest

from assistant.core import Assistant
from assistant.language_model.choice import ModelChoice
from assistant.settings import Settings
from tests.assistant.language_model.slow_server import slow_server
from tests.web.serving import served

pytestmark = pytest.mark.slow


def test_a_client_that_leaves_hangs_up_on_the_model(filled: Path) -> None:
    with slow_server(lambda _: ["Er zal ", "worden ", "geprioriteerd."]) as server:
        model = ModelChoice(kind="openai", url=f"{server.url}/v1", name="proef", patience=120, deadline=300, retries=0)
        settings = Settings(data=filled, language_model=model)
        with Assistant.open(filled, settings=settings) as assistant, served(assistant, settings) as base:
            client = httpx.Client()
            question = {"question": "Wat is er afgesproken over mensenhandel?"}
            gone = threading.Thread(target=_left, args=(client, f"{base}/api/ask", question))
            gone.start()
            assert server.asked.wait(60)
            assert not server.closed.is_set()
            gone.join(30)
            client.close()
            assert server.closed.wait(30)


def _left(client: httpx.Client, url: str, question: dict[str, str]) -> None:
    with pytest.raises(httpx.ReadTimeout):
        client.post(url, json=question, timeout=httpx.Timeout(60, read=3))
