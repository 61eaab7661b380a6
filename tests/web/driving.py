"""Steps that the browser tests share: open the question screen, ask, wait for the answer."""

from __future__ import annotations

from typing import Any


def opened(page: Any, base: str, path: str = "/") -> Any:
    """The page at the question screen, ready for a question."""
    page.goto(base + path)
    page.wait_for_selector("#vraag textarea")
    page.wait_for_selector(".narrow summary")
    return page


def asked(page: Any, question: str) -> None:
    """Ask with the mouse and wait for the whole answer."""
    page.fill("#vraag textarea", question)
    page.click("#stuur")
    finished(page, question)


def finished(page: Any, question: str) -> None:
    """Wait until the answer to the question is complete."""
    page.wait_for_function(
        "q => document.querySelector('.turn[data-state=done] .asked')?.textContent === q", arg=question
    )


def tabbed(page: Any, selector: str, *, most: int = 60, back: bool = False) -> None:
    """Press Tab until the element that has the focus matches; fails when it is never reached."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached with Tab")


def pressed(page: Any, selector: str, *, most: int = 60, back: bool = False) -> None:
    """Reach an element with Tab and press Enter on it."""
    tabbed(page, selector, most=most, back=back)
    page.keyboard.press("Enter")
