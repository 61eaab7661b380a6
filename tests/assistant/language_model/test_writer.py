"""The writer never fails an answer, and an assistant without a model has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.language_model.choice import ModelChoice
from assistant.language_model.writer import Writer
from assistant.settings import load_settings
from assistant.writing.draft import DraftSentence
from ingest.errors import AgendaError, ModelError
from ingest.store.model import load_encoder
from tests.assistant.language_model.scripted import NORM, Scripted, shelf_of


def test_a_model_that_cannot_be_opened_leaves_the_answer_as_it_was_and_says_so() -> None:
    def refuse(_: ModelChoice) -> None:
        raise ModelError("geen sleutel")

    shelf, draft = shelf_of(NORM)
    made = Writer(ModelChoice(kind="openai", name="gateway"), refuse).write([("?", draft)], shelf, "nl")
    assert made.drafts == (draft,)
    assert made.engine == "extractive"
    assert "gateway gaf geen antwoord" in made.note


def test_an_english_answer_keeps_to_the_sources_and_says_so() -> None:
    shelf, draft = shelf_of(NORM)
    made = Writer(ModelChoice(kind="openai", name="m"), lambda _: Scripted([])).write([("?", draft)], shelf, "en")
    assert made.drafts == (draft,)
    assert "Dutch answers only" in made.note


def test_settings_choose_a_model_and_never_hold_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEILIGHEIDSAGENDA_LANGUAGE_MODEL__KIND", "ollama")
    monkeypatch.setenv("VEILIGHEIDSAGENDA_LANGUAGE_MODEL_KEY", "geheim")
    settings = load_settings(data=tmp_path)
    assert settings.language_model.kind == "ollama"
    assert "geheim" not in repr(settings)
    monkeypatch.setenv("VEILIGHEIDSAGENDA_LANGUAGE_MODEL__KEY", "geheim")
    with pytest.raises(AgendaError):
        load_settings(data=tmp_path)


def test_an_assistant_answers_in_the_models_words_and_the_answer_says_so(filled: Path) -> None:
    question = "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?"
    reply = "Aan de sterkte van de regionale en landelijke eenheden is 171 fte toegevoegd [{0}]."
    with Assistant.open(filled) as plain:
        extractive = plain.ask(question)
        assert plain.writer is None
    settings = load_settings(data=filled, language_model=ModelChoice(kind="openai", name="proef"))
    with Assistant.open(filled, settings=settings) as real:
        scripted = Writer(settings.language_model, lambda _: Scripted([reply]))
        heard: list[DraftSentence] = []
        assistant = Assistant(real.library, load_encoder(filled), settings, scripted)
        answer = assistant.ask(question, heard=heard.append)
    assert (extractive.engine, extractive.note) == ("extractive", "")
    assert answer.engine == "llm:proef" or answer.engine == "llm:proefmodel"
    assert answer.sentences[0].text == f"{reply[:-7]} [1].".replace(" [1].", ". [1]")
    assert answer.citations == extractive.citations
    assert heard[0].text == answer.sentences[0].text.removesuffix(" [1]")
    assert "1 doorgelaten" in answer.note
