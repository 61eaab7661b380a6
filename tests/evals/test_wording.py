"""What becomes of a model's sentences is counted without changing the answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.language_model.choice import ModelChoice
from assistant.language_model.writer import Writer
from evals.cli import ENGINES
from evals.wording import Watched, WatchedWriter, Wording
from ingest.errors import ModelError
from tests.assistant.language_model.scripted import DELIVERED, NORM, Scripted, shelf_of

GOOD = "Voor 2019 was de norm 190 verdachten van mensenhandel; de voorlopige realisatie was 187 verdachten [{0}]."


def watched(*replies: str | ModelError) -> tuple[Any, Wording]:
    """What a watched writer makes of a draft, and the counts."""
    shelf, draft = shelf_of(NORM, DELIVERED)
    counts = Wording()
    writer = WatchedWriter(Writer(ModelChoice(kind="openai"), lambda _: Scripted(replies)), counts)
    return writer.write([("Wat was de norm?", draft)], shelf, "nl"), counts


def test_sentences_are_counted_with_their_quotes_and_times() -> None:
    made, counts = watched(f"{GOOD} De norm was 500 verdachten [{{1}}].", "-")
    assert (counts.verified, counts.replaced, counts.dropped) == (1, 1, 1)
    assert counts.texts == [(made.drafts[0].sentences[0].text, (NORM,))]
    assert 0 <= counts.first[0] <= counts.last[0]
    assert counts.as_json()["share_dropped"] == 0.5


def test_failures_are_counted_by_their_kind() -> None:
    _, counts = watched(ModelError("weg"))
    assert counts.as_json()["failures"] == {"llm_failed": 1}
    assert counts.as_json()["first_word_s_p50"] is None


def test_what_the_writer_knows_besides_is_left_as_it_is() -> None:
    writer = WatchedWriter(Writer(ModelChoice(kind="openai", name="m"), lambda _: Scripted([])), Wording())
    assert writer.choice.name == "m"


def test_an_assistant_without_a_model_says_how_to_set_one() -> None:
    assert "llm" in ENGINES
    with pytest.raises(ModelError, match="LANGUAGE_MODEL__KIND"):
        Watched(SimpleNamespace(writer=None), Wording())  # type: ignore[arg-type]
