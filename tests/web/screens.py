"""Pictures of every screen in ``docs/screens``: ``python -m tests.web.screens [DATA]`` over the shipped corpus.

DATA is a data directory to use; without it the corpus is read into one that is thrown away.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.web.driving import asked, opened
from tests.web.serving import browser_of, served

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
LARGEST = 300_000
DESK, PHONE = (1280, 860), (360, 780)
FTE = "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?"
LETTER = "kst-28684-540"


def no_step(page: Any) -> None:
    """Leave the page as it opens."""


@dataclass(frozen=True)
class Shot:
    """One picture: the address, what is done there first, and the window."""

    name: str
    path: str = "/"
    step: Callable[[Any], None] = no_step
    size: tuple[int, int] = DESK
    language: str = "nl"
    theme: str = "light"


def answer(page: Any) -> None:
    """An answer with its first source lit; a narrow window is left where that source is."""
    asked(page, FTE)
    page.click(".cite >> nth=0")
    if page.viewport_size["width"] > 600:
        page.evaluate("scrollTo(0, 0)")


def agreed(page: Any) -> None:
    """A list of agreements."""
    asked(page, "Wat is er afgesproken over mensenhandel?")
    page.click(".cite >> nth=1")
    page.evaluate("scrollTo(0, 0)")


def everything(page: Any) -> None:
    """Everything that was found, two paragraphs ticked."""
    asked(page, FTE)
    page.click("[data-view=found]")
    for number in (0, 1):
        page.check(f"input[name=alinea] >> nth={number}")


def pictured(page: Any) -> None:
    """The page of the PDF with the quote marked."""
    asked(page, FTE)
    page.click(".source .pages summary >> nth=0")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.pages[open] img')].every((i) => i.complete && i.naturalWidth)"
    )
    page.locator(".pages[open] img").first.scroll_into_view_if_needed()


def enlarged(page: Any) -> None:
    """That page by itself, from where the quote begins."""
    pictured(page)
    page.click(".pages[open] figcaption a >> nth=0")
    page.wait_for_function("() => [...document.images].length && [...document.images].every((i) => i.naturalWidth)")
    page.evaluate("() => scrollTo(0, 400)")


def refused(page: Any) -> None:
    """A question without an answer in the documents."""
    asked(page, "Wat kost een paspoort?")


def conversation(page: Any) -> None:
    """A follow-up with how it was understood."""
    asked(page, "Wat is er afgesproken over mensenhandel?")
    asked(page, "En over cybercrime?")


def trend(page: Any) -> None:
    """A small table."""
    asked(page, "Hoe ontwikkelde het aantal complexe mensenhandelonderzoeken zich?")


SHOTS = (
    Shot("vraag"),
    Shot("vraag-antwoord", step=answer),
    Shot("vraag-donker", step=agreed, theme="dark"),
    Shot("vraag-telefoon", step=answer, size=PHONE),
    Shot(
        "vraag-engels",
        step=lambda page: asked(page, "How many fte were added for investigating undermining crime?"),
        language="en",
    ),
    Shot("vraag-gevonden", step=everything),
    Shot("vraag-pagina", step=pictured),
    Shot("pagina", step=enlarged),
    Shot("vraag-weigering", step=refused),
    Shot("vraag-gesprek", step=conversation),
    Shot("vraag-tabel", step=trend),
    Shot("lezen", f"/lees/{LETTER}#p30"),
    Shot("lezen-zoeken", f"/lees/{LETTER}?zoek=afpakken"),
    Shot("lezen-telefoon", f"/lees/{LETTER}#p30", size=PHONE),
    Shot("lezen-tabel", "/lees/cijferoverzicht#p26"),
    Shot("afspraken", "/afspraken"),
    Shot("cijfers", "/cijfers"),
    Shot("cijfers-donker", "/cijfers", theme="dark"),
    Shot("toezeggingen", "/toezeggingen"),
    Shot("documenten", "/documenten"),
    Shot("wat-raakt-het", "/raakt/latere-stukken"),
    Shot("over", "/over"),
    Shot("toegankelijkheid", "/toegankelijkheid"),
)


def take(browser: Any, base: str, shot: Shot) -> bytes:
    """The picture of one screen as PNG, in at most 128 colours."""
    from PIL import Image

    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="nl-NL", reduced_motion="reduce", device_scale_factor=1
    )
    context.add_cookies(
        [{"name": "taal", "value": shot.language, "url": base}, {"name": "weergave", "value": shot.theme, "url": base}]
    )
    page = context.new_page()
    if shot.path == "/":
        opened(page, base)
    else:
        page.goto(base + shot.path)
    shot.step(page)
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    out = io.BytesIO()
    picture.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def shoot(base: str, names: tuple[str, ...] = ()) -> None:
    """Make the pictures of these names, all of them without names. Raises ``ValueError`` for one that is too large."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with browser_of() as browser:
        for shot in SHOTS:
            if names and shot.name not in names:
                continue
            picture = take(browser, base, shot)
            if len(picture) > LARGEST:
                raise ValueError(f"{shot.name}: {len(picture)} bytes, more than {LARGEST}")
            (FOLDER / f"{shot.name}.png").write_bytes(picture)
            print(f"{shot.name}.png {len(picture) // 1000} kB", file=sys.stderr)


def main(data: Path, names: tuple[str, ...] = ()) -> None:
    """Open the shipped corpus in ``data`` (read there first when it is empty) and make the pictures."""
    from assistant.core import Assistant
    from assistant.settings import Settings
    from assistant.web.app import warm
    from ingest.pipeline import ingest

    ingest(data=data)
    settings = Settings(data=data)
    with Assistant.open(data, settings=settings) as assistant:
        assistant.warm()
        warm(assistant)
        with served(assistant, settings) as base:
            shoot(base, names)


if __name__ == "__main__":
    if sys.argv[1:]:
        main(Path(sys.argv[1]), tuple(sys.argv[2:]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
