"""The arithmetic of positions in a PDF: matrices, and text that runs in another direction.

Invariant: a matrix is applied to row vectors, as the PDF standard has it. Standard library only.
"""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(a: Matrix, b: Matrix) -> Matrix:
    """The matrix that applies ``a`` first, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def turned(x0: float, y0: float, x1: float, y1: float, turns: int) -> tuple[float, float, float]:
    """Left end, right end and baseline in the frame in which the word reads from left to right."""
    if turns == 0:
        return min(x0, x1), max(x0, x1), y0
    if turns == 1:
        return min(y0, y1), max(y0, y1), -x0
    if turns == 2:
        return min(-x0, -x1), max(-x0, -x1), -y0
    return min(-y0, -y1), max(-y0, -y1), x0


def turned_point(x: float, y: float, turns: int) -> tuple[float, float]:
    """A point in the frame that is turned by so many quarters."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turns]
