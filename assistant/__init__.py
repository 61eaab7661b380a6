"""From a question to a checked answer, the registers, and the faces (command line, web, API)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.core import Assistant

__all__ = ["Assistant"]


def __getattr__(name: str) -> object:
    if name == "Assistant":
        from assistant.core import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
