"""The LlamaIndex faces, with LlamaIndex itself over the real library and model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from llama_index.core import Settings
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import MetadataMode

from assistant import Assistant
from assistant.llamaindex import AgendaQueryEngine, AgendaRetriever
from ingest.errors import UnknownDocument

FTE = "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?"
LETTER = "kst-28684-540"


@pytest.fixture(scope="module")
def assistant(filled: Path) -> Iterator[Assistant]:
    """The real assistant over the shipped corpus."""
    with Assistant.open(filled) as opened:
        yield opened


def test_the_retriever_gives_passages_best_first_with_their_place(assistant: Assistant) -> None:
    retriever = AgendaRetriever(assistant, top_k=5)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.retrieve(FTE)
    assert len(found) == 5
    assert [n.score for n in found] == sorted((n.score for n in found), reverse=True)
    assert any("171 fte" in n.node.get_content() for n in found[:3])
    for each in found:
        place = each.node.metadata
        document = assistant.library.document(place["document_id"])
        assert document.text[place["start"] : place["end"]] == each.node.get_content(metadata_mode=MetadataMode.NONE)
        assert place["paragraph_id"] in {p.id for p in document.paragraphs}
        assert place["page"] == document.page_at(place["start"])
        assert each.node.ref_doc_id == document.id


def test_the_retriever_looks_only_where_it_is_told(assistant: Assistant) -> None:
    found = AgendaRetriever(assistant, document=LETTER, theme="ondermijning").retrieve("Wat zijn de afspraken?")
    assert found
    assert {n.node.metadata["document_id"] for n in found} == {LETTER}
    with pytest.raises(UnknownDocument):
        AgendaRetriever(assistant, document="kst-1-1").retrieve(FTE)
    assert AgendaRetriever(assistant).retrieve("  ") == []


def test_the_query_engine_gives_the_checked_answer_with_its_citations_as_sources(assistant: Assistant) -> None:
    engine = AgendaQueryEngine(assistant)
    assert isinstance(engine, BaseQueryEngine)
    response = engine.query(FTE)
    assert "171 fte" in str(response)
    assert response.metadata["outcome"] == "answered"
    cited = [(c["paragraph_id"], c["quote"]) for c in response.metadata["citations"]]
    assert cited
    assert [(n.node.metadata["paragraph_id"], n.node.text) for n in response.source_nodes] == cited
    with ThreadPoolExecutor(1) as apart:  # a browser of another test may keep a loop running in this thread
        assert str(apart.submit(asyncio.run, engine.aquery(FTE)).result()) == str(response)


def test_an_abstention_has_no_sources(assistant: Assistant) -> None:
    response = AgendaQueryEngine(assistant, document=LETTER).query("Wat zegt de brief over stikstof?")
    assert response.metadata["abstained"] is True
    assert response.source_nodes == []


def test_the_global_settings_stay_untouched(assistant: Assistant) -> None:
    AgendaQueryEngine(assistant).query(FTE)
    AgendaRetriever(assistant).retrieve(FTE)
    assert Settings._llm is None
    assert Settings._embed_model is None
