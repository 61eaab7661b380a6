"""What is added to the weights of a model: for a matrix a product of two thin ones, for the rest the change itself.

Names are those of the parameters within ``encoder``. Invariant: without an entry a weight stays as it is. Knows no
library: the values are arrays or tensors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def change_in(stored: Mapping[str, Any], name: str) -> Any:
    """What an adapter adds to a parameter; None when it leaves it alone."""
    matrix = name.removesuffix(".weight")
    return stored[f"{matrix}.up"] @ stored[f"{matrix}.down"] if f"{matrix}.up" in stored else stored.get(name)


def added(weights: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The weights of a model, named as in its file, with what an adapter adds; summed in float32, stored as before."""
    wide = {name: value.astype("float32") for name, value in stored.items()}
    found = dict(weights)
    for name, value in weights.items():
        if (change := change_in(wide, name.removeprefix("encoder."))) is not None:
            found[name] = (value.astype("float32") + change).astype(value.dtype)
    return found
