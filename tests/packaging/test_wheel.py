"""The wheel: everything that the product reads is in it, and nothing else; CI installs it and asks it a question."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built from the checkout."""
    out = tmp_path_factory.mktemp("wiel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (wheel,) = out.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def tracked(folder: str) -> set[str]:
    """The files of a folder that belong to the product."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


@pytest.mark.parametrize("package", ["assistant", "ingest", "evals"])
def test_every_file_of_a_package_is_in_the_wheel(package: str, names: set[str]) -> None:
    assert tracked(package) - names == set()


def test_the_corpus_lies_inside_the_ingest_package(names: set[str]) -> None:
    assert {f"ingest/{name}" for name in tracked("corpus")} <= names
    assert "ingest/corpus/manifest.toml" in names


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"assistant", "ingest", "evals"}
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "corpus/"))]


def test_licence_and_command_are_in_the_metadata(names: set[str]) -> None:
    told = {name.partition(".dist-info/")[2] for name in names if ".dist-info/" in name}
    assert {"METADATA", "entry_points.txt", "licenses/LICENSE"} <= told
