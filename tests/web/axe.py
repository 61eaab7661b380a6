"""Axe, run on a page as it stands. Owner of axe_playwright_python, of which only the script is used."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Any) -> list[str]:
    """What axe finds on the page as it stands, WCAG 2.2 AA and good practice."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(f"() => {{ {AXE} }}")
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{page.url} {v['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
        for v in found
        for node in v["nodes"]
    ]
