# Everything starts here. `make run` runs it, `make test` proves it; both do all their own set-up.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
# What an operator may say on the command line (make run PORT=9000) as well as in the environment.
SETTINGS := HOST PORT PUBLIC_URL ALLOWED_HOSTS COOKIE_SECURE PASSWORD_PROFILE DATA_DIR KEY_FILE ROLE_PREFIX \
	DATABASE_URL OWNER_DATABASE_URL BUREAU_DATABASE_URL TEST_DATABASE_URL BROWSER PYTHON3
$(foreach name,$(SETTINGS),$(if $($(name)),$(eval export $(name))))

.PHONY: help
help: ## 列出所有命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## 建立 .venv，按锁定的版本安装运行所需的软件包
	@tools/setup runtime

.PHONY: setup-dev
setup-dev: ## 同上，并安装测试和检查所需的软件包
	@tools/setup dev

.PHONY: run
run: setup ## 启动系统（自带数据库），按 Ctrl-C 停止；可加 PORT= DATA_DIR= DATABASE_URL=
	@exec $(PYTHON) -m app serve

.PHONY: test
test: setup-dev ## 运行全部测试；可加 ARGS='tests/beds -k 停用' TEST_DATABASE_URL=
	@browser=$$($(PYTHON) tools/browser.py --install) && \
		BROWSER="$$browser" exec $(PYTHON) -m pytest $(or $(ARGS),-n auto --dist loadfile --no-loadscope-reorder)

.PHONY: check
check: setup-dev ## 检查代码：格式、类型、模板、分层、迁移、不该提交的内容
	@PATH="$(CURDIR)/.venv/bin:$$PATH" tools/check

.PHONY: prove
prove: setup-dev ## 长时间的证明：并发、断电、与逐行重算比对
	@exec $(PYTHON) -m bench.prove $(ARGS)

.PHONY: bench
bench: setup-dev ## 测量速度，并与最简写法对比
	@exec $(PYTHON) -m bench $(ARGS)

.PHONY: migrate
migrate: setup ## 把数据库升级到本程序需要的版本
	@exec $(PYTHON) -m app migrate

.PHONY: backup
backup: setup ## 备份数据库；可加 FILE=备份文件。密钥文件不在备份里，请另存
	@exec $(PYTHON) -m app backup $(if $(FILE),"$(FILE)")

.PHONY: restore
restore: setup ## 恢复到空的数据库：make restore FILE=备份文件 DATA_DIR=新目录
	@$(if $(FILE),,echo '请写明备份文件：make restore FILE=… DATA_DIR=新目录' >&2; exit 2;) \
		exec $(PYTHON) -m app restore "$(FILE)"

.PHONY: lock
lock: setup-dev ## 按 pyproject.toml 重新锁定软件包的版本
	@.venv/bin/python -m pip install --quiet uv && for set in runtime dev; do \
		.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			pyproject.toml $$([ $$set = dev ] && printf '%s' '--group dev') -o requirements/$$set.txt || exit 1; \
	done
