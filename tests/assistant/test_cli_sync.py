"""``sync`` and ``watch`` as people and scripts meet them, against a server that plays the official sources."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.settings import load_settings
from ingest.errors import AgendaError
from ingest.sources.places import HOSTS, Places
from tests.assistant.commandline import COMMAND, call
from tests.ingest.sources.papers import BODY, metadata_xml, paper_xml, sru_page
from tests.ingest.sources.serving import Said, Site, serving
from tests.ingest.sources.test_rijksoverheid import as_json
from tests.ingest.sources.test_tweedekamer import BASE, PLEDGE, page

ROW = """[[document]]
id = "kst-99684-{n}"
title = "Brief {n}"
kind = "brief"
url = "https://zoek.officielebekendmakingen.nl/kst-99684-{n}.html"
"""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server that the settings of the environment point to."""
    with serving() as server:
        monkeypatch.setenv("VEILIGHEIDSAGENDA_SOURCES", json.dumps(asdict(server.places(attempts=1))))
        yield server


@pytest.fixture
def manifest(tmp_path: Path) -> str:
    """A manifest with two papers."""
    path = tmp_path / "manifest.toml"
    path.write_text("\n".join(ROW.format(n=n) for n in (1, 2)), encoding="utf-8")
    return str(path)


@pytest.fixture
def models(models: Path, data: Path) -> Path:
    """The unpacked model, in place."""
    data.mkdir()
    (data / "models").symlink_to(models)
    return models


def test_papers_are_fetched_and_told_of(
    site: Site, manifest: str, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.say("/kst-99684-1.xml", Said(paper_xml(), headers={"ETag": '"1"'}))
    site.say("/kst-99684-1/metadata.xml", metadata_xml(attachments=("blg-5",)))
    assert call(["sync", "--manifest", manifest]) == 1
    out = capsys.readouterr().out
    assert "Opgehaald: 1\n  kst-99684-1\n" in out
    assert "Mislukt: 1\n  kst-99684-2: niet gevonden bij koop en tweedekamer." in out
    assert "Bijlagen die niet in het manifest staan: blg-5" in out
    assert call(["sync", "--manifest", manifest, "--json", "kst-99684-1"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["unchanged"], report["failed"], report["ingested"]) == (["kst-99684-1"], [], None)
    assert call(["show", "kst-99684-1"]) == 0
    assert BODY[0][:40] in capsys.readouterr().out


def test_a_source_that_is_not_there_is_told_once(
    manifest: str, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving() as server:
        places = asdict(server.places(attempts=1))
    monkeypatch.setenv("VEILIGHEIDSAGENDA_SOURCES", json.dumps(places))
    assert call(["sync", "--manifest", manifest]) == 1
    out = capsys.readouterr().out
    assert "Mislukt: 2\n  kst-99684-1, kst-99684-2: 127.0.0.1: de bron is niet bereikbaar" in out
    assert out.count("niet bereikbaar") == 1


def test_a_dry_run_only_says_what_would_happen(
    site: Site, manifest: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "https://zoek.officielebekendmakingen.nl/dossier/kst-99684-2.html?zoekcriteria=x"
    assert call(["sync", "--manifest", manifest, "--dry-run", address]) == 0
    assert capsys.readouterr().out == "Op te halen: 1\n  kst-99684-2\n"
    assert call(["sync", "--manifest", manifest, "--dry-run", "--json"]) == 0
    steps = [{"id": f"kst-99684-{n}", "action": "fetch"} for n in (1, 2)]
    assert json.loads(capsys.readouterr().out) == {"steps": steps}
    assert site.asked == []
    assert not data.exists()


def test_a_search_prints_rows_for_a_manifest(
    site: Site, manifest: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.say("/sru", sru_page(["kst-99684-1", "kst-99684-7"], 2))
    site.say(f"{BASE}/Document", page())
    site.say(f"{BASE}/Toezegging", page({**PLEDGE, "Tekst": "Toegezegd\x1b[31m\nis dit"}))
    site.say("/v1/documents", as_json())
    assert call(["sync", "--manifest", manifest, "--search", "agenda", "--since", "2030-01-01"]) == 0
    out = capsys.readouterr().out
    assert [row["id"] for row in tomllib.loads(out)["document"]] == ["kst-99684-7"]
    assert out.startswith("# Toezegging TZ203003-130 (2030-03-04, Openstaand), minister van Veiligheid, A. de Vries: ")
    assert "\x1b" not in out
    assert "dt.date>=2030-01-01" in site.asked[0].query["query"]
    assert call(["sync", "--manifest", manifest, "--search", "agenda", "--source", "tweedekamer", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["documents"] == []
    assert found["commitments"][0]["standing"] == "open"


def test_a_dossier_can_be_proposed_as_a_whole(
    site: Site, manifest: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.say("/sru", sru_page(["kst-99684-1", "kst-99684-7"], 2), Said(b"", 500))
    assert call(["sync", "--manifest", manifest, "--dossier", "99 684"]) == 0
    assert [row["id"] for row in tomllib.loads(capsys.readouterr().out)["document"]] == ["kst-99684-7"]
    assert 'w.dossiernummer=="99684"' in site.asked[0].query["query"]
    assert call(["sync", "--manifest", manifest, "--dossier", "99684"]) == 1


def test_a_source_that_fails_is_told_at_standard_error_and_the_rest_is_printed(
    site: Site, manifest: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.say("/sru", Said(b"", 503))
    site.say(f"{BASE}/Document", page())
    site.say(f"{BASE}/Toezegging", page())
    site.say("/v1/documents", as_json())
    assert call(["sync", "--manifest", manifest, "--search", "agenda", "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out) == {"documents": [], "commitments": []}
    assert "status 503" in said.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--since", "2030-01-01"], 2),
        (["--search", "agenda", "--since", "gisteren"], 2),
        (["--search", "agenda", "--source", "elders"], 2),
        (["--search", "agenda", "--dry-run"], 2),
        (["--search", "agenda", "--dossier", "99684"], 2),
        (["kst-1-1"], 1),
    ],
)
def test_wrong_use_and_unknown_documents_are_told(
    site: Site, manifest: str, data: Path, arguments: list[str], code: int
) -> None:
    assert call(["sync", "--manifest", manifest, *arguments]) == code
    assert site.asked == []


def test_the_settings_name_the_official_hosts_and_nothing_else(data: Path) -> None:
    places = load_settings().sources
    assert places == Places()
    assert all(address.startswith("https://") for address in (places.sru, places.parliament, places.government))
    assert set(HOSTS) == set(places.hosts)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SRU", "https://elders.voorbeeld.nl/sru", "staat niet in de instelling sources.hosts"),
        ("PUBLICATIONS", "http://zoek.officielebekendmakingen.nl", "gaat niet over https"),
        ("PAUSE", "-1", "mag niet negatief zijn"),
        ("ATTEMPTS", "0", "groter zijn dan 0"),
        ("AGENT", "twee\nregels", "op één regel"),
        ("SNELHEID", "9", "SNELHEID|snelheid"),
    ],
)
def test_a_wrong_setting_of_the_sources_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"VEILIGHEIDSAGENDA_SOURCES__{name}", value)
    with pytest.raises(AgendaError, match=message):
        load_settings()


def test_one_setting_of_the_sources_can_be_given_by_itself(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEILIGHEIDSAGENDA_SOURCES__PAUSE", "3")
    assert load_settings().sources == Places(pause=3)


def test_a_watched_folder_is_taken_in_until_somebody_stops_it(data: Path, models: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "kst-99684-1.xml").write_bytes(paper_xml())
    process = subprocess.Popen(
        [COMMAND, "watch", str(folder), "--quiet", "0.3", "--json", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        (folder / "kst-99684-2.xml").write_bytes(paper_xml("kst-99684-2", body=("Een tweede brief over fraude.",)))
        second = json.loads(process.stdout.readline())
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    finally:
        process.kill()
        process.communicate()
    assert [item["id"] for item in first["added"]] == ["kst-99684-1"]
    assert [item["id"] for item in second["added"]] == ["kst-99684-2"]
    assert process.returncode == 130
    assert "wordt gevolgd" in told
    assert "Traceback" not in told


def test_a_folder_that_is_not_there_cannot_be_watched(
    data: Path, models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["watch", str(tmp_path / "weg")]) == 1
    assert "deze map is er niet" in capsys.readouterr().err
