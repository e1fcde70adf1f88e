# Two commands matter: `make run` and `make test`. Both work on a fresh clone with nothing but Python 3.11+ and make.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
HOME_DIR ?= warehouse
DEMO_LOANS ?= 10000
DEMO_SEED  ?= 7
DEMO_DATE  ?= 2025-06-30

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help run test proofs dev lint docs lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# The environment: pinned, checked against the lock's hashes, made once and again when the lock changes.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else "loanbook needs Python 3.11 to 3.13; this is " + sys.version.split()[0] + ": make PYTHON=python3.12 ...")'
	@echo "making the environment in $(VENV) (about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The demo book is made once for each size and seed.
DEMO_BOOK := $(HOME_DIR)/demo/loans-$(DEMO_LOANS)-seed-$(DEMO_SEED)
$(DEMO_BOOK)/.made: | $(VENV)/.installed
	@$(BIN)/loanbook demo --loans $(DEMO_LOANS) --seed $(DEMO_SEED) --out $(DEMO_BOOK)
	@touch $@

run: $(VENV)/.installed $(DEMO_BOOK)/.made ## a demo loan book and one night over it; prints where the warehouse and the reports lie
	@$(BIN)/loanbook nightly --as-of $(DEMO_DATE) --raw $(DEMO_BOOK) --home $(HOME_DIR)

test: $(VENV)/.installed ## the whole test suite, but for the slow proofs
	@$(BIN)/pytest -n 2 --dist loadgroup -m "not slow"

proofs: $(VENV)/.installed ## the slow proofs; PROOFS=short for the form that CI runs
	@PROOFS=$(PROOFS) $(BIN)/pytest -m slow

dev: $(VENV)/.installed ## Dagster's web UI on the same assets, at http://localhost:3000
	@$(BIN)/loanbook dev --home $(HOME_DIR)

LINT_BUILD := $(CURDIR)/.cache/lint
lint: $(VENV)/.installed ## ruff, mypy, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@mkdir -p $(LINT_BUILD)
	@LOANBOOK_BUILD_DIR=$(LINT_BUILD) $(BIN)/sqlfluff lint --processes 2 --disable-progress-bar dbt_project/models dbt_project/tests

docs: $(VENV)/.installed ## dbt's documentation of every model and column, in $(HOME_DIR)/docs
	@$(BIN)/loanbook docs --home $(HOME_DIR)

lock: ## pins every dependency anew, with hashes, for Python 3.11 to 3.13
	@$(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install --quiet uv
	@.cache/lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-strip-extras --quiet --output-file requirements.lock

clean: ## everything that can be made again
	@rm -rf $(VENV) .cache $(HOME_DIR)
