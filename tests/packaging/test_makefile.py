"""``make``: sets up once, starts at once afterwards, and says in words when Python is too old."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in the checkout, without what an outer make told its children."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    command = ["make", "-C", str(ROOT), "--no-print-directory", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)


@pytest.fixture
def old_python(tmp_path: Path) -> Path:
    """A Python that is too old."""
    path = tmp_path / "python3.9"
    path.write_text('#!/bin/sh\ncase "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac\n', encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("target", ["run", "test", "check"])
def test_an_old_python_is_refused_in_words(target: str, old_python: Path, tmp_path: Path) -> None:
    done = make(target, f"PYTHON={old_python}", f"VENV={tmp_path / 'omgeving'}")
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed; found: Python 3.9.2." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "omgeving").exists()


def test_a_first_run_installs_what_is_locked(tmp_path: Path) -> None:
    plan = make("--dry-run", "run", f"VENV={tmp_path / 'omgeving'}").stdout
    assert "-m venv" in plan
    assert "--no-deps --requirement requirements.lock" in plan
    assert plan.index("pip install") < plan.index("veiligheidsagenda serve")


def test_a_second_run_starts_without_the_package_index(tmp_path: Path) -> None:
    environment = tmp_path / "omgeving"
    (environment / "bin").mkdir(parents=True)
    for name in ("bin/python", ".installed", ".installed-test"):
        (environment / name).touch()
    for target, command in (("run", "veiligheidsagenda serve"), ("test", "-m pytest")):
        plan = make("--dry-run", target, f"VENV={environment}").stdout
        assert len(plan.splitlines()) == 1
        assert command in plan


def test_a_changed_lock_is_installed_again(tmp_path: Path) -> None:
    environment = tmp_path / "omgeving"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").touch()
    (environment / ".installed").touch()
    os.utime(environment / ".installed", (0, 0))
    assert "--requirement requirements.lock" in make("--dry-run", "run", f"VENV={environment}").stdout
