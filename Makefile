# Debian with Python 3.11, make and git is enough: the first target that needs something installs it (see scripts/).
PY := .venv/bin/python
READY := .venv/.ready
TESTS_READY := .venv/.ready-tests
SAMPLE := corpus/ke_hoach_thi_dua_cai_cach_hanh_chinh.txt
# Gold of scans, and of real documents where they are kept beside the project.
GOLD := $(wildcard corpus/*/gold) $(wildcard ../shared/dev/gold)

.PHONY: demo test check evaluate bench setup clean

demo: $(READY)                ## extract a sample directive and print its JSON
	@$(PY) -m pipeline extract $(SAMPLE)

test: $(TESTS_READY)          ## run the tests
	@$(PY) -m pytest -q

check: $(TESTS_READY)         ## what CI runs
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy --strict pipeline
	@$(PY) -m pytest -q

evaluate: $(TESTS_READY)      ## scores on the gold documents, with gains and losses against docs/scores.json (quick: ONLY='*.txt')
	@$(PY) -m pipeline evaluate corpus/gold $(addprefix --with ,$(GOLD)) $(if $(ONLY),--only '$(ONLY)') --against docs/scores.json

bench: $(TESTS_READY)         ## speed against underthesea and spaCy (pip install -e .[bench])
	@$(PY) benchmarks/text.py

setup: $(TESTS_READY)

# Nothing here is repeated until the requirements change.
SETUP := pyproject.toml constraints.txt scripts/setup_system.sh scripts/setup_python.sh

$(READY): $(SETUP)
	@bash scripts/setup_system.sh >&2
	@bash scripts/setup_python.sh >&2
	@touch $@

$(TESTS_READY): $(SETUP)
	@bash scripts/setup_system.sh tests >&2
	@bash scripts/setup_python.sh tests >&2
	@touch $(READY) $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
