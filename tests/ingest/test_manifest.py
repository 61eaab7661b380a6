"""The manifest: what it ships and knows, and that every fault in one is told at once."""

from __future__ import annotations

import csv
import hashlib
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from ingest.errors import ManifestError, WrongType
from ingest.intake import take_in
from ingest.manifest import Entry, corpus_folder, known_documents, load_manifest
from ingest.reading.sniff import file_type

FACTS = Path(__file__).parents[1] / "corpus" / "facts" / "documents.csv"
TEXT = b"Een brief."
SOUND = {
    "id": '"brief-1"',
    "title": '"Een brief"',
    "kind": '"brief"',
    "url": '"https://voorbeeld.nl/brief-1"',
    "file": '"brief.md"',
    "sha256": f'"{hashlib.sha256(TEXT).hexdigest()}"',
}


def written(folder: Path, *rows: dict[str, str]) -> Path:
    """A manifest of these rows beside the file that they name."""
    (folder / "brief.md").write_bytes(TEXT)
    path = folder / "manifest.toml"
    tables = ("\n".join(["[[document]]", *(f"{key} = {value}" for key, value in row.items())]) for row in rows)
    path.write_text("\n\n".join(tables), encoding="utf-8")
    return path


def fault_of(path: Path) -> str:
    """The one line that a manifest is refused with."""
    with pytest.raises(ManifestError) as told:
        known_documents(path)
    return str(told.value)


def test_a_sound_manifest_gives_its_rows_with_every_field(tmp_path: Path) -> None:
    more = {
        "date": '"2021-03-03"', "sender": '"Minister"', "reference": '"123"', "dossiers": '["99 999", "88 888"]',
        "number": '"12"', "session_year": '"2020/21"', "edition": '"druk"', "note": '"let op"', "compiled": "true",
        "chamber_number": '"2021D00001"',
    }  # fmt: skip
    (entry,) = load_manifest(written(tmp_path, SOUND | more))
    p = entry.publication
    assert (p.id, p.title, p.date, p.sender, p.kind) == ("brief-1", "Een brief", "2021-03-03", "Minister", "brief")
    assert (p.reference, p.dossiers, p.number, p.session_year) == ("123", ("99 999", "88 888"), "12", "2020/21")
    assert (p.url, entry.file, entry.sha256) == (
        "https://voorbeeld.nl/brief-1",
        "brief.md",
        hashlib.sha256(TEXT).hexdigest(),
    )
    assert (entry.edition, entry.note, entry.compiled, entry.chamber_number) == ("druk", "let op", True, "2021D00001")


def test_a_row_without_a_file_is_known_but_not_shipped(tmp_path: Path) -> None:
    remote = {key: SOUND[key] for key in ("title", "kind", "url")} | {"id": '"elders-1"'}
    path = written(tmp_path, SOUND, remote)
    assert [entry.publication.id for entry in known_documents(path)] == ["brief-1", "elders-1"]
    assert [entry.publication.id for entry in load_manifest(path)] == ["brief-1"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": '""'}, "brief-1: title ontbreekt"),
        ({"url": '""'}, "brief-1: url ontbreekt"),
        ({"sha256": '""'}, "brief-1: sha256 ontbreekt"),
        ({"sha256": '"abc"'}, "sha256 is geen controlegetal"),
        ({"sha256": f'"{"0" * 64}"'}, "brief.md heeft een ander controlegetal dan het manifest noemt"),
        ({"kleur": '"rood"'}, "brief-1: onbekend veld kleur"),
        ({"date": '"2021-02-30"'}, "datum '2021-02-30' is geen bestaande datum"),
        ({"date": '"3 maart 2021"'}, "datum '3 maart 2021' is geen bestaande datum"),
        ({"date": "2021-03-03"}, "date heeft niet het juiste type"),
        ({"dossiers": '"99 999"'}, "dossiers heeft niet het juiste type"),
        ({"compiled": '"ja"'}, "compiled heeft niet het juiste type"),
        ({"id": '"../brief"'}, "mag alleen letters, cijfers, punten en streepjes hebben"),
        ({"url": '"http://voorbeeld.nl"'}, "begint niet met https://"),
        ({"chamber_number": '"717"'}, "heeft niet de vorm 2018D12345"),
        ({"file": '"weg.md"'}, "bestand weg.md kan niet worden gelezen"),
        ({"file": '"../brief.md"'}, "bestand ../brief.md ligt buiten de map van het manifest"),
        ({"file": '"/etc/hostname"'}, "bestand /etc/hostname ligt buiten de map van het manifest"),
        ({"file": '""'}, "sha256 zonder file"),
    ],
)
def test_a_fault_is_named_with_its_document(change: dict[str, str], told: str, tmp_path: Path) -> None:
    message = fault_of(written(tmp_path, SOUND | change))
    assert told in message
    assert "1 fout in het manifest" in message


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    broken = {"title": '"Zonder id"', "date": '"gisteren"', "file": '"weg.md"'}
    message = fault_of(written(tmp_path, SOUND | {"kleur": '"rood"'}, SOUND, broken))
    assert "document 3: id ontbreekt" in message
    for told in ("onbekend veld kleur", "id brief-1 komt 2 keer voor", "file brief.md komt 2 keer voor", "weg.md"):
        assert told in message
    for told in ("document 3: kind ontbreekt", "document 3: url ontbreekt", "'gisteren'", "sha256 ontbreekt"):
        assert told in message
    assert message.count("\n") == 0
    assert "9 fouten in het manifest" in message


def test_a_link_that_leaves_the_folder_is_outside(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    path = written(folder, SOUND)
    (tmp_path / "elders.md").write_bytes(TEXT)
    (folder / "brief.md").unlink()
    (folder / "brief.md").symlink_to(tmp_path / "elders.md")
    assert "ligt buiten de map" in fault_of(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[[document]\n", "geen geldige TOML"),
        (b"\xff\xfe", "geen geldige TOML"),
        (b"", "moet uit tabellen [[document]] bestaan"),
        (b"[stuk]\na = 1\n", "onbekend: stuk"),
        (b'document = "brief"\n', "moet uit tabellen [[document]] bestaan"),
    ],
)
def test_a_file_that_is_no_manifest_is_refused_with_its_place(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_bytes(content)
    message = fault_of(path)
    assert told in message
    assert str(path) in message


def test_a_manifest_that_is_not_there_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    message = fault_of(tmp_path / "manifest.toml")
    assert "kan niet worden gelezen" in message
    assert "Controleer het pad" in message


def test_the_corpus_ships_the_letter_and_three_overviews_that_are_ours() -> None:
    entries = load_manifest()
    assert {entry.publication.id: entry.compiled for entry in entries} == {
        "kst-28684-540": False, "cijferoverzicht": True, "kroniek": True, "latere-stukken": True,
    }  # fmt: skip
    for entry in entries:
        assert (corpus_folder() / entry.file).is_file()
        assert entry.edition
        assert entry.note


def test_an_overview_of_ours_says_so_in_title_and_note() -> None:
    for entry in load_manifest():
        if entry.compiled:
            assert "eigen overzicht" in entry.publication.title
            assert "geen oorspronkelijk stuk" in entry.note
            assert re.search(r"tot en met .*\d{4}", entry.note)
            assert entry.publication.url == ""


def test_the_manifest_knows_every_official_paper_that_was_collected() -> None:
    with FACTS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    known = {entry.publication.id: entry for entry in known_documents()}
    collected = {name for row in rows for name in row["kst_ids"].split()}
    assert len(collected) > 60
    assert collected <= known.keys()
    for row in rows:
        names = row["kst_ids"].split()
        if len(names) == 1 and names[0] != "kst-28638-178":
            entry = known[names[0]]
            assert entry.publication.date in row["date"]
            assert entry.chamber_number == row["tk_document_numbers"]


def test_an_official_paper_has_its_canonical_address_dossier_and_number() -> None:
    for entry in known_documents():
        if entry.compiled:
            continue
        p = entry.publication
        assert p.url == f"https://zoek.officielebekendmakingen.nl/{p.id}.html"
        dossier = p.dossiers[0].replace(" VI", "-VI").replace(" ", "")
        assert p.id == f"kst-{dossier}-{p.number}"
        assert re.fullmatch(r"(20\d\d/\d\d)?", p.session_year)


def test_an_entry_can_be_made_of_a_publication_alone() -> None:
    publication = load_manifest()[0].publication
    assert Entry(publication).file == ""


def test_the_files_that_a_manifest_names_are_read_before_their_duplicates(tmp_path: Path) -> None:
    written(tmp_path, {**SOUND, "file": '"z.md"'})
    (tmp_path / "brief.md").rename(tmp_path / "z.md")
    (tmp_path / "a.md").write_bytes(TEXT)
    with ExitStack() as rooms:
        intake = take_in([tmp_path], rooms)
        assert [candidate.path.name for candidate in intake.files] == ["z.md", "a.md"]


@pytest.mark.parametrize("name", ["cijfers.csv", "antwoorden.jsonl", "instellingen.toml"])
def test_text_that_is_no_paper_is_refused_by_name(name: str) -> None:
    with pytest.raises(WrongType, match=name):
        file_type(Path(name), b"jaar,norm\n2020,190\n")
