"""A real model of 135 million parameters, in this process and behind a server: it writes badly, and nothing of it shows.

Collected only where the model is installed (see ``small_model``).
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.language_model import gguf
from assistant.language_model.backends import LlamaIndexSpeaker, Speaker, open_speaker
from assistant.language_model.choice import ModelChoice
from assistant.language_model.rewording import reword
from assistant.writing.carried import numbers
from assistant.writing.verify import verify
from ingest.errors import ModelError
from tests.assistant.language_model.scripted import DELIVERED, NORM, shelf_of
from tests.assistant.language_model.small_model import model_file

pytestmark = pytest.mark.slow
BOUNDS = {"patience": 240.0, "deadline": 280.0, "most_tokens": 40, "retries": 0}


def choice(**more: object) -> ModelChoice:
    """The small model with bounds for a busy machine."""
    return ModelChoice(**{**BOUNDS, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def inside() -> Speaker:
    """The model in this process."""
    speaker = open_speaker(choice(kind="gguf", file=model_file(), threads=1))
    assert speaker is not None
    return speaker


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    """The model behind a server process, spoken to over OpenAI's protocol with a key from a private file."""
    script = Path(__file__).with_name("serve_model.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(model_file())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        key = tmp_path_factory.mktemp("sleutel") / "sleutel"
        key.write_text("sleutel-van-de-proef")
        key.chmod(0o600)
        speaker = open_speaker(choice(kind="openai", url=f"{address}/v1", name="smollm2", key_file=key))
        assert speaker is not None
        yield speaker
        process.terminate()


@pytest.mark.parametrize("way", ["inside", "served"])
def test_the_user_never_sees_a_sentence_that_its_evidence_does_not_carry(
    way: str, request: pytest.FixtureRequest
) -> None:
    speaker: Speaker = request.getfixturevalue(way)
    shelf, draft = shelf_of(NORM, DELIVERED)
    made, tally = reword(
        speaker,
        "Hoeveel verdachten leverde de politie aan?",
        draft,
        shelf,
        heard=lambda _: None,
        cancel=threading.Event(),
    )
    assert tally.failure in ("", "llm_nothing")
    verified = verify(made, shelf)
    assert verified.dropped == 0
    for sentence in verified.sentences:
        quotes = [c.quote for c in verified.citations if c.marker in sentence.markers]
        assert numbers(sentence.text.partition(" [")[0]) <= numbers(" ".join(quotes))
    assert {c.quote for c in verified.citations} == {NORM, DELIVERED}


def test_the_model_in_this_process_is_deterministic_and_opens_no_port(inside: Speaker) -> None:
    asked = [("user", "Noem de hoofdstad van Nederland.")]
    first, again = ("".join(inside.speak(asked, threading.Event())) for _ in range(2))  # type: ignore[arg-type]
    assert first
    assert first == again
    assert isinstance(inside, LlamaIndexSpeaker)
    address = inside._llm._engine.listening_address
    assert address.startswith("unix://")
    assert Path(address.removeprefix("unix://")).parent.stat().st_mode & 0o077 == 0


def test_stopping_ends_the_model_in_this_process(inside: Speaker) -> None:
    cancel, pieces = threading.Event(), []
    began = time.monotonic()
    for piece in inside.speak([("user", "Tel langzaam van een tot honderd.")], cancel):
        pieces.append(piece)
        cancel.set()
    assert len(pieces) == 1
    "".join(inside.speak([("user", "Zeg hallo.")], threading.Event()))
    assert time.monotonic() - began < BOUNDS["deadline"]


def test_a_question_too_long_for_the_model_is_a_named_error(inside: Speaker) -> None:
    with pytest.raises(ModelError, match="weigert"):
        "".join(inside.speak([("user", "Vertel iets. " * 4000)], threading.Event()))


def test_a_file_that_is_no_model_is_a_named_error(tmp_path: Path) -> None:
    file = tmp_path / "geen.gguf"
    file.write_bytes(b"geen model")
    with pytest.raises(ModelError, match="niet te laden"):
        gguf.GgufModel(file)
    with pytest.raises(ModelError, match="bestaat niet"):
        gguf.GgufModel(tmp_path / "weg.gguf")
