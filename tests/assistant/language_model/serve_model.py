"""An OpenAI-compatible server process over a model file: prints its address, serves until its input closes."""

from __future__ import annotations

import sys
import time

import xllamacpp


def main(file: str) -> None:
    """Serve the model of the file on a free port of this machine."""
    wanted = xllamacpp.CommonParams()
    wanted.model.path = file
    wanted.n_ctx, wanted.n_parallel, wanted.verbosity, wanted.port = 8192, 2, -1, 0
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = 1
    wanted.hostnames = ["127.0.0.1"]
    wanted.api_keys = ["sleutel-van-de-proef"]
    server = xllamacpp.Server(wanted)
    print(server.listening_address, flush=True)
    while sys.stdin.read(1):
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1])
