"""The commands that read the library: documents, one document, the registers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.assistant.commandline import call, spawn

LETTER = "kst-28684-540"


@pytest.fixture(autouse=True)
def on_the_shelf(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands read the shipped corpus."""
    monkeypatch.setenv("VEILIGHEIDSAGENDA_DATA", str(shelf))


def test_documents_are_listed_for_machines_and_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["documents", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    letter = next(d for d in listed if d["id"] == LETTER)
    assert letter["date"] == "2018-11-14"
    assert letter["dossiers"][0] == "28 684"
    assert call(["documents"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(listed) + 1
    assert all("\x1b" not in line for line in lines)


def test_a_shown_document_gives_the_canonical_text_that_every_offset_counts_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call(["show", LETTER, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == 1
    text, paragraphs = shown["text"], shown["paragraphs"]
    assert all(text[p["start"] : p["end"]] == p["text"] != "" for p in paragraphs)
    assert all(p["id"].startswith(f"{LETTER}/p") and p["pages"] for p in paragraphs)
    assert {p["kind"] for p in paragraphs} >= {"text", "heading", "footnote", "field"}
    assert any(len(p["pages"]) == 2 for p in paragraphs), "a paragraph that runs over a page end"
    assert any("Ondermijning" in p["section"] for p in paragraphs)
    ids = {p["id"] for p in paragraphs}
    assert shown["footnotes"]
    assert all({n["paragraph_id"], n["caller_id"]} <= ids for n in shown["footnotes"])
    assert next(f["value"] for f in shown["fields"] if f["name"] == "date") == "2018-11-14"
    assert shown["source"]["edition"].startswith("reconstructie")


def test_people_see_each_paragraph_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["show", LETTER]) == 0
    shown = capsys.readouterr().out
    assert "Reconstructie" in shown
    assert f"{LETTER}/p1 · briefhoofd · p. 1 · tekens 0-" in shown
    assert "171 fte" in shown


def test_an_unknown_document_is_an_error_in_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["show", "kst-1-1"], ["agreements", "--document", "kst-1-1"]):
        assert call(arguments) == 1
        assert "kst-1-1" in capsys.readouterr().err


@pytest.mark.parametrize("register", ["agreements", "figures", "commitments"])
def test_every_row_of_a_register_has_its_citation(register: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["show", LETTER, "--json"]) == 0
    text = json.loads(capsys.readouterr().out)["text"]
    assert call([register, "--json", "--document", LETTER]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    for row in rows:
        cited = row["citation"]
        assert text[cited["start"] : cited["end"]] == cited["quote"]
    assert call([register, "--document", LETTER]) == 0
    shown = capsys.readouterr().out
    assert all(row["id"] in shown and row["citation"]["paragraph_id"] in shown for row in rows)


def test_a_register_as_csv_has_a_line_for_each_row() -> None:
    done = spawn("agreements", "--csv", data=Path(".").absolute(), env=environment())
    table = list(csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff")), delimiter=";"))
    rows = json.loads(spawn("agreements", "--json", data=Path("."), env=environment()).stdout)
    assert table[0][0] == "id"
    assert [line[0] for line in table[1:]] == [row["id"] for row in rows]


def environment() -> dict[str, str]:
    """The shelf as the environment names it."""
    import os

    return {"VEILIGHEIDSAGENDA_DATA": os.environ["VEILIGHEIDSAGENDA_DATA"]}


def test_rows_are_narrowed_by_theme_and_year(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["agreements", "--json", "--theme", "Ondermijning"]) == 0
    chosen = json.loads(capsys.readouterr().out)
    assert chosen
    assert {row["theme"] for row in chosen} == {"ondermijning"}
    assert call(["figures", "--json", "--year", "1999"]) == 0
    assert json.loads(capsys.readouterr().out) == []
