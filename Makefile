# make up     installs what is missing into .venv, then starts the whole system here
# make test   the tests against real servers in a temporary folder
# make check  everything that is checked without running the tests
#
# PYTHON chooses the interpreter (3.11, 3.12 or 3.13); ARGS goes to the command, as in
#   make up ARGS=--no-demo        make test ARGS="tests/orders -x"

PYTHON ?= python3
VENV := .venv
ARGS ?=
PIP_OPTIONS := --require-hashes --disable-pip-version-check --no-input --prefer-binary --quiet

.PHONY: up test check install install-dev
.DELETE_ON_ERROR:

up: $(VENV)/.installed
	@exec $(VENV)/bin/talat up $(ARGS)

test: $(VENV)/.installed-dev
	@exec scripts/test $(ARGS)

check: $(VENV)/.installed-dev
	@exec scripts/check $(ARGS)

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

# Debian's python3 may come without ensurepip; then its own pip installs into the environment.
$(VENV)/.created:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) on this machine: install Python 3.11, 3.12 or 3.13."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "$$($(PYTHON) --version) does not run Talat: it needs 3.11, 3.12 or 3.13."; \
	  echo "Install one of them, then: make up PYTHON=python3.11"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)…"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
	  rm -rf $(VENV) && $(PYTHON) -m venv --without-pip $(VENV); }
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.txt Makefile
	@echo "Installing the pinned packages (the first time this downloads them)…"
	@$(call install,requirements.txt)
	@$(VENV)/bin/python -c 'import pathlib, sysconfig; \
	  pathlib.Path(sysconfig.get_path("purelib"), "talat.pth").write_text("$(CURDIR)\n")'
	@printf '#!/bin/sh\nexec "$$(dirname "$$0")/python" -m talat "$$@"\n' >$(VENV)/bin/talat
	@chmod 755 $(VENV)/bin/talat
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing the pinned packages for tests and checks…"
	@$(call install,requirements-dev.txt)
	@touch $@

install = if $(VENV)/bin/python -c 'import pip' 2>/dev/null; \
	then $(VENV)/bin/python -m pip install $(PIP_OPTIONS) -r $(1); \
	else $(PYTHON) -m pip --python $(VENV)/bin/python install $(PIP_OPTIONS) -r $(1); fi
