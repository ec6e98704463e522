# Targets: run, test, test-fast, check, fuzz, bench, fix, migrations, messages, requirements, bundle. Each one sets up
# .venv itself; only Python 3.11 or newer and make are needed.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
ADDRESS ?= 127.0.0.1
export PYTHON PORT ADDRESS PORTAL_DATA

# Every recipe works in this file's folder. PORTAL_DATA is relative to the folder that make was called for.
ROOT := $(shell dirname "$$(echo '$(MAKEFILE_LIST)' | sed 's/^ *//')")
ENTER = set -e; cd "$(ROOT)"; \
	case "$$PORTAL_DATA" in '' | /* | '~'*) ;; *) PORTAL_DATA="$(CURDIR)/$$PORTAL_DATA" ;; esac; \
	PY=.venv/bin/python; $(ENVIRONMENT)

# Update .venv from requirements.txt, or from requirements-dev.txt, which includes it. Record the Python version with the
# installed requirements, so that another Python rebuilds the environment. Python compiles the modules that are imported,
# a fifth of all.
define ENVIRONMENT
now() { $$PY -VV && cat $$1; }; \
installed() { now $$1 2> /dev/null | cmp -s - .venv/$$1; }; \
install_packages() { \
	options="--disable-pip-version-check --no-input --require-hashes --no-compile"; \
	if [ "$$1" = requirements.txt ] && [ -d wheels ]; then options="$$options --no-index --find-links wheels"; fi; \
	{ PYTHONUNBUFFERED=1 $$PY -m pip install $$options --requirement $$1 || touch .venv/failed; } | awk $(PROGRESS); \
	if [ -e .venv/failed ]; then rm .venv/failed; return 1; fi; \
}; \
set_up() { \
	if ! $$PY -m pip --version > /dev/null 2>&1 || ! $$PY -c $(NEW_ENOUGH) 2> /dev/null; then \
		"$$PYTHON" -c $(NEW_ENOUGH) 2> /dev/null || { \
			echo "Python 3.11 or newer is needed; $$PYTHON is not: name another one, as in make run PYTHON=python3.12." >&2; \
			exit 1; \
		}; \
		echo "Python: a virtual environment is being made in .venv."; \
		rm -rf .venv; \
		"$$PYTHON" -m venv .venv > /dev/null 2>&1 || { \
			rm -rf .venv; \
			echo "$$PYTHON cannot make a virtual environment: install its venv (on Debian: apt-get install python3-venv)." >&2; \
			exit 1; \
		}; \
	fi; \
	if ! installed $$1; then \
		echo "Packages: being installed from $$1."; \
		install_packages $$1; \
		now requirements.txt > .venv/requirements.txt; \
		now $$1 > .venv/$$1; \
	fi; \
}
endef
# One line for every tenth package that pip looks up, and one when it installs them all.
PROGRESS = '/^(Collecting|Processing) /{ if (++n % 10 == 0) { print "Packages: " n " looked up, " $$2; fflush() } } \
	/^Installing collected/{ print "Packages: " n " being installed, which takes a while."; fflush() }'
NEW_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 11))'

.PHONY: run test test-fast check fuzz bench fix messages migrations requirements bundle
.DEFAULT_GOAL := run

run: ## the portal, at http://127.0.0.1:8000/; PORT and ADDRESS choose others
	@$(ENTER); set_up requirements.txt; exec $$PY manage.py run --port "$$PORT" --address "$$ADDRESS"

PYTEST = $$PY -m pytest --numprocesses logical --maxprocesses 4 --dist loadscope

test: ## every test; a browser's tests are skipped where there is no Chromium
	@$(ENTER); set_up requirements-dev.txt; exec $(PYTEST) $(TESTS)

test-fast: ## tests that need no browser and are not marked slow
	@$(ENTER); set_up requirements-dev.txt; exec $(PYTEST) -m 'not browser and not slow' $(TESTS)

check: ## what CI runs
	@$(ENTER); set_up requirements-dev.txt; \
	echo "Lint"; $$PY -m ruff check --quiet --output-format concise; \
	echo "Format"; $$PY -m ruff format --quiet --check --output-format concise; \
	echo "Templates"; .venv/bin/djangofmt --check templates > .venv/templates.txt 2>&1 \
		|| { cat .venv/templates.txt; exit 1; }; \
	echo "Imports"; $$PY -c 'from importlinter.cli import lint_imports_command as lint; lint()' > .venv/imports.txt 2>&1 \
		|| { cat .venv/imports.txt; exit 1; }; \
	echo "Migrations"; $$PY -W error manage.py makemigrations --check --dry-run; \
	echo "Settings"; $(PRODUCTION) $$PY -W error manage.py check --deploy --fail-level WARNING; \
	echo "Catalogues"; $$PY -W error manage.py check_catalogues; \
	export PORTAL_REQUIRE_BROWSER=1; status=0; $(PYTEST) $(TESTS) || status=$$?; \
	if [ $$status = 1 ]; then \
		echo "The failed tests once more, one at a time"; status=0; \
		$$PY -m pytest --last-failed --last-failed-no-failures none --exitfirst $(TESTS) || status=$$?; \
	fi; \
	exit $$status

# Dummy production environment for `check --deploy`; no connection is made.
PRODUCTION = DATABASE_URL=postgresql://check@db.invalid/check PORTAL_HOSTS=portal.invalid \
	PORTAL_SECRET_KEY=of-no-use-but-long-enough-for-a-check-of-the-settings-0123456789

fuzz: ## a longer walk of hostile values over all addresses and forms; EXAMPLES=5000 says how many for each
	@$(ENTER); set_up requirements-dev.txt; \
	PORTAL_FUZZ_EXAMPLES="$${EXAMPLES:-2000}" exec $$PY -m pytest -n0 tests/test_hostile_values.py

bench: ## pages, drafts, previews, uploads, search and the content linter, in ratios of one run; BENCH=pages chooses
	@$(ENTER); set_up requirements-dev.txt; exec $$PY -m tests.benchmarks $(BENCH)

fix: ## format, and fix lint errors
	@$(ENTER); set_up requirements-dev.txt; \
	$$PY -m ruff check --fix; $$PY -m ruff format; .venv/bin/djangofmt templates

migrations: ## write and format the migrations that changed models need
	@$(ENTER); set_up requirements-dev.txt; $$PY manage.py makemigrations; exec $$PY -m ruff format --quiet */migrations

messages: ## brings locale/ up to date with the source; needs gettext
	@$(ENTER); set_up requirements-dev.txt; \
	exec $$PY manage.py makemessages --locale es --locale fr --no-location --no-wrap --no-obsolete --ignore tests

requirements: ## compiles requirements*.txt from pyproject.toml
	@$(ENTER); set_up requirements-dev.txt; \
	compile="$$PY -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url"; \
	$$compile pyproject.toml --output-file requirements.txt; \
	$$compile pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt

BUNDLE = osh-portal-bundle

bundle: ## writes osh-portal-bundle.tar.gz: the committed code and its packages, to install without a network
	@$(ENTER); set_up requirements.txt; \
	folder=.venv/$(BUNDLE); rm -rf "$$folder"; mkdir -p "$$folder/wheels"; trap 'rm -rf "$$folder"' EXIT; \
	echo "Packages: being downloaded for this system and Python."; \
	$$PY -m pip download --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
		--dest "$$folder/wheels" --requirement requirements.txt; \
	git archive --format tar HEAD | tar -x -f - -C "$$folder"; \
	tar -c -z -f $(BUNDLE).tar.gz -C .venv $(BUNDLE); \
	echo "Bundle: $(BUNDLE).tar.gz, for $$($$PY -c $(PLATFORM)). Unpack it there, and call make run in the folder."

PLATFORM = 'import platform, sys; print(platform.system(), platform.machine(), "and Python %d.%d" % sys.version_info[:2])'
