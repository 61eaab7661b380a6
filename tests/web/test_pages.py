"""The plain pages, the JSON API and what can be taken along, over the scripted assistant."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import etree, html

from assistant.settings import Settings
from assistant.web.elsewhere import elsewhere
from assistant.web.texts import LANGUAGES, Texts, keys, preferred
from assistant.web.upload import safe_name
from tests.web.papers import ATTACK, COLUMNS, LETTER
from tests.web.serving import served
from tests.web.standin import Scripted


@pytest.fixture(scope="module")
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=20) as opened:
        yield opened


def tree(client: httpx.Client, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_the_reading_view_holds_every_paragraph_once_at_its_stable_address(client: httpx.Client) -> None:
    page = tree(client, "/lees/kst-1-2")
    for paragraph in LETTER.paragraphs:
        (found,) = page.xpath(f"//*[@id='{paragraph.id.rpartition('/')[2]}']")
        words = "".join(found.text_content().split())
        for part in LETTER.text_of(paragraph).replace(" | ", " ").split():
            assert part in words


def test_the_reading_view_has_headings_tables_and_footnotes_as_such(client: httpx.Client) -> None:
    page = tree(client, "/lees/kst-1-2")
    assert [h.text_content().strip() for h in page.xpath("//article//h3")] == ["8Mensenhandel"]
    assert [th.text_content() for th in page.xpath("//article//thead//th")] == list(COLUMNS)
    assert len(page.xpath("//article//tbody//th[@scope='row']")) == 2
    (call,) = page.xpath("//a[@class='noteref']")
    assert page.xpath(f"//*[@id='{call.get('href')[1:]}']")
    assert page.xpath("//article")[0].get("lang") == "nl"


def test_each_mark_in_the_margin_has_a_name_of_its_own(client: httpx.Client) -> None:
    for notes in tree(client, "/lees/kst-1-2").xpath("//*[@class='margin']"):
        names = [mark.text_content() for mark in notes.xpath("./a")]
        assert len(set(names)) == len(names)
    (mark,) = tree(client, "/lees/kst-1-2").xpath("//*[@id='p6']//a[starts-with(@href, '/rij/c-')]")
    assert mark.text_content().startswith("toezegging: In het voorjaar bericht ik uw Kamer")


def test_searching_a_document_marks_the_words_and_lists_the_paragraphs(client: httpx.Client) -> None:
    page = tree(client, "/lees/kst-1-2?zoek=POLITIE")
    assert [m.text_content() for m in page.xpath("//article//mark")] == ["politie", "politie"]
    assert [a.get("href") for a in page.xpath("//ul[@class='hits']//a")] == ["#p5", "#p11"]


@pytest.mark.parametrize(
    "path",
    [
        "/lees/stuk-2", "/raakt/stuk-2", "/documenten", "/toezeggingen", f"/lees/kst-1-2?zoek={ATTACK}",
        f"/toezeggingen?wie={ATTACK}", f"/cijfers?wie={ATTACK}", f"/afspraken?thema={ATTACK}&document={ATTACK}",
    ],
)  # fmt: skip
def test_markup_in_documents_and_addresses_stays_text(client: httpx.Client, path: str) -> None:
    page = tree(client, path)
    assert page.xpath("//img") == []
    assert all((s.get("src") or "").startswith("/web/") and not s.text for s in page.xpath("//script"))
    assert page.xpath("//a[starts-with(@href, 'javascript')]") == []
    values = [*page.xpath("//input/@value"), *page.xpath("//a/@href")]
    assert "onerror" in page.text_content() + " ".join(values)


def test_an_unknown_document_or_address_gets_a_page_that_says_so(client: httpx.Client) -> None:
    for path in ("/lees/bestaat-niet", "/bestaat-niet", "/rij/a-niets", "/pagina/kst-1-2/99"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Niet gevonden" in answer.text


def test_a_value_that_cannot_be_used_gets_a_page_that_names_it_and_a_machine_an_error(client: httpx.Client) -> None:
    answer = client.get("/lees/kst-1-2?versie=eerste")
    assert answer.status_code == 422
    assert "Het verzoek bevat een onbruikbare of ontbrekende waarde: versie." in answer.text
    assert "question" in client.post("/api/ask", json={}).json()["error"]


@pytest.mark.parametrize("path", ["/afspraken", "/cijfers", "/toezeggingen", "/over", "/toegankelijkheid"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plain_page_exists_in_both_languages(client: httpx.Client, path: str, language: str) -> None:
    page = html.fromstring(client.get(path, headers={"cookie": f"taal={language}"}).text)
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1


def test_a_register_row_opens_its_source_and_has_a_permanent_link(client: httpx.Client) -> None:
    page = tree(client, "/cijfers")
    number = page.xpath("//a[starts-with(@id, 'f-')]")[0]
    assert number.get("href").startswith("/lees/kst-1-2#p")
    assert client.get(f"/rij/{number.get('id')}").headers["location"] == f"/cijfers#{number.get('id')}"


def test_a_chart_tells_norm_and_result_apart_by_form_as_well_as_colour(client: httpx.Client) -> None:
    chart = tree(client, "/cijfers").xpath("//figure[@class='chart']")[0]
    assert len(chart.xpath(".//rect[@class='norm']")) == len(chart.xpath(".//circle[@class='realisatie']")) == 2
    legend = [" ".join(each.text_content().split()) for each in chart.xpath(".//p[@class='legend']/span")]
    assert legend == ["■ norm", "● realisatie"]


@pytest.mark.parametrize(
    ("language", "state"),
    [
        ("nl", "Stand: niet aangetroffen in 1 document t/m 3 maart 2021"),
        ("en", "State: not found in 1 document until 3 March 2021"),
    ],
)
def test_the_state_of_a_commitment_is_told_in_the_language_of_the_screen(
    client: httpx.Client, language: str, state: str
) -> None:
    page = html.fromstring(client.get("/toezeggingen", headers={"cookie": f"taal={language}"}).text)
    assert state in [" ".join(told.text_content().split()) for told in page.xpath("//p[@class='standing']")]


def test_a_register_is_exported_with_the_filters_in_force(client: httpx.Client) -> None:
    everything = client.get("/uitvoer/cijfers.csv").text.splitlines()
    some = client.get("/uitvoer/cijfers.csv?jaar=2020").text.splitlines()
    assert 1 < len(some) < len(everything)
    assert client.get("/uitvoer/cijfers.xlsx").content.startswith(b"PK")
    assert client.get("/uitvoer/anders.csv").status_code == 422


def test_the_api_answers_as_the_contract_says(client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": "Hoeveel fte?", "history": ["Eerder?"]}).json()
    assert answer["schema"] == 1
    first = answer["citations"][0]
    text = client.get("/api/documents/kst-1-2").json()["text"]
    assert text[first["start"] : first["end"]] == first["quote"]
    assert client.get("/api/documents/niets").status_code == 404
    assert "error" in client.post("/api/ask", json={"question": "x" * 20_001}).json()


def test_word_has_a_real_footnote_for_every_marker_with_a_link_to_the_paragraph(client: httpx.Client) -> None:
    answer = client.post("/meenemen", data={"vorm": "docx", "vraag": "Hoeveel fte?"})
    pack = zipfile.ZipFile(io.BytesIO(answer.content))
    notes = etree.fromstring(pack.read("word/footnotes.xml"))
    body = etree.fromstring(pack.read("word/document.xml"))
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    assert len(body.findall(".//w:footnoteReference", space)) == 3
    assert len(notes.findall("w:footnote", space)) == 5
    assert "kenmerk 2413668" in "".join(notes.itertext())
    assert "/lees/kst-1-2#p5" in pack.read("word/_rels/footnotes.xml.rels").decode()


def test_the_evidence_pack_holds_answer_checksums_and_versions(client: httpx.Client) -> None:
    answer = client.post("/meenemen", data={"vorm": "zip", "bereik": "gesprek", "vraag": ["Hoeveel fte?", "En dan?"]})
    pack = zipfile.ZipFile(io.BytesIO(answer.content))
    answers = json.loads(pack.read("antwoord.json"))
    assert [a["question"] for a in answers] == ["Hoeveel fte?", "En dan?"]
    assert answers[1]["resolved_question"] == "En dan? (na: Hoeveel fte?)"
    account = json.loads(pack.read("verantwoording.json"))
    assert account["documents"][0]["sha256"] == LETTER.source.sha256
    assert {"made", "version", "model", "library"} <= account.keys()


@pytest.mark.parametrize("shape", ["md", "html"])
def test_markup_stays_text_in_what_is_taken_along(client: httpx.Client, shape: str) -> None:
    text = client.post("/meenemen", data={"vorm": shape, "vraag": f"een aanval {ATTACK}"}).text
    assert "<img" not in text.replace("\\<img", "")
    assert "<script" not in text.replace("\\<script", "")


def test_feedback_goes_to_a_local_file_and_nowhere_else(client: httpx.Client, data: Path) -> None:
    given = {"vraag": ATTACK, "reden": "incomplete", "toelichting": ATTACK, "bron": "kst-1-2/p5", "eerder": "Eerder?"}
    answer = client.post("/terugkoppeling", data=given)
    assert "Er is niets verzonden" in answer.text
    case = json.loads((data / "feedback.jsonl").read_text("utf-8").splitlines()[-1])
    assert case["question"] == ATTACK
    assert case["reason"] == "incomplete"
    assert case["history"] == ["Eerder?"]
    assert client.post("/terugkoppeling", data={"vraag": "x", "reden": "anders"}).status_code == 422


def test_an_upload_is_taken_in_under_a_safe_name_and_reported(client: httpx.Client, taken: list[str]) -> None:
    files = {"bestand": ("../../<b>brief</b>.md", b"# Kop\n\nTekst.")}
    page = client.post("/documenten", files=files).text
    assert "toegevoegd" in page
    assert "<b>brief" not in page
    assert taken[-1] == "b_.md"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\\b.pdf", "b.pdf"),
        ("..", "document"),
        ("", "document"),
        ("x\x00y.md", "x_y.md"),
    ],
)
def test_a_file_name_from_outside_never_becomes_a_path(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_every_text_exists_in_both_languages_with_the_same_blanks() -> None:
    for key in keys():
        nl, en = Texts("nl")(key), Texts("en")(key)
        assert nl
        assert en
        assert {part.split("}")[0] for part in nl.split("{")[1:]} == {part.split("}")[0] for part in en.split("{")[1:]}


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "nl"), ("en-GB,en;q=0.9", "en"), ("de,nl;q=0.5,en;q=0.4", "nl"), ("fr", "nl"), ("en;q=x", "nl")],
)
def test_the_browsers_language_decides(header: str, language: str) -> None:
    assert preferred(header) == language


def test_numbers_and_dates_are_written_the_way_of_the_language() -> None:
    assert Texts("nl").number(1522) == "1.522"
    assert Texts("en").number(0.5, 2) == "0.50"
    assert Texts("nl").date("2018-11-14") == "14 november 2018"
    assert Texts("en").date("2018-11-14") == "14 November 2018"


@pytest.mark.parametrize(
    ("given", "hosts", "shared"),
    [
        ({}, (), False),
        ({"host": "0.0.0.0"}, (), True),
        ({"language_model": {"kind": "gguf", "file": "/m.gguf"}}, (), False),
        ({"language_model": {"kind": "ollama", "url": "http://localhost:11434", "name": "m"}}, (), False),
        ({"language_model": {"kind": "openai", "url": "https://model.example/v1", "name": "m"}}, ("model.example",), False),
        ({"chroma_url": "https://chroma.example:8000"}, ("chroma.example",), False),
    ],
)  # fmt: skip
def test_the_settings_say_what_goes_to_another_machine(
    given: dict[str, object], hosts: tuple[str, ...], shared: bool
) -> None:
    found = elsewhere(Settings(**given))  # type: ignore[arg-type]
    assert (found.hosts, found.shared) == (hosts, shared)


def test_every_page_tells_of_a_language_model_elsewhere_and_never_that_nothing_leaves(tmp_path: Path) -> None:
    model = {"kind": "openai", "url": "https://model.example/v1", "name": "m"}
    with served(Scripted(), Settings(data=tmp_path, language_model=model)) as base:  # type: ignore[arg-type]
        for path in ("/vraag/", "/cijfers", "/over"):
            page = httpx.get(base + path).text
            assert "vragen gaan naar model.example" in page
            assert "niets verlaat" not in page
        assert "gaat met de gevonden alinea’s naar het taalmodel op model.example" in page
        assert "geen taalmodel van anderen" not in page


def test_the_default_says_that_nothing_leaves_and_listens_on_this_machine_only(client: httpx.Client) -> None:
    page = client.get("/over").text
    assert "niets verlaat deze computer" in page
    assert "<p>Niets. Het hulpmiddel" in page
    assert Settings().host == "127.0.0.1"
