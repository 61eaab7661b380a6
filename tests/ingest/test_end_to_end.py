"""The whole way in with nothing made small: the shipped corpus, the real model, real SQLite, Chroma and BM25."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from ingest.doctor import examine
from ingest.language.terms import terms
from ingest.pipeline import ingest
from ingest.store.library import Library
from ingest.store.model import Encoder, load_encoder


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The shipped model; unpacking is atomic, so test runs may share the folder."""
    return load_encoder(Path(tempfile.gettempdir()) / "veiligheidsagenda-tests")


def test_the_letter_is_ingested_and_the_right_paragraph_is_found(tmp_path: Path, encoder: Encoder) -> None:
    report = ingest(data=tmp_path, encoder=encoder)
    assert report.refused == ()
    assert "kst-28684-540" in {item.id for item in report.added}
    question = "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?"
    with Library.open(tmp_path, encoder=encoder) as library:
        near = library.dense(encoder.encode_queries([question])[0], 5)
        worded = library.lexical([(term, 1.0) for term in terms(question)], 5)
        for hits in (near, worded):
            letters = [h.paragraph_id for h in hits if h.document_id == "kst-28684-540"]
            document = library.document("kst-28684-540")
            texts = [document.text_of(p) for p in document.paragraphs if p.id in letters[:3]]
            assert any("171 fte" in text for text in texts), question
    assert examine(tmp_path, encoder=encoder) == ()
