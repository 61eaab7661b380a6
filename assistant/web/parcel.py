"""What is taken along, whatever its shape.

Invariant: the answers and the choices with which they were asked stand in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.answer import Answer
from assistant.web.choice import Choice
from assistant.web.render import Frame
from assistant.web.texts import Texts


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is taken along: the answers in order, how they were asked, the page's frame, when, and of which site."""

    answers: tuple[Answer, ...]
    choices: tuple[Choice, ...]
    frame: Frame
    made: datetime
    site: str

    @property
    def texts(self) -> Texts:
        """The interface's texts."""
        return Texts(self.frame.language)

    @property
    def today(self) -> str:
        """The date on which it was made, ISO."""
        return self.made.date().isoformat()
