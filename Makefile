# The one door: `make help` lists what is behind it. The work is done by the scripts in scripts/, so that each can be read alone.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check check-targets types diagram format bench fuzz wasi screenshots package set-up set-up-tests ui

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null || sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1  \2/p' Makefile

run: ## Set up what is missing, build, and open the app with the starter course
	@scripts/run

test: ## Set up what is missing, check, and run every test
	@scripts/test

check: ## Formatting, lints, documentation, licences, generated files
	@scripts/check

check-targets: ## Type-check the programs for macOS and Windows (fetches a compiler from Debian once, 140 MB)
	@scripts/check-targets

types: ## Write the window's TypeScript types from the command table in crates/api
	@scripts/types

diagram: ## Write docs/database.md and its diagram from the migrations
	@scripts/diagram

format: ## Format Rust and the window's sources
	@scripts/format

bench: ## Measure, and write target/bench/*.json
	@scripts/bench

fuzz: ## Look for input that what reads a box's answers cannot bear, for a minute
	@scripts/fuzz

wasi: ## Build tier C: Python as WebAssembly, for machines without a usable Python or sandbox (Debian 12)
	@scripts/wasi-python

screenshots: ## Take a picture of every page and state of the real window into target/screenshots
	@scripts/screenshots

package: ## Build the .deb and .rpm into target/package
	@scripts/package

set-up: ## Only set up what `make run` needs
	@scripts/set-up run

set-up-tests: ## Only set up what `make test` needs
	@scripts/set-up test

ui: ## Only build the window's files into ui/dist
	@scripts/ui
