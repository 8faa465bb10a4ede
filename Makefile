# Two commands do all set-up: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
OCR_ENGINE ?= rapidocr
UV := $(shell command -v uv || echo .tools/bin/uv)
ifeq ($(OCR_ENGINE),paddleocr)
VENV := .venv-paddleocr
LOCK := requirements-paddleocr.lock
else
VENV := .venv
LOCK := requirements.lock
endif
LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q
BIN := $(VENV)/bin
PYTEST_WORKERS ?= 2
export OCR_ENGINE
# Modules are compiled once, not in every process that the tests and the house start.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test soak lint lock doctor bench demo-documents clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: $(VENV)/run.stamp ## set up and start everything; prints the address and the log-ins
	@$(BIN)/python -m config.launch

test: $(VENV)/dev.stamp ## set up and run all tests
	@$(BIN)/python -m foundation.machine browser
	@$(BIN)/python -m config.translations
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) -m "not soak" $(ARGS)

soak: $(VENV)/dev.stamp ## the fault tests with full counts (takes long)
	@$(BIN)/python -m foundation.machine browser
	$(BIN)/python -m pytest -m soak $(ARGS)

lint: $(VENV)/dev.stamp ## formatting, types, direction of imports, security smells
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy .
	$(BIN)/mypy --config-file bureau_sandbox/mypy.ini bureau_sandbox
	$(BIN)/bandit -q -r kernel law foundation bureau invoices bookkeeping tax_filing rpa risk workbench archives config -lll

lock: | $(UV) ## renew the pinned and hashed dependencies
	$(UV) pip compile pyproject.toml $(LOCK_FLAGS) -o requirements.lock
	$(UV) pip compile pyproject.toml --group dev $(LOCK_FLAGS) -c requirements.lock -o requirements-dev.lock
	$(UV) pip compile pyproject.toml --group dev --group paddleocr --overrides requirements-paddleocr.overrides $(LOCK_FLAGS) -o requirements-paddleocr.lock

doctor: $(VENV)/run.stamp ## say what this machine has and lacks
	@$(BIN)/python manage.py doctor

bench: $(VENV)/run.stamp ## run the benchmarks: make bench ARGS=reading
	@$(BIN)/python manage.py bench $(ARGS)

demo-documents: $(VENV)/run.stamp ## write fictional documents to var/demo-documents
	@$(BIN)/python manage.py load_demo --documents-only var/demo-documents

clean: ## forget the environments; data in var/ stays
	rm -rf .venv .venv-paddleocr .tools

$(VENV)/run.stamp: $(LOCK) | $(UV)
	@test -x $(BIN)/python || $(UV) venv -q --python "$(PYTHON)" $(VENV)
	$(UV) pip install -q --python $(BIN)/python --no-deps --require-hashes -r $(LOCK)
	@touch $@

$(VENV)/dev.stamp: $(LOCK) requirements-dev.lock | $(UV)
	@test -x $(BIN)/python || $(UV) venv -q --python "$(PYTHON)" $(VENV)
	$(UV) pip install -q --python $(BIN)/python --no-deps --require-hashes -r $(if $(filter paddleocr,$(OCR_ENGINE)),$(LOCK),requirements-dev.lock)
	@touch $@ $(VENV)/run.stamp

.tools/bin/uv:
	@echo "bringing uv into .tools/"
	@"$(PYTHON)" -m venv .tools
	@.tools/bin/python -m pip install -q --disable-pip-version-check uv
