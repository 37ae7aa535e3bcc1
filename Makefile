# make demo   the newsroom with sample pages, on http://127.0.0.1:8000
# make test   the whole suite; DATABASE_URL=postgres://… runs it on PostgreSQL, LONG=1 goes further
# make soak   random people at work for an hour; MINUTES=10 for less

PORT ?= 8000
PYTHON ?= python3
MINUTES ?= 60
BIN := .venv/bin
RUN := $(BIN)/.run-$(shell cksum < requirements.txt | cut -d' ' -f1)
DEV := $(BIN)/.dev-$(shell cksum < requirements-dev.txt | cut -d' ' -f1)

.PHONY: demo test soak tools lint messages pins screenshots benchmark clean

demo: export DEBUG = false
demo: export PLAIN_HTTP = true
demo: export ALLOWED_HOSTS = 127.0.0.1,localhost
demo: export SECRET_KEY := $(shell $(PYTHON) -c 'import secrets; print(secrets.token_hex(32))')
demo: $(RUN)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py prepare_demo --port $(PORT)
	@exec $(BIN)/gunicorn newsroom.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning

# REACH= runs the suite without measuring what it reaches.
test: export LONG := $(LONG)
test: REACH = -p tests.reach
test: $(DEV)
	@$(BIN)/python -m pytest --numprocesses auto $(REACH) $(ARGS)

soak: $(DEV)
	@$(BIN)/python -m tests.reviews.soak --minutes $(MINUTES)

tools: $(DEV)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.licences requirements.txt
	$(BIN)/python manage.py makemigrations --check
	DEBUG=false ALLOWED_HOSTS=paper.example SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_hex(32))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

# Needs GNU gettext; the compiled catalogs are committed.
messages: $(DEV)
	$(BIN)/python manage.py makemessages --locale zh_Hans --add-location file --no-wrap --no-obsolete --ignore .venv --ignore tests --ignore build --ignore staticfiles
	@# The day of the extraction would make every run a change.
	sed -i '/^"POT-Creation-Date:/d' newsroom/locale/*/LC_MESSAGES/django.po
	$(BIN)/python manage.py compilemessages --locale zh_Hans --ignore .venv

# Needs uv. Versions that still fit stay; ARGS=--upgrade takes the newest. Extras are kept, or pip
# would look for a second coverage behind coverage[toml].
pins: PIN = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --custom-compile-command 'make pins' $(ARGS)
pins:
	$(PIN) --output-file requirements.txt requirements.in
	$(PIN) --output-file requirements-dev.txt requirements-dev.in

screenshots: $(DEV)
	$(BIN)/python -m tests.screenshots docs/screenshots

benchmark: $(DEV)
	$(BIN)/python -m tests.benchmarks

clean:
	rm -rf .venv staticfiles staticfiles.json photo-sizes build newsroom-2.sqlite3 newsroom-2.sqlite3-shm newsroom-2.sqlite3-wal

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The newsroom needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@$(PYTHON) -m venv .venv

$(RUN): | $(BIN)/python
	@echo "Installing requirements.txt …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@rm -f $(BIN)/.run-*; touch $@

$(DEV): | $(BIN)/python
	@echo "Installing requirements-dev.txt …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@rm -f $(BIN)/.dev-*; touch $@
