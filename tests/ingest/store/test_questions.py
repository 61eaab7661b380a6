"""Questions by ONNX Runtime: the vectors of the network in torch, in a process that never imports torch."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import ModelError
from ingest.store.model import Encoder, SentenceEncoder
from ingest.store.questions import NETWORK, QuestionReader

ROOT = Path(__file__).parents[3]
QUESTIONS = [
    "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?",
    "wie?",
    "",
    "Wat is er afgesproken over mensenhandel, en hoe staat het daarmee? " * 80,
]


@pytest.fixture(scope="module")
def folder(real_encoder: Encoder) -> Path:
    mark = real_encoder.fingerprint.rpartition("@")[2]
    return next((Path(tempfile.gettempdir()) / "veiligheidsagenda-tests" / "models").glob(f"multilingual-*-{mark}"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_vector_that_torch_computes(folder: Path, question: str, tmp_path: Path) -> None:
    own = tmp_path / "eigen"
    shutil.copytree(folder, own, ignore=shutil.ignore_patterns(NETWORK, "*.safetensors"))
    (own / "model.safetensors").symlink_to(folder / "model.safetensors")
    by_torch = SentenceEncoder(own, name="eigen", fingerprint="eigen@1").encode_queries([question])[0]
    vector = QuestionReader(folder).vector(question)
    assert vector.shape == (384,)
    assert vector.dtype == np.float32
    assert float(vector @ by_torch) >= 0.9995
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)


def test_threads_at_once_find_the_same_vector(folder: Path) -> None:
    reader = QuestionReader(folder)
    alone = [reader.vector(question) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        for at, found in enumerate(pool.map(reader.vector, QUESTIONS * 8)):
            np.testing.assert_array_equal(found, alone[at % len(QUESTIONS)])


def test_a_question_needs_no_torch(folder: Path) -> None:
    code = (
        "import sys, tempfile; from pathlib import Path; from ingest.store.model import load_encoder\n"
        "encoder = load_encoder(Path(tempfile.gettempdir()) / 'veiligheidsagenda-tests')\n"
        "encoder.encode_queries(['wie?'])\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_a_broken_file_is_said_by_name(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "eigen"
    shutil.copytree(folder, own, ignore=shutil.ignore_patterns(NETWORK, "*.safetensors"))
    (own / NETWORK).write_bytes(b"half")
    with pytest.raises(ModelError, match="eigen"):
        SentenceEncoder(own, name="eigen", fingerprint="eigen@1").encode_queries(["wie?"])
