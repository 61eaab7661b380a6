"""Worker processes of this machine, for reading and for embedding.

Invariant: a worker never outlives the process that started it, however that ended. Standard library only.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

_PAUSE = 0.5


def worker_pool(
    workers: int, begin: Callable[..., None] | None = None, given: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """A pool of fresh processes, each of which first calls ``begin`` with what is ``given``."""
    start = (os.getpid(), begin, given)
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=start)


def _begin(parent: int, begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with, args=(parent,), name="ouder", daemon=True).start()
    if begin is not None:
        begin(*given)


def _end_with(parent: int) -> None:
    """End this process as soon as its parent is gone; a pool alone would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(_PAUSE)
    os._exit(1)
