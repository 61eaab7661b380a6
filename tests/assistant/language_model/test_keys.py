"""A key comes from the environment or a private file, and is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.language_model.keys import VARIABLE, Key, read_key
from ingest.errors import ModelError


def test_a_key_comes_from_the_environment() -> None:
    assert read_key(None, {VARIABLE: " geheim "}).header() == "Bearer geheim"
    assert not read_key(None, {})


def test_a_key_comes_from_a_private_file(tmp_path: Path) -> None:
    file = tmp_path / "sleutel"
    file.write_text("geheim\n")
    file.chmod(0o600)
    assert read_key(file, {VARIABLE: "anders"}).header() == "Bearer geheim"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "sleutel"
    file.write_text("geheim")
    file.chmod(mode)
    with pytest.raises(ModelError, match="chmod 600"):
        read_key(file, {})


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=VARIABLE):
        read_key(tmp_path / "weg", {})


def test_a_key_has_no_readable_form() -> None:
    key = Key("geheim")
    assert "geheim" not in f"{key!r}{key}{[key]}"
