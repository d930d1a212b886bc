# run: try it in a browser · test: check and test · check: style, types, structure · bench: measure
PYTHON ?= python3.11
PY := .venv/bin/python
RUN_DATA ?= var

.PHONY: run test check fix bench clean

run: .venv/runtime.done assets
	@NORMVERK_DATA=$(RUN_DATA) $(PY) -m normverk.cli demo

test: check
	@echo "== tests (SQLite)"
	@$(PY) -m pytest -m "not slow" -n 2

check: .venv/test.done assets
	@echo "== style, types, structure, documentation"
	@$(PY) -m ruff check --quiet src tests benchmarks
	@$(PY) -m ruff format --quiet --check src tests benchmarks
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache | grep -E '^(Contracts|.*BROKEN)' ; .venv/bin/lint-imports --no-cache >/dev/null
	@NORMVERK_DATA=build/check $(PY) -m normverk.cli docs --check

fix: .venv/test.done
	@$(PY) -m ruff check --quiet --fix src tests benchmarks
	@$(PY) -m ruff format --quiet src tests benchmarks
	@NORMVERK_DATA=build/check $(PY) -m normverk.cli docs
	@NORMVERK_DATA=build/check $(PY) -m tests.scenario_page

bench: .venv/test.done
	@for script in benchmarks/bench_*.py; do name=$$(basename $$script .py); echo "== $$name"; $(PY) -m benchmarks.$$name; done

clean:
	rm -rf .venv build var

.PHONY: assets
assets: .venv/runtime.done
	@$(PY) -m normverk.web.assets

.venv/python.done:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "normverk needs Python 3.11 ($(PYTHON) is not here); set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "== making the environment in .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime.done: requirements/run.lock requirements/node.lock pyproject.toml | .venv/python.done
	@echo "== installing locked dependencies"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@command -v npm >/dev/null 2>&1 || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.done: requirements/test.lock .venv/runtime.done
	@echo "== installing locked test tools"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@
