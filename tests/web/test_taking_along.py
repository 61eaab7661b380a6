"""What is taken along: each shape holds the answer, its references and links, and what was chosen when asking."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import httpx
import pypdf
import pytest
from lxml import etree

from assistant.web.evidence import without_secrets
from tests.web.papers import ATTACK, printed


@pytest.fixture(scope="module")
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=30) as opened:
        yield opened


def taken(client: httpx.Client, shape: str, *questions: str, **more: object) -> bytes:
    answer = client.post("/meenemen", data={"vorm": shape, "vraag": list(questions), **more})
    assert answer.status_code == 200
    return answer.content


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def links_of(pdf: bytes) -> list[str]:
    found = []
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for each in page.get("/Annots", ()):
            action = each.get_object().get("/A", {})
            found += [str(action["/URI"])] if "/URI" in action else []
    return found


def test_a_pdf_holds_answer_checks_references_quotes_and_links(client: httpx.Client, base: str) -> None:
    pdf = taken(client, "pdf", "Hoeveel fte?")
    text = text_of(pdf)
    assert "171 fte toegevoegd. [1]" in text
    assert "letterlijk" in text
    assert "kenmerk 2413668, p. 1 (Kamerstukken II 2018/19, 28 684, nr. 540)" in text
    assert "in de jaren erna groeit de bezetting verder" in text
    assert f"{base}/lees/kst-1-2#p5" in links_of(pdf)
    assert any(link.startswith(f"{base}/pagina/kst-1-2/1?van=") for link in links_of(pdf))


def test_a_pdf_sets_tables_refusals_and_hostile_text_as_text(client: httpx.Client) -> None:
    text = text_of(
        taken(client, "pdf", "Geef een tabel", "Wat over stikstof?", f"een aanval {ATTACK} ŵ中", bereik="gesprek")
    )
    for part in ("Complexe onderzoeken", "Niet aangetroffen in de documenten", "onerror", "geen antwoord"):
        assert part in text


def test_word_sets_hostile_text_as_text(client: httpx.Client) -> None:
    pack = zipfile.ZipFile(io.BytesIO(taken(client, "docx", f"een aanval {ATTACK} \x07\ufffe")))
    for part in ("word/document.xml", "word/footnotes.xml"):
        assert ATTACK in "".join(etree.fromstring(pack.read(part)).itertext())


def test_word_footnotes_link_to_paragraph_and_page(client: httpx.Client, base: str) -> None:
    pack = zipfile.ZipFile(io.BytesIO(taken(client, "docx", "Welke pagina?")))
    targets = {
        each.get("Id"): each.get("Target") for each in etree.fromstring(pack.read("word/_rels/footnotes.xml.rels"))
    }
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    links = etree.fromstring(pack.read("word/footnotes.xml")).findall(".//w:hyperlink", space)
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    body = "".join(etree.fromstring(pack.read("word/document.xml")).itertext())
    assert body.count(" letterlijk") == 1
    paper = printed().id
    shown = [targets[link.get(relation)] for link in links]
    assert shown[0].startswith(f"{base}/lees/{paper}#p")
    assert shown[1].startswith(f"{base}/pagina/{paper}/1?van=")


def test_the_evidence_pack_has_a_picture_of_every_page_of_a_quote_and_the_account(client: httpx.Client) -> None:
    choice = json.dumps({"document": printed().id})
    pack = zipfile.ZipFile(io.BytesIO(taken(client, "zip", "Welke pagina?", keuze=[choice])))
    pictures = [name for name in pack.namelist() if name.startswith("paginas/")]
    assert pictures == ["paginas/vraag1-bron1-p1.png", "paginas/vraag1-bron1-p2.png"]
    assert all(pack.read(name).startswith(b"\x89PNG") for name in pictures)
    account = json.loads(pack.read("verantwoording.json"))
    assert account["asked"] == [{"document": printed().id}]
    assert account["settings"]["question_limit"] == 20_000
    assert {"python", "pypdf", "gradio"} <= account["versions"].keys()
    assert printed().source.sha256 in {document["sha256"] for document in account["documents"]}
    (answer,) = json.loads(pack.read("antwoord.json"))
    quote = answer["citations"][0]
    assert printed().text[quote["start"] : quote["end"]] == quote["quote"]


def test_the_account_of_an_evidence_pack_keeps_no_passwords_or_keys() -> None:
    settings = {
        "chroma_url": "https://naam:geheim@chroma.example:8000/x?token=geheim",
        "language_model": {"key_file": "geheim", "most_tokens": 320, "url": "http://127.0.0.1:8080/v1"},
        "sources": {
            "proxy": "naam:geheim@proxy.example:3128",
            "hosts": ["naam:geheim@bron.example"],
            "token": "geheim",
        },
        "port": 7860,
    }
    assert without_secrets(settings) == {
        "chroma_url": "https://chroma.example:8000/x",
        "language_model": {"most_tokens": 320, "url": "http://127.0.0.1:8080/v1"},
        "sources": {"proxy": "proxy.example:3128", "hosts": ["bron.example"]},
        "port": 7860,
    }


@pytest.mark.parametrize("shape", ["md", "html", "pdf", "docx"])
def test_every_shape_says_until_when_was_searched_and_that_nothing_was_found(client: httpx.Client, shape: str) -> None:
    content = taken(client, shape, "Wat over stikstof?")
    if shape == "docx":
        pack = zipfile.ZipFile(io.BytesIO(content))
        text = " ".join(etree.fromstring(pack.read("word/document.xml")).itertext())
    else:
        text = text_of(content) if shape == "pdf" else content.decode()
    assert "3 maart 2021" in text
    assert "Niet aangetroffen in de documenten" in text


def test_what_was_chosen_is_asked_again(client: httpx.Client, assistant: object) -> None:
    choices = ["", json.dumps({"paragraphs": ["kst-1-2/p16"], "year": 2020})]
    text = taken(client, "md", "Hoeveel fte?", "En dan?", keuze=choices, bereik="gesprek").decode()
    assert assistant.given[-2:] == [{}, {"paragraphs": ("kst-1-2/p16",), "year": 2020}]  # type: ignore[attr-defined]
    assert "171 fte" in text
    assert "Kamerstuk 29628" in text


@pytest.mark.parametrize("form", [{"keuze": "geen json"}, {"vraag": ""}, {"vraag": "x" * 20_001}])
def test_a_faulty_request_is_refused_in_words(client: httpx.Client, form: dict[str, str]) -> None:
    answer = client.post("/meenemen", data={"vorm": "md", "vraag": "Hoeveel?", **form})
    assert answer.status_code == 400
    assert "Verzoek geweigerd" in answer.text
