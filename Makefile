# Sổ An Sinh. `make help` lists what there is; README.md says more.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
SIZE ?= small
ARGS ?=
BIN := .venv/bin
DEMO := instance/demo.sqlite3
PIP := -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
# Three for two cores: a test often waits for a browser, a server or a printing child.
PYTEST = $(BIN)/python -m pytest -n $$(($$(nproc) * 3 / 2)) --maxprocesses 8 --dist worksteal

# A server, a worker, a reader of workbooks: each is a process that would compile the whole program again.
unexport PYTHONDONTWRITEBYTECODE
export DEBIAN_FRONTEND := noninteractive
export PIP_ROOT_USER_ACTION := ignore

.PHONY: help run start demo test check lint bench requirements access rules messages migration chromium pango

help:  ## Liệt kê các lệnh
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | while IFS='|' read -r name what; do printf '  make %-13s %s\n' "$$name" "$$what"; done

run: .venv/.run pango  ## Chạy bản dữ liệu mẫu tại http://127.0.0.1:8000 (đổi bằng PORT=, HOST=)
	@unset REGISTRY_DATABASE_URL REGISTRY_ACTIVITY_URL; \
	test -e $(DEMO) || $(BIN)/flask registry demo --size tiny; \
	exec $(BIN)/flask registry serve --demo

start: .venv/.run pango  ## Chạy sổ thật (instance/registry.sqlite3); lần đầu mở trang thiết lập
	@exec $(BIN)/flask registry serve

demo: .venv/.run  ## Tạo lại dữ liệu mẫu: SIZE=tiny|small|province
	@unset REGISTRY_DATABASE_URL REGISTRY_ACTIVITY_URL; $(BIN)/flask registry demo --size $(SIZE)

test: .venv/.test chromium pango  ## Chạy mọi kiểm thử trên SQLite, PostgreSQL và Chromium (thêm ARGS="-k tên")
	@$(PYTEST) $(ARGS)

check: .venv/.test chromium pango  ## Chạy các kiểm thử dài: ngắt giữa chừng, thuộc tính, cỡ dữ liệu
	@$(PYTEST) -m check $(ARGS)

lint: .venv/.test  ## Soát mã nguồn, kiểu, lớp và mẫu trang
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint registry/templates --lint --quiet

bench: bench/.venv/.bench .venv/.test  ## So tốc độ với Flask-Admin và Django admin trên cùng dữ liệu; nhập 20.000 dòng qua ngắt
	@test -n "$(ARGS)" || $(BIN)/python -m pytest -n 2 -m bench -o faulthandler_timeout=0
	@bench/.venv/bin/python -m bench $(ARGS)

messages: .venv/.run  ## Đưa các câu mới, câu đã bỏ vào bản tiếng Anh (registry/translations), rồi biên dịch
	@$(BIN)/python -m scripts.messages

migration: .venv/.run  ## Sinh tệp di trú tiếp theo từ các bảng trong mã nguồn: NAME=tên
	@$(BIN)/python -m scripts.migration $(NAME)

access: .venv/.test  ## Sinh lại bảng quyền docs/access.md và danh sách đường dẫn tests/routes.txt
	@REGENERATE=1 $(BIN)/python -m pytest -q tests/scope/test_access.py -k 'table_of_access or no_route' -p no:xdist

rules: .venv/.test  ## Sinh lại trang các quy tắc docs/rules.md
	@REGENERATE=1 $(BIN)/python -m pytest -q tests/docs/test_rules_page.py -p no:xdist

requirements: .venv/.test  ## Ghim lại requirements*.txt sau khi sửa requirements*.in (ARGS=--upgrade để nâng)
	@$(COMPILE) $(ARGS) -o requirements.txt requirements.in
	@$(COMPILE) $(ARGS) -o requirements-dev.txt requirements-dev.in

chromium:
	@scripts/ensure chromium "các kiểm thử mở trang bằng trình duyệt thật" command -v chromium

# Without it everything but printing works, and printing says what to do.
pango: .venv/.run
	@scripts/ensure "libpangoft2-1.0-0 libharfbuzz-subset0" "để in danh sách ra PDF" $(BIN)/python -c 'import ctypes as c; c.CDLL("libpangoft2-1.0.so.0"), c.CDLL("libharfbuzz-subset.so.0")' || true

# A stamp file tells what is installed, so that a second start calls no pip.
.venv/.run: requirements.txt
	@$(call make_venv,.venv)
	@echo 'Đang cài các thư viện cần để chạy…' >&2
	@$(BIN)/python $(PIP) -r requirements.txt
	@touch $@

.venv/.test: .venv/.run requirements-dev.txt
	@echo 'Đang cài các thư viện cần để kiểm thử…' >&2
	@$(BIN)/python $(PIP) -r requirements-dev.txt
	@touch $@

bench/.venv/.bench: requirements.txt bench/requirements.txt
	@$(call make_venv,bench/.venv)
	@bench/.venv/bin/python $(PIP) -r requirements.txt -r bench/requirements.txt
	@touch $@

define make_venv
	command -v $(PYTHON) >/dev/null || { echo 'Máy này chưa có Python: cần bản 3.11 trở lên. Hãy chạy: sudo apt-get install -y python3 python3-venv' >&2; exit 1; }; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Cần Python 3.11 trở lên, máy này có $$($(PYTHON) -V 2>&1). Hãy chạy: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }; \
	scripts/ensure python3-venv 'để tạo thư mục thư viện riêng' $(PYTHON) -c 'import venv, ensurepip'; \
	test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
endef
