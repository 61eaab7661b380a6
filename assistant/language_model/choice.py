"""Which language model an organisation has chosen, and its bounds: a value that the settings fill in.

Invariant: without a ``kind`` there is no model; no key is ever a setting. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

Kind = Literal["", "openai", "ollama", "gguf"]


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The language model (taalmodel) in force: ``openai`` is any endpoint that speaks OpenAI's chat protocol,
    ``ollama`` an Ollama server, ``gguf`` a model file that runs in this process. Empty: none, and nothing is loaded.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    kind: Kind = ""
    url: str = ""
    """Address of the endpoint (``https://…/v1``); plain http only without a key or on this machine."""
    name: str = ""
    """The model's name as the endpoint knows it."""
    file: Path | None = None
    """The GGUF file of a model in this process."""
    key_file: Path | None = None
    """A file with the key, readable by its owner only; else the environment's VEILIGHEIDSAGENDA_LANGUAGE_MODEL_KEY."""
    patience: float = 20.0
    """Seconds until the first word; then the answer is given without the model."""
    deadline: float = 90.0
    """Seconds for all of the model's words; what was checked by then is kept."""
    retries: int = 1
    """How often a request that failed before its first word is made again."""
    most_tokens: int = 320
    context: int = 4096
    """Tokens that the model takes in and gives out together."""
    threads: int = 0
    """Processor threads of a model in this process; 0 for half of them."""
    rewrites_questions: bool = False
    """Whether the model may complete a follow-up and split a question; the rules stay the fallback."""

    @property
    def title(self) -> str:
        """The model's name for people."""
        return self.name or (self.file.stem if self.file else self.kind)
