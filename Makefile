# The two commands of a newcomer are `make run` and `make test`; both install what is missing.

SHELL := /bin/bash
SWIFT_SOURCES := Sources Tests Benchmarks Package.swift

.PHONY: all dependencies build run conformance test test-models sim sanitize bench bench-server bench-recognition bench-voice format lint clean

all: lint test

dependencies:
	@scripts/install-dependencies.sh

build: dependencies
	swift build -c release --product antiphon

# Settings come from ANTIPHON_… variables, or a file: make run SERVE="--config antiphon.yaml".
run: build
	@.build/release/antiphon serve $(SERVE)

# Only the foreign clients against a running server. CONFORMANCE="--client openai --only interrupts"
conformance:
	@scripts/install-dependencies.sh --tests
	@scripts/python-environment.sh
	@scripts/conformance.sh $(CONFORMANCE)

test:
	@scripts/install-dependencies.sh --tests
	@scripts/python-environment.sh
	@scripts/test.sh

# Against a real llama.cpp server with a tiny model of our own. It builds the server once, which takes minutes, and keeps
# it in the user's cache.
test-models: dependencies
	@scripts/test-models.sh

# Random conversations and mutated input, for minutes; then the Swift tests with ten times as many seeds: damaged input of
# every parser, random lives over sockets, and lives that leave nothing behind. SEED=… replays a failure.
sim: dependencies
	swift build -c release --product Simulation
	.build/release/Simulation --walks 100000 --mutations 1000000
	swift build -c release --build-tests
	TIMES=10 swift test -c release --skip-build --disable-xctest --skip "$$(cat Tests/against-a-clock.txt)"

# The tests under the thread sanitizer and the address sanitizer.
sanitize: dependencies
	@scripts/sanitize.sh

bench: dependencies
	swift run -c release JSONBench
	swift run -c release WireBench
	swift run -c release AudioBench
	swift run -c release HearingBench
	swift run -c release SocketBench
	swift run -c release SpeechBench
	swift run -c release SpeakingBench
	swift build -c release --product antiphon
	swift run -c release ServerBench --short
	swift run -c release CheckBench

# Minutes: what sessions cost the server, beside a bare echo and a Python peer. BENCH="--sessions 400 --json"
bench-server: dependencies
	@scripts/bench-environment.sh
	swift build -c release --product antiphon
	swift run -c release ServerBench $(BENCH)

# What a caller of the embedded engine waits for, and what it costs.
bench-voice:
	@scripts/install-dependencies.sh --tests
	swift build -c release --product antiphon
	swift run -c release VoiceBench

# Minutes: how well speech is recognised and what that costs, beside the same library from Python with its defaults.
bench-recognition:
	@scripts/install-dependencies.sh --tests
	@scripts/bench-environment.sh
	swift run -c release RecognitionBench

format:
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

lint:
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)

clean:
	rm -rf .build
