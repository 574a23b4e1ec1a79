# Everything is run from here. `make run` and `make test` set up all they need on a bare machine with Python >= 3.11.
PYTHON ?= python3
BIN := .venv/bin
NODE_OK := $(shell node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && npm --version >/dev/null 2>&1 && echo yes)
NODE_MODULES := $(if $(NODE_OK),deploy/local/node_modules/.package-lock.json)

# A source compiled once is kept: else every worker of the tests compiles all of them anew.
unexport PYTHONDONTWRITEBYTECODE

LOCK := --universal --generate-hashes --no-emit-index-url --no-header --quiet

.PHONY: run test check coverage lint lint-types lint-rest bench soak e2e package release clean lock setup

run: .venv/run $(NODE_MODULES)  ## the bot, with a local Teams-like client in the browser
	@$(BIN)/python deploy/local/run.py

test: .venv/dev $(NODE_MODULES) lint  ## every check and the whole suite; the browser after the rest
	$(BIN)/pytest -n 2 --dist worksteal -m "not e2e"
	$(BIN)/pytest -n 2 --dist loadfile -m e2e tests/e2e

coverage: .venv/dev $(NODE_MODULES)  ## the suite once more, slower, with the share of lines and branches it walks
	$(BIN)/pytest --cov --cov-report=term

check: .venv/dev lint  ## what each commit passes: the checks, and what is quick of the suite
	$(BIN)/pytest -n 2 --dist worksteal -q tests/unit tests/contract -k "not postgresql"

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 2 -O lint-types lint-rest

lint-types:
	$(BIN)/mypy

lint-rest:
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/reuse lint --quiet || $(BIN)/reuse lint
	$(BIN)/hadolint deploy/Containerfile
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec deploy/compose.yaml
	$(BIN)/caddy fmt --diff deploy/Caddyfile >/dev/null

e2e: .venv/dev $(NODE_MODULES)  ## only the tests in the real client in a real browser
	$(BIN)/pytest -n 2 --dist loadfile -m e2e tests/e2e

bench: .venv/bench  ## turns per second beside two echo bots, and with a million answers stored; COUNTRY=1: all of Denmark's teams
	$(BIN)/python -m $(if $(COUNTRY),tests.bench.country $(SHAPE),tests.bench)

soak: .venv/dev $(NODE_MODULES)  ## the long runs: every random case, 100,000 bodies, 10,000 reflections, 500 at once; all over REST; mutants
	TEST_CASES=all $(BIN)/pytest -n 2 --dist worksteal -m "not e2e" --ignore tests/soak
	TEST_CASES=all SOAK_BODIES=100000 SOAK_REFLECTIONS=10000 SOAK_AT_ONCE=500 SOAK_SECONDS=60 $(BIN)/pytest tests/soak -s
	TR_TEST_CHANNEL=rest $(BIN)/pytest -n 2 --dist worksteal -m "not e2e" tests/scenario tests/attack tests/integration
	TR_TEST_CHANNEL=rest $(BIN)/pytest -n 2 --dist loadfile -m e2e tests/e2e
	$(BIN)/python -m tests.mutants

package: .venv/run  ## make package APP_ID=… DOMAIN=… [OUT=app.zip]
	$(BIN)/teknologiradar package --app-id "$(APP_ID)" --domain "$(DOMAIN)" -o "$(or $(OUT),app.zip)"

release: .venv/dev  ## dist/: wheel, sdist, requirements, SBOM, checksums; with APP_ID=… DOMAIN=… the app package too
	$(BIN)/python deploy/release.py --app-id "$(APP_ID)" --domain "$(DOMAIN)" -o "$(or $(OUT),dist)"

lock: .venv/dev  ## new hashed requirement files from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml $(LOCK) -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra otel $(LOCK) -o requirements/otel.txt
	$(BIN)/uv pip compile pyproject.toml --group dev $(LOCK) -o requirements/dev.txt
	$(BIN)/uv pip compile --group build $(LOCK) -o requirements/build.txt
	$(BIN)/uv pip compile --group bench --no-deps $(LOCK) -o requirements/bench.txt

setup: .venv/dev $(NODE_MODULES)

clean:
	rm -rf .venv var build dist deploy/local/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 eller nyere er nødvendig.")'
	$(PYTHON) -m venv .venv

.venv/run: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Compiling all of it at once is two fifths of the work of installing; what is imported is compiled as it is.
.venv/dev: requirements/dev.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --no-compile --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ .venv/run

.venv/bench: requirements/bench.txt .venv/dev
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.txt
	touch $@

deploy/local/node_modules/.package-lock.json: deploy/local/package-lock.json
	cd deploy/local && npm ci --no-audit --no-fund --loglevel=error
	touch $@
