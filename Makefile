# Everything that is done with this project, by name. `make` alone lists it.
#
# Nothing has to be there beforehand but git, make and a Python 3.11, 3.12 or 3.13: the first target that needs it
# builds .venv from the lock files. Name the Python with `make BASE_PYTHON=/path/to/python3.12` if none is found.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

VENV := .venv
PYTHON := $(VENV)/bin/python
KRONIEK := $(VENV)/bin/kroniek
# Twice quiet: errors only. pip warns of every place in its settings that does not carry a package.
PIP_INSTALL := $(PYTHON) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes
UV_PIP := $(VENV)/bin/uv pip
CLIENTS := .venv-clients
PEERS := .venv-peers
BASE_PYTHON ?=
SAMPLE := data/sample-warehouse

# Nothing phones home.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY := false
# uv works on .venv only: it looks for no other Python and fetches none.
export UV_PYTHON_DOWNLOADS := never
# The certificates of the system, as pip: a company's own index is known there and nowhere else.
export UV_SYSTEM_CERTS := 1
unexport VIRTUAL_ENV
unexport CONDA_PREFIX
# A path from somebody's shell must not put other packages before the locked ones.
unexport PYTHONPATH
unexport PYTHONHOME
# Each command would compile every module again.
unexport PYTHONDONTWRITEBYTECODE

##@ Use

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: install ## take the sample in, publish it, and ask the release a question
	$(KRONIEK) run --inbox sample/inbox --warehouse $(SAMPLE)
	@echo
	$(KRONIEK) sql --warehouse $(SAMPLE) "$(QUESTION)"

# Documents, words and months covered, a year and a source.
QUESTION := SELECT year(date_start) AS year, source, count(*) AS documents, sum(word_count) AS words, \
  count(DISTINCT published_month) AS months FROM documents GROUP BY ALL ORDER BY ALL

##@ Set up

.PHONY: install
install: $(VENV)/.installed ## build or refresh .venv from the lock files (nothing to do when it is fresh)

# An environment holds absolute paths: when this folder was moved, or its Python is gone, it is made anew.
IS_USABLE := $(shell test "$$(cat $(VENV)/.made-in 2>/dev/null)" = "$(CURDIR)" && $(PYTHON) -c '' 2>/dev/null && echo yes)
ifneq ($(IS_USABLE),yes)
.PHONY: $(VENV)/.made-in
endif

$(VENV)/.made-in:
	@for python in $(if $(BASE_PYTHON),"$(BASE_PYTHON)",python3 python3.11 python3.12 python3.13); do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	    2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "No Python 3.11, 3.12 or 3.13 with its venv module was found (Debian: apt install python3-venv)." >&2; \
	  echo "Install one, or name it: make BASE_PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	echo "Building $(VENV) with $$("$$found" --version) ..."; \
	rm -rf $(VENV) && "$$found" -m venv $(VENV)
	@printf '%s\n' "$(CURDIR)" > $@

# pip fetches uv and the build tools, checked by hash; uv does the rest in a tenth of pip's time and also takes away what
# the lock does not name. pip steps in where uv cannot work, such as for an index that only pip's own settings know.
# No build isolation: what builds langdetect (a source distribution) and this project is locked and hashed as well.
# The project is installed in place, so that .venv/bin/kroniek works from any folder and an edit needs no new install.
$(VENV)/.installed: $(VENV)/.made-in requirements-build.lock requirements.lock pyproject.toml
	@echo "Bringing $(VENV) in line with the lock files (the first time takes a minute, and what the download takes) ..."
	@$(PIP_INSTALL) --no-compile --requirement requirements-build.lock
	@$(UV_PIP) sync --quiet --python $(PYTHON) --require-hashes --no-build-isolation --compile-bytecode requirements.lock || { \
	  echo "uv could not install the lock (see above); pip tries now, which takes a minute or two." >&2; \
	  $(PIP_INSTALL) --no-build-isolation --use-pep517 --requirement requirements.lock; }
	@$(UV_PIP) install --quiet --python $(PYTHON) --no-deps --no-build-isolation --no-index --editable .
	@$(UV_PIP) check --quiet --python $(PYTHON)
	@touch $@

# --universal: one lock for Python 3.11 to 3.13 on Linux and macOS. One version of a library for all of them (fewest),
# because the same files must give the same bytes. No index host: a lock with addresses does not travel.
LOCK := $(UV_PIP) compile --quiet --python $(PYTHON) --universal --python-version 3.11 \
  --fork-strategy fewest --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock"

.PHONY: lock
lock: $(VENV)/.made-in ## write the lock files anew after a change of pyproject.toml (UPGRADE=yes: newest versions)
	@test -x $(VENV)/bin/uv || $(PIP_INSTALL) --requirement requirements-build.lock
	$(LOCK) pyproject.toml $(if $(UPGRADE),--upgrade) --group build --group dev --output-file requirements.lock
	$(LOCK) --group build --constraints requirements.lock --output-file requirements-build.lock
	$(LOCK) --group clients --constraints requirements.lock --output-file requirements-clients.lock

.PHONY: clean
clean: ## take away .venv, caches and the sample warehouse (never your own data)
	rm -rf $(VENV) $(CLIENTS) $(PEERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	test ! -d $(SAMPLE) || chmod -R u+w $(SAMPLE)
	rm -rf $(SAMPLE)
	find kroniek flows transforms expectations warehouse tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

##@ Work on it

.PHONY: test
test: install ## run the whole test suite (ARGS="-k dates -x" goes to pytest)
	$(PYTHON) -m pytest $(ARGS)

.PHONY: test-long
test-long: install ## run the random walks and repetitions that are too slow for every time
	$(PYTHON) -m pytest -m long $(ARGS)

.PHONY: test-crash
test-crash: install ## kill 200 runs at drawn moments and 5 under Prefect (tens of minutes); prints the crash table
	$(PYTHON) -m tests.crash $(ARGS)
	$(PYTHON) -m pytest -m long tests/crash/test_killed_under_prefect.py

.PHONY: test-schedule
test-schedule: install ## run a real service: scheduled runs, dropped files, alarms (up to 5 minutes)
	$(PYTHON) -m pytest -m schedule --numprocesses=0 tests/schedule $(ARGS)

.PHONY: test-schedule-long
test-schedule-long: install ## kill a real service in every way and print what became of its runs (20 minutes)
	$(PYTHON) -m pytest -m schedule_long --numprocesses=0 -s tests/schedule $(ARGS)

.PHONY: test-clients
test-clients: $(CLIENTS)/.installed ## run the tests that read a release in other people's tools (mlcroissant, polars ...)
	$(CLIENTS)/bin/python -m pytest tests/clients tests/docs/test_data_access_page.py $(ARGS)

# On top of .venv, whose packages are found over a path file; what both hold is of one version, by the constraint above.
$(CLIENTS)/.installed: requirements-clients.lock $(VENV)/.installed
	@echo "Bringing $(CLIENTS) in line with its lock ..."
	@rm -rf $(CLIENTS) && $(PYTHON) -m venv --without-pip $(CLIENTS)
	@$(UV_PIP) sync --quiet --python $(CLIENTS)/bin/python --require-hashes requirements-clients.lock || { \
	  echo "uv could not install the lock (see above); pip tries now." >&2; \
	  $(PYTHON) -m pip --python $(CLIENTS)/bin/python install -qq --disable-pip-version-check --no-deps --require-hashes \
	    --requirement requirements-clients.lock; }
	@$(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > \
	  "$$($(CLIENTS)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/kroniek.pth"
	@touch $@

.PHONY: check
check: check-static test ## everything that has to be green before a commit

.PHONY: check-static
check-static: install ## format, lint, types, layers and generated pages, without the tests
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PYTHON) -m kroniek.documentation --check

.PHONY: format
format: install ## format the code and repair what the linter can repair
	$(VENV)/bin/ruff check --fix-only
	$(VENV)/bin/ruff format

.PHONY: docs
docs: install ## write the generated pages of docs/ anew
	$(PYTHON) -m kroniek.documentation

.PHONY: bench
bench: install ## measure the road, its yardstick and the command (ten minutes): bench/results.md
	$(PYTHON) -m bench $(ARGS)

.PHONY: bench-scale
bench-scale: install ## grow one warehouse to a million files (an hour, 20 GB): CORPUS=folder FOLDER=folder
	$(PYTHON) -m bench.scale --corpus "$(CORPUS)" --folder "$(FOLDER)" $(ARGS)

.PHONY: bench-peers
bench-peers: $(PEERS)/.installed ## run datatrove, in an environment of its own, and the road on the same files
	$(PYTHON) -m bench.peers --python $(PEERS)/bin/python $(ARGS)

# Not on top of .venv: what a peer asks for (fasttext, other versions) must not meet what we ask for.
$(PEERS)/.installed: bench/peers/requirements.txt $(VENV)/.installed
	@echo "Building $(PEERS) ..."
	@rm -rf $(PEERS) && $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install -qq --disable-pip-version-check --requirement bench/peers/requirements.txt
	@touch $@
