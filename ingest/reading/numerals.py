"""Labels of numbered list items, as word processors and browsers show them.

Invariant: a label is never empty. Standard library only.
"""

from __future__ import annotations

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def label_for(number: int, style: str, closing: str = ".") -> str:
    """The label of item ``number``: style ``1``, ``a``, ``A``, ``i`` or ``I``."""
    if style in ("a", "A") and 0 < number <= 26:
        letter = chr(96 + number)
        return (letter.upper() if style == "A" else letter) + closing
    if style in ("i", "I") and 0 < number < 40:
        return (_roman(number).upper() if style == "I" else _roman(number)) + closing
    return f"{number}{closing}"


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text, number = text + sign, number - value
    return text
