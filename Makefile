# Needs python3 (3.11 to 3.13, with venv) and make; everything else goes into .venv, at the versions of constraints.txt.
#   make run      builds every handout, a booklet, an insert, an exam form and a sample checklist into out/
#   make test     checks style, types, the import contract, and runs all tests
#   make format   puts the code into shape          make bench    measures against other tools
#   make picture  renews the pictures in README.md  make clean    removes .venv and all results
#   make plates   derives the body plates anew      make plates-check  compares them with the committed ones, byte by byte

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
OUT := out
PLATES := .venv-plates

.PHONY: run test format bench picture plates plates-check clean
.DEFAULT_GOAL := run

run: $(VENV)/installed
	$(BIN)/booklet build --all-variants --out $(OUT)
	$(BIN)/booklet build --format booklet --out $(OUT)
	$(BIN)/booklet impose $(OUT)/lower-back-and-buttock-booklet.pdf --out $(OUT)
	$(BIN)/booklet build --format insert --fold z --out $(OUT)
	$(BIN)/booklet exam-form lower-back-and-buttock --out $(OUT)
	$(BIN)/booklet checklist docs/exam.yaml --out $(OUT)

# Every step runs, so that one run tells all; the tests come last.
test: $(VENV)/tested
	@status=0; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/lint-imports || status=1; \
	$(BIN)/python -m pytest -n 2 || status=1; \
	exit $$status

format: $(VENV)/tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/installed
	$(PIP) --requirement benchmarks/requirements.txt
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/figures.py
	$(BIN)/python benchmarks/checklists.py
	$(BIN)/python benchmarks/imposing.py
	$(BIN)/python benchmarks/press.py

picture: $(VENV)/tested
	$(BIN)/python docs/picture.py

# The plates have a toolchain of their own, which users of booklet never need; see figures/build/README.md.
plates: $(PLATES)/installed
	$(PLATES)/bin/python -m figures.build --cache $(PLATES)/cache

plates-check: $(PLATES)/installed
	$(PLATES)/bin/python -m figures.build --check --cache $(PLATES)/cache

$(PLATES)/installed: figures/build/requirements.txt
	python3 -m venv --clear $(PLATES)
	$(PLATES)/bin/python -m pip install --quiet --requirement figures/build/requirements.txt
	@touch $@

clean:
	rm -rf $(VENV) $(OUT)/*.pdf dist

# The stamps: set-up runs again only when the project's requirements change.
$(VENV)/installed: pyproject.toml constraints.txt
	@for python in python3.13 python3.12 python3.11 python3; do \
	    $$python -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && break; \
	    python=; \
	done; \
	if [ -z "$$python" ]; then echo "booklet needs Python 3.11 to 3.13 with its venv module" >&2; exit 1; fi; \
	$$python -m venv --clear $(VENV)
	$(PIP) hatchling
	$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	$(PIP) --no-build-isolation --editable '.[dev,verify]'
	@touch $@
