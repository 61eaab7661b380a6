"""Writes the lock files from what is installed: ``python -m tests.packaging.lock``.

Invariant: ``requirements.lock`` holds exactly what the product needs to build and run, ``requirements-test.lock`` what
its tests need besides; every line is one exact version, without a local part and without an address.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
HEAD = "# Made by `make lock`. Exact versions; install with `make install`.\n"
NOT_LOCKED = ("nvidia-", "cuda-", "triton")
"""The graphics stack that some builds of torch ask for; torch brings it along itself where it is wanted."""


def closure(roots: Iterable[Requirement]) -> dict[str, str]:
    """Name and version of every installed distribution that the roots need, extras and markers respected."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = list(roots)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in (*requirement.extras, ""):
            if (name, extra) in seen or name.startswith(NOT_LOCKED):
                continue
            seen.add((name, extra))
            installed = distribution(name)
            found[name] = Version(installed.version).public
            for text in installed.requires or ():
                needed = Requirement(text)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    waiting.append(needed)
    return found


def declared() -> tuple[list[Requirement], list[Requirement]]:
    """What pyproject.toml asks for: to build and run, and to test."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = [*project["project"]["dependencies"], *project["build-system"]["requires"], "editables"]
    test = project["project"]["optional-dependencies"]["test"]
    return [Requirement(text) for text in run], [Requirement(text) for text in test]


def locks() -> dict[str, str]:
    """The content of each lock file by its name."""
    run, test = declared()
    needed = closure(run)
    besides = {name: version for name, version in closure(test).items() if name not in needed}
    return {
        name: HEAD + "".join(f"{package}=={version}\n" for package, version in sorted(found.items()))
        for name, found in (("requirements.lock", needed), ("requirements-test.lock", besides))
    }


if __name__ == "__main__":
    for name, content in locks().items():
        (ROOT / name).write_text(content, encoding="utf-8")
