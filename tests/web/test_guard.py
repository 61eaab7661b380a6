"""What every request passes: names, sizes, other sites, headers, and doors of Gradio that stay shut."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture(scope="module")
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=20) as opened:
        yield opened


@pytest.mark.parametrize(
    "path", ["/vraag/", "/ask/", "/documenten", "/lees/kst-1-2", "/api/documents", "/web/style.css"]
)
def test_every_response_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]


def test_plain_pages_allow_no_inline_script_or_style(client: httpx.Client) -> None:
    policy = client.get("/lees/kst-1-2").headers["content-security-policy"]
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/vraag/", "/ask/"])
def test_the_gradio_page_names_no_other_host_and_its_scripts_carry_the_nonce(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    page = answer.text
    for address in ("http://", "https://"):
        assert page.count(address) == page.count("http://127.0.0.1") * (address == "http://")
    nonce = answer.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
    assert page.count("<script") == page.count(f'<script nonce="{nonce}"') > 0
    assert client.get(path).headers["content-security-policy"] != answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/vraag/gradio_api/file=/etc/passwd", "/vraag/gradio_api/proxy=http://127.0.0.1/", "/vraag/gradio_api/upload",
        "/vraag/docs", "/ask/monitoring", "/docs", "/openapi.json",
    ],
)  # fmt: skip
def test_doors_that_nobody_needs_are_shut(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_another_host_name_is_refused(client: httpx.Client) -> None:
    assert client.get("/documenten", headers={"host": "kwaad.example"}).status_code == 421
    assert client.get("/documenten", headers={"host": "localhost:1"}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"origin": "https://kwaad.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_a_form_of_another_site_is_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    assert client.post("/api/ask", json={"question": "fte"}, headers=headers).status_code == 403


def test_a_request_that_is_too_large_is_refused(client: httpx.Client) -> None:
    assert client.post("/api/ask", content=b"x" * 2_000_000).status_code == 413


def test_a_redirect_never_leaves_this_site(client: httpx.Client) -> None:
    for back in ("//kwaad.example", "https://kwaad.example", "/\\kwaad.example"):
        assert client.get("/taal/en", params={"terug": back}).headers["location"] == "/"
    assert client.get("/weergave/dark", params={"terug": "/documenten"}).headers["location"] == "/documenten"
