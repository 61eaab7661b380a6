"""What README and CONTRIBUTING tell a reader to type exists: commands, options, make targets, settings, files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from assistant.cli import create_app
from assistant.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")}
FENCE = re.compile(r"^```(?:sh|bash|console|shell)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:veiligheidsagenda|make) [^`\n]+)`")


def typed(program: str) -> Iterator[tuple[str, str]]:
    """(file, command line) for each command line of a program in a shell block or between backquotes."""
    for name, text in TEXTS.items():
        lines = [line for block in FENCE.findall(text) for line in block.replace("\\\n", " ").splitlines()]
        for line in (*lines, *INLINE.findall(text)):
            words = line.strip().removeprefix("$ ")
            if words.startswith(f"{program} "):
                yield name, words.split(" | ")[0]


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_two_commands_of_the_readme_are_make_run_and_make_test() -> None:
    lines = [line for name, line in typed("make") if name == "README.md"]
    assert "make run" in lines
    assert "make test" in lines


def test_every_make_target_that_is_told_of_exists() -> None:
    told = {shlex.split(line, comments=True)[1] for _, line in typed("make")}
    assert told <= targets()


@pytest.mark.parametrize(("name", "line"), list(typed("veiligheidsagenda")))
def test_every_command_line_that_is_told_of_is_understood(name: str, line: str) -> None:
    words = re.split(r"\s[<>]\s?", line)[0]
    _, *arguments = shlex.split(re.sub(r"\s#.*", "", words))
    command: Any = get_command(create_app())
    while arguments and arguments[0].startswith("-"):
        assert arguments[0].partition("=")[0] in options(command), f"{name}: {line}"
        arguments = arguments[1 if "=" in arguments[0] or arguments[0] in ("--help", "--version") else 2 :]
    if not arguments:
        return
    for alternative in arguments[0].split("|"):
        assert alternative in command.commands, f"{name}: {line}"
        known = options(command.commands[alternative])
        given = {word.partition("=")[0].strip("[]") for word in arguments[1:] if word.lstrip("[").startswith("--")}
        assert {option for word in given for option in word.split("|")} <= known, f"{name}: {line}"


def options(command: Any) -> set[str]:
    """The options that a command knows."""
    return {"--help", *(name for p in command.params for name in p.opts if name.startswith("-"))}


def test_every_setting_that_is_told_of_exists() -> None:
    told = {word for text in TEXTS.values() for word in re.findall(rf"{PREFIX}([A-Z_]+)", text)}
    assert {word.lower() for word in told} <= set(Settings.model_fields)


def test_every_file_that_is_linked_to_exists() -> None:
    links = [
        (name, link.partition("#")[0])
        for name, text in TEXTS.items()
        for link in re.findall(r"\]\(([^)\s]+)\)", text)
        if not link.startswith(("http:", "https:", "#"))
    ]
    assert [(name, link) for name, link in links if link and not (ROOT / link).exists()] == []
