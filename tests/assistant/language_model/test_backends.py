"""Time, retries and stopping: whatever a backend does, it comes out as words or as one named error."""

from __future__ import annotations

import threading

import pytest

from assistant.language_model.backends import LlamaIndexSpeaker, Message, TooSlow, open_speaker
from assistant.language_model.choice import ModelChoice
from ingest.errors import ModelError
from tests.assistant.language_model.scripted import LlamaIndexFake

ASKED: list[Message] = [("user", "Wat was de norm?")]


def speaker(llm: LlamaIndexFake, **bounds: float) -> LlamaIndexSpeaker:
    """A speaker over a fake with these bounds."""
    return LlamaIndexSpeaker(llm, ModelChoice(kind="openai", name="proef", **bounds))  # type: ignore[arg-type]


def said(llm: LlamaIndexFake, **bounds: float) -> str:
    """Everything that the fake says."""
    return "".join(speaker(llm, **bounds).speak(ASKED, threading.Event()))


def test_the_pieces_come_out_in_order() -> None:
    assert said(LlamaIndexFake(["De ", "norm", " was 190."])) == "De norm was 190."


@pytest.mark.parametrize("bounds", [{"patience": 0.05}, {"patience": 5.0, "deadline": 0.05}])
def test_a_model_that_takes_too_long_is_given_up(bounds: dict[str, float]) -> None:
    with pytest.raises(TooSlow, match="niet op tijd"):
        said(LlamaIndexFake(["De ", "norm "] * 5, pause=0.2), **bounds)


def test_a_failure_before_the_first_word_is_tried_again() -> None:
    llm = LlamaIndexFake(["De norm."], errors=[ConnectionError("weg")])
    assert said(llm, retries=1) == "De norm."
    assert llm.calls == 2


def test_a_lasting_failure_is_one_named_error_that_tells_no_secrets() -> None:
    llm = LlamaIndexFake(errors=[ValueError("key sk-geheim is wrong")] * 2)
    with pytest.raises(ModelError) as caught:
        said(llm, retries=1)
    assert "ValueError" in str(caught.value)
    assert "geheim" not in f"{caught.value}{caught.value.__cause__}{caught.value.__context__}"


def test_stopping_ends_the_words_and_the_model() -> None:
    cancel = threading.Event()
    llm = LlamaIndexFake(["x"] * 1000, pause=0.005)
    heard = []
    for piece in speaker(llm).speak(ASKED, cancel):
        heard.append(piece)
        if len(heard) == 3:
            cancel.set()
    assert len(heard) == 3
    given = llm.given
    threading.Event().wait(0.1)
    assert llm.given <= given + 2 < 1000


def test_without_a_choice_there_is_no_model() -> None:
    assert open_speaker(ModelChoice()) is None


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        (ModelChoice(kind="gguf"), "geen modelbestand"),
        (ModelChoice(kind="openai", name="m"), "http"),
        (ModelChoice(kind="openai", url="ftp://example.org", name="m"), "http"),
        (ModelChoice(kind="ollama", url="http://user:pass@127.0.0.1", name="m"), "wachtwoord"),
        (ModelChoice(kind="openai", url="https://example.org/v1"), "geen naam"),
    ],
)
def test_an_incomplete_choice_says_what_is_missing(choice: ModelChoice, fault: str) -> None:
    with pytest.raises(ModelError, match=fault):
        open_speaker(choice)
