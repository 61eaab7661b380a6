"""How long from the click to the first word of an answer on the screen: ``python -m tests.web.firstword [DATA]``.

Prints one JSON object with the median and the slowest of the tries, in milliseconds, over the shipped corpus.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.web.driving import opened
from tests.web.serving import browser_of, served

QUESTIONS = (
    "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?",
    "Wat is er afgesproken over mensenhandel?",
    "Wanneer bericht de minister de Kamer over de indicatoren?",
    "Wat is het doel van de aanpak van cybercrime?",
    "Wie is de voorzitter van de Tweede Kamer?",
    "Hoe worden kwetsbare slachtoffers geholpen?",
    "Wat staat er over executie van straffen?",
)
TIMED = """(question) => new Promise((done) => {
  const area = document.querySelector('#vraag textarea');
  area.value = question; area.dispatchEvent(new Event('input', {bubbles: true}));
  setTimeout(() => {
    const begun = performance.now();
    const seen = new MutationObserver(() => {
      const asked = document.querySelector('.turn .asked');
      if (asked && asked.textContent === question && document.querySelector('.turn .said')) {
        seen.disconnect(); requestAnimationFrame(() => done(performance.now() - begun));
      }
    });
    seen.observe(document.body, {childList: true, subtree: true, characterData: true});
    document.getElementById('stuur').click();
  }, 150);
})"""


def measure(page: Any, base: str) -> list[float]:
    """Milliseconds from the click to the first word, for each question; the first of all is asked once before."""
    opened(page, base)
    times = []
    for question in (f"{QUESTIONS[0]} Graag.", *QUESTIONS):
        times.append(round(page.evaluate(TIMED, question), 1))
        page.wait_for_selector(".turn[data-state=done]")
        page.wait_for_timeout(150)
    return times[1:]


def main(data: Path) -> None:
    """Serve the shipped corpus from ``data`` and print the figures."""
    from assistant.core import Assistant
    from assistant.settings import Settings
    from assistant.web.app import warm
    from ingest.pipeline import ingest

    ingest(data=data)
    settings = Settings(data=data)
    with Assistant.open(data, settings=settings) as assistant:
        assistant.warm()
        warm(assistant)
        with served(assistant, settings) as base, browser_of() as browser:
            times = measure(browser.new_page(locale="nl-NL"), base)
    figures = {"first_word_ms": {"median": statistics.median(times), "slowest": max(times), "tries": times}}
    print(json.dumps(figures))


if __name__ == "__main__":
    if sys.argv[1:]:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
