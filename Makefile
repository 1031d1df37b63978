# The commands of the README. `make` alone says what there is.

SWIFT ?= swift
PREFIX ?= /usr/local
SEEDS ?= 200
FIRST ?= 1
RELEASE = -c release --static-swift-stdlib

.PHONY: help demo test bench lint format fuzz simulate chaos build install check-needs

help:
	@echo "make demo      build the program and play the exchange of June 1951 (KEEP=1 leaves the stations)"
	@echo "make test      run all tests"
	@echo "make bench     measure (docs/benchmarks.md)"
	@echo "make lint      check the format of the sources"
	@echo "make fuzz      fuzz every parser (EXECUTIONS=10000000 for long)"
	@echo "make simulate  run simulated networks through faults (SEEDS=200, FIRST=1)"
	@echo "make chaos     kill and cut served stations at random (MINUTES=10, HOSTILE=1, NAMESPACES=1 for root)"
	@echo "make install   install the program, man pages, completions, systemd units (PREFIX=$(PREFIX))"

check-needs:
	@Scripts/check-needs

build: check-needs
	$(SWIFT) build $(RELEASE) --product cable

demo: build
	Demo/armistice $(if $(KEEP),--keep)

test: check-needs
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

bench: check-needs
	Benchmarks/run

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests $(wildcard Benchmarks Fuzz)

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

fuzz: check-needs
	Fuzz/run

simulate: check-needs
	$(SWIFT) build -c release --product simulate
	.build/release/simulate --seeds $(SEEDS) --first $(FIRST)
	.build/release/simulate --once-failed
	.build/release/simulate --broken-rules

chaos: check-needs
	$(SWIFT) build --product cable
	$(SWIFT) build --product HostileStation
	python3 Scripts/chaos --minutes $(or $(MINUTES),10) $(if $(HOSTILE),--hostile) $(if $(NAMESPACES),--namespaces)

install: build
	Scripts/install "$(PREFIX)" .build/release/cable
