# `make` lists what can be made. Needed: Python 3.11 or later and make; everything else is fetched into .venv.
PYTHON ?= python3
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all:
TEST   := ARCHIVE_DATA=$(CURDIR)/var/test
MAKEFLAGS += --no-print-directory

.PHONY: help setup demo test lint lock clean bench-score bench-faults bench-round-trip bench-accounting bench-import bench-growth bench-search bench-oracle bench-known-items bench-resolve bench-fuzz bench-readers bench-pages bench-desk
help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

setup: .venv/.run .venv/.test  ## prepare everything, start nothing

demo: .venv/.run  ## the archive with its samples on 127.0.0.1:8000 (PORT=… to change); Ctrl-C ends it
	@exec $(BIN)/python manage.py demo

test: .venv/.test  ## the whole suite, on data of its own (ARGS=… for pytest)
	@$(TEST) $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: .venv/.test  ## style, templates and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@# linted, not reformatted: a line break that the formatter puts into running text is a blank on the page
	$(BIN)/djlint --quiet --lint templates
	$(TEST) $(BIN)/mypy

lock: .venv/.test  ## fix the versions that pyproject.toml allows, with their hashes and without any address
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
	  --extra local pyproject.toml -o requirements.lock $(ARGS)
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
	  --group dev -c requirements.lock -o requirements-dev.lock $(ARGS)
	@if grep -nE '://|^-' requirements.lock requirements-dev.lock; then echo 'a lock names an address'; exit 1; fi

clean:  ## take away .venv and what tools left behind; var/ with its data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --- measurements: each is one command under ten minutes (docs/operations.md) ---

bench-score: .venv/.test  ## how well the corpus is read, field by field (ARGS="wild --errors date:20")
	@$(BIN)/python -m benchmarks.score $(ARGS)

bench-faults: .venv/.test  ## thirty kills of an import, and what is left after each (ARGS="--kills 5")
	@$(BIN)/python -m benchmarks.faults $(ARGS)

bench-round-trip: .venv/.test  ## the corpus to TEI and back: every document as it was (ARGS=tei)
	@$(BIN)/python -m benchmarks.round_trip $(ARGS)

bench-accounting: .venv/.test  ## what becomes of every element of the volumes: kept, left out by a rule, or lost
	@$(BIN)/python -m benchmarks.accounting $(ARGS)

bench-import: .venv/.test  ## how fast volumes are loaded, against lxml, COPY and Model.save()
	@$(BIN)/python -m benchmarks.imports $(ARGS)

bench-growth: .venv/.test  ## the same from 3,000 to 300,000 documents, in an archive that is kept (ARGS="--documents 30000")
	@$(BIN)/python -m benchmarks.growth $(ARGS)

bench-search: .venv/.test  ## how fast searches answer on the archive that bench-growth keeps, beside two peers
	@$(BIN)/python -m benchmarks.search $(ARGS)

bench-oracle: .venv/.test  ## two thousand questions of real documents, the engine against counting
	@ARCHIVE_QUESTIONS=$(or $(QUESTIONS),2000) $(BIN)/python -m pytest -q tests/search/test_corpus.py $(ARGS)

bench-desk: .venv/.test  ## what editors and loads may do, in any order: corrections stand, the history tells it (EXAMPLES=200)
	@$(TEST) ARCHIVE_EXAMPLES=$(or $(EXAMPLES),60) $(BIN)/python -m pytest -q tests/desk $(ARGS)

bench-known-items: .venv/.test  ## how high documents stand that are looked for by their own words
	@$(BIN)/python -m benchmarks.known_items $(ARGS)

bench-resolve: .venv/.test  ## how right links between documents, people and offices are, against gold made by hand
	@$(BIN)/python -m benchmarks.resolving $(ARGS)

bench-fuzz: .venv/.test  ## questions that nobody should send, a hundred thousand of them
	@$(BIN)/python -m benchmarks.fuzz $(ARGS)

bench-readers: .venv/.test  ## fifty readers for five minutes, while volumes are loaded and documents corrected
	@$(BIN)/python -m benchmarks.readers $(ARGS)

bench-pages: .venv/.test  ## what every kind of page weighs and takes, and that none moves while it is drawn (ARGS="--only document")
	@$(BIN)/python -m benchmarks.pages $(ARGS)

# --- the virtual environment, renewed when a lock changes ---

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Python 3.11 or later is needed; $(PYTHON) is missing or older. Name another: make PYTHON=python3.12 …'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python has no venv module here. On Debian or Ubuntu: apt install python3-venv, then make again.'; exit 1; }
	@echo 'Preparing .venv (once) …'
	@rm -rf .venv && $(PYTHON) -m venv .venv && touch $@

.venv/.run: requirements.lock .venv/.made
	@$(PIP) -r requirements.lock && touch $@

.venv/.test: requirements-dev.lock .venv/.run
	@$(PIP) -r requirements-dev.lock -c requirements.lock && touch $@
