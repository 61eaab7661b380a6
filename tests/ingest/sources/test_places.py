"""The settings of the sources: the documentation names each of them, and the default addresses are allowed ones."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from ingest.sources.places import Places

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [field.name for field in fields(Places)])
def test_the_documentation_names_every_setting(name: str) -> None:
    assert f"`{name}`" in TEXT


def test_the_documentation_gives_the_defaults() -> None:
    told = Places()
    for row in (
        f"`pause` | {told.pause} ",
        f"`silence`, `deadline` | {told.silence:g}, {told.deadline:g} ",
        f"`limit` | {told.limit // 2**20} MiB ",
        f"`attempts`, `patience` | {told.attempts}, {told.patience:g} ",
    ):
        assert row in TEXT


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://www.rijksoverheid.nl/documenten", ""),
        ("https://WWW.rijksoverheid.nl/documenten", ""),
        ("http://www.rijksoverheid.nl/documenten", "gaat niet over https"),
        ("https://rijksoverheid.nl/", "staat niet in de instelling"),
        ("https://www.rijksoverheid.nl:444/", "een poort die daar niet hoort"),
        ("ftp://127.0.0.1/", "staat niet in de instelling"),
        ("https://[::1", "is geen adres"),
    ],
)
def test_an_address_is_allowed_or_told_why_not(address: str, fault: str) -> None:
    found = Places().fault_of(address)
    assert fault in found
    assert bool(found) == bool(fault)
