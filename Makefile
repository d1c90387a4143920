# Every target works from a fresh clone with Python 3.11 or newer, make and git.
# PYTHON=python3.12 names another Python, PORT=8080 another port, TORCH=cpu (Linux) the small PyTorch.

.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python
export PORT TORCH

define install
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Faubourg needs Python 3.11 or newer; PYTHON= names one."; exit 1; }
	@$(PYTHON) tools/bootstrap.py $(1)
endef

.PHONY: help demo test check format bench screenshots lock messages clean

help: ## Say what each target does.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

demo: ## Start the demonstration on your own machine and print its address; Ctrl-C stops it.
	$(call install)
	@exec $(RUN) -m tools.demo

test: ## Run every test, those in a real browser too.
	$(call install,dev)
	@$(RUN) -m tools.browser
	@$(RUN) -m tools.messages compile
	@exec $(RUN) -m pytest -n 2 --dist loadgroup

check: ## Check format, style, layers, types, migrations and translations without running the tests.
	$(call install,dev)
	@exec $(RUN) -m tools.check

format: ## Format the code and the templates.
	$(call install,dev)
	@$(RUN) -m ruff format --quiet .
	@$(RUN) -m ruff check --quiet --fix --exit-zero --select I .
	@$(RUN) -m djlint templates --reformat --quiet || true

bench: ## Measure matching and pages on a generated programme; JSON=file also writes the figures there.
	$(call install,dev)
	@exec $(RUN) -m benchmarks $(if $(JSON),--json $(JSON))

screenshots: ## Take a picture of every main page into screenshots/, in both themes, languages and widths.
	$(call install,dev)
	@$(RUN) -m tools.browser
	@exec $(RUN) -m tools.screenshots

messages: ## Bring locale/ up to date with the texts of the code and the templates.
	$(call install,dev)
	@exec $(RUN) -m tools.messages extract

lock: ## Write constraints.txt from the versions installed in .venv.
	$(call install,dev)
	@exec $(RUN) -m tools.lock

clean: ## Remove what the checks and tests left behind, but neither .venv nor your data.
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis screenshots
