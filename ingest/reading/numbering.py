"""Which number each page prints: found in the page numbers that were set aside as furniture.

Invariant: a number is given to a page only when the numbers of most pages count on in step with the pages.
Standard library only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_NUMBER = re.compile(r"^\D{0,24}?(\d{1,4})(?!\d)")
_ROMAN = re.compile(r"^[ivxl]{1,7}$", re.I)
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_FEWEST, _MOST = 3, 0.6


def printed_labels(lines: Iterable[tuple[int, str]], pages: int) -> tuple[str, ...]:
    """The label of each page, from (page, text) of the lines that hold page numbers; empty where they say nothing.

    Pages without a number of their own are counted along; those that come before the count are put in brackets.
    """
    arabic, roman = {}, {}
    for page, text in lines:
        bare = text.strip(" -–—|")
        if _ROMAN.match(bare):
            roman[page] = bare
        elif found := _NUMBER.match(bare):
            arabic[page] = int(found.group(1))
    step = _step({page: number - page for page, number in arabic.items()}, pages)
    lead = _step({page: value_of(numeral) - page for page, numeral in roman.items()}, pages, fewest=2, most=0.0)
    if step is None or (step == 0 and lead is None):
        return ()
    first = min(page for page, number in arabic.items() if number - page == step)
    return tuple(_label(page, step, lead, roman, first) for page in range(1, pages + 1))


def _step(steps: dict[int, int], pages: int, *, fewest: int = _FEWEST, most: float = _MOST) -> int | None:
    """How far the printed numbers run ahead of the pages, None when they do not agree."""
    if not steps:
        return None
    step, times = Counter(steps.values()).most_common(1)[0]
    return step if times >= fewest and times >= most * max(len(steps), pages / 3) else None


def _label(page: int, step: int, lead: int | None, roman: dict[int, str], first: int) -> str:
    if page >= first or (lead is None and page + step > 0):
        return str(page + step)
    if lead is not None and value_of(roman.get(page, "")) - page == lead:
        return roman[page]
    return f"[{page}]"


def value_of(numeral: str) -> int:
    """What a Roman numeral counts; 0 for an empty one."""
    digits = [_DIGITS[c] for c in numeral.lower()]
    return sum(-d if d < max(digits[at:]) else d for at, d in enumerate(digits))
