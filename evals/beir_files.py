"""Reads a folder in BEIR form; a malformed line is named with its file and number.

``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``), ``qrels/<split>.tsv``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import QuestionError

_FORM = "Zie de README voor de BEIR-vorm: corpus.jsonl, queries.jsonl en qrels/<split>.tsv."


@dataclass(frozen=True, slots=True)
class Page:
    """One document of the corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BeirFolder:
    """A corpus, the questions that are judged, and the judgements: question id to page id to grade (above 0)."""

    pages: tuple[Page, ...]
    questions: tuple[tuple[str, str], ...]
    relevant: dict[str, dict[str, int]]


def read_folder(folder: Path, split: str = "test") -> BeirFolder:
    """The folder's corpus and the questions of a split. Raises ``QuestionError`` naming file and line."""
    pages: dict[str, Page] = {}
    for line, row in _objects(folder / "corpus.jsonl"):
        page = Page(*(_text(row, name, folder / "corpus.jsonl", line) for name in ("_id", "title", "text")))
        if page.id in pages:
            raise _fault(f"het document {page.id!r} staat er twee keer", folder / "corpus.jsonl", line)
        pages[page.id] = page
    asked: dict[str, str] = {}
    for line, row in _objects(folder / "queries.jsonl"):
        name, text = (_text(row, field, folder / "queries.jsonl", line) for field in ("_id", "text"))
        asked[name] = text
    relevant = _judgements(folder / "qrels" / f"{split}.tsv", set(asked))
    questions = tuple((name, text) for name, text in asked.items() if relevant.get(name))
    if not pages or not questions:
        raise QuestionError("er zijn geen documenten of geen beoordeelde vragen", where=str(folder), remedy=_FORM)
    return BeirFolder(tuple(pages.values()), questions, relevant)


def _judgements(path: Path, known: set[str]) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for line, text in _lines(path):
        cells = text.rstrip("\r").split("\t")
        if line == 1 and not cells[-1].strip().lstrip("-").isdigit():
            continue
        if len(cells) == 4:
            cells = [cells[0], cells[2], cells[3]]
        if len(cells) != 3 or not cells[2].strip().lstrip("-").isdigit():
            raise _fault("hier horen vraag, document en een geheel getal, gescheiden door tabs", path, line)
        if cells[0] not in known:
            raise _fault(f"de vraag {cells[0]!r} staat niet in queries.jsonl", path, line)
        if int(cells[2]) > 0:
            relevant.setdefault(cells[0], {})[cells[1]] = int(cells[2])
    return relevant


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, text in _lines(path):
        try:
            row = json.loads(text)
        except json.JSONDecodeError as error:
            raise _fault(f"dit is geen geldige JSON ({error.msg}, teken {error.colno})", path, line) from error
        if not isinstance(row, dict):
            raise _fault("hier hoort een JSON-object", path, line)
        yield line, row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield from ((n, text.rstrip("\n")) for n, text in enumerate(stream, 1) if text.strip())
    except FileNotFoundError as error:
        raise QuestionError("het bestand ontbreekt", where=str(path), remedy=_FORM) from error
    except OSError as error:
        raise QuestionError(
            f"het bestand is niet te lezen ({error.strerror})", where=str(path), remedy=_FORM
        ) from error
    except UnicodeDecodeError as error:
        raise QuestionError("het bestand is geen UTF-8", where=str(path), remedy="Sla het op als UTF-8.") from error


def _text(row: dict[str, Any], name: str, path: Path, line: int) -> str:
    value = row.get(name)
    if name == "title" and value is None:
        return ""
    if isinstance(value, int) and name == "_id":
        return str(value)
    if not isinstance(value, str) or (name == "_id" and not value):
        raise _fault(f"het veld {name!r} ontbreekt of is geen tekst", path, line)
    return value


def _fault(what: str, path: Path, line: int) -> QuestionError:
    return QuestionError(what, where=f"{path}, regel {line}", remedy=_FORM)
