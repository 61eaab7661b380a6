"""The settings: one frozen object, read from the environment (``VEILIGHEIDSAGENDA_…``) and a TOML file.

Invariant: nothing here reaches for the network, and the default listens on this machine only.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from assistant.language_model.choice import ModelChoice
from ingest.errors import AgendaError
from ingest.sources.places import Places

PREFIX = "VEILIGHEIDSAGENDA_"


class Settings(BaseSettings):
    """What an organisation may set. Environment wins over ``settings.toml`` in the data directory."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True, env_nested_delimiter="__"
    )

    data: Path = Field(default_factory=lambda: default_data())
    """The data directory (library, indexes, unpacked model)."""
    model: str = "intfloat/multilingual-e5-small"
    """The embedding model: the shipped one, or a folder with a sentence-transformers model."""
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    chroma_url: str = ""
    """Address of a Chroma server behind an authenticating proxy; empty for the embedded store."""
    question_limit: int = Field(default=20_000, ge=100)
    """Longest question taken, in characters."""
    upload_limit: int = Field(default=50 * 1024 * 1024, ge=1024)
    """Largest upload, in bytes."""
    language_model: ModelChoice = Field(default_factory=ModelChoice)
    """The language model that may reword answers; none by default (``LANGUAGE_MODEL__KIND``, ``…__URL``, …)."""
    sources: Places = Field(default_factory=Places)
    """The official sources: their addresses, the hosts that may be asked, and how politely (``SOURCES__PAUSE``, …)."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then ``settings.toml`` in the data directory."""
        given = getattr(init_settings, "init_kwargs", {}).get("data")
        folder = Path(given or os.environ.get(PREFIX + "DATA", "") or default_data())
        toml = TomlConfigSettingsSource(settings_cls, toml_file=folder / "settings.toml")
        return init_settings, env_settings, toml


def default_data() -> Path:
    """The platform's user-data folder for this product."""
    import platformdirs

    return Path(platformdirs.user_data_dir("veiligheidsagenda", appauthor=False))


def load_settings(**overrides: object) -> Settings:
    """The settings in force. Raises ``AgendaError`` naming each wrong setting."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except (ValidationError, ValueError) as error:
        faults = (
            "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
            if isinstance(error, ValidationError)
            else str(error)
        )
        raise AgendaError(
            f"ongeldige instelling ({faults})",
            where="instellingen",
            remedy=f"Verbeter de omgevingsvariabele {PREFIX}… of settings.toml in de gegevensmap.",
        ) from error
