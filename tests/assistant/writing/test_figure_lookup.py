"""Which indicator a question means: one that names another span of time is not it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from ingest.findings.quantities import spans_in


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("binnen twee jaar", {720}),
        ("within 24 months", {720}),
        ("in het derde jaar", {1080}),
        ("na 10 dagen of 2 weken", {10, 14}),
        ("in 2020, per jaar", set()),
    ],
)
def test_spans_of_time_are_told_in_words_and_digits(text: str, spans: set[int]) -> None:
    assert spans_in(text) == spans


def test_a_share_of_another_span_is_no_answer(filled: Path) -> None:
    with Assistant.open(filled) as assistant:
        answer = assistant.ask("Welk deel van de celstraffen start binnen twee jaar?")
    assert "derde jaar" not in " ".join(s.text for s in answer.sentences)
