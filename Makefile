# The two commands of the README: `make demo` and `make test`. Each installs what is missing.

SHELL := /bin/sh
# Rust by rustup comes before a distribution's older one.
export PATH := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)
OUT ?= out

.PHONY: demo test lint bench setup

setup:
	@.ci/setup

demo: setup
	cargo run --release --locked -- ingest samples/documents --out $(OUT) --format json,txt
	@.ci/show $(OUT)

test: setup
	cargo test --locked --no-fail-fast
	cargo check --locked --no-default-features

lint: setup
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

bench: setup
	cargo bench --locked
