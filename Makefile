# A thin door to CMake: a rule sets up the machine, configures, builds and runs.
# The work is done by CMakeLists.txt, scripts/ and the program itself.

PRESET ?= release
RUN ?= latest
run = results/$(notdir $(RUN:/=))
cores := $(shell getconf _NPROCESSORS_ONLN)
quote = '$(subst ','\'',$(1))'

# CC, when given, chooses the C++ compiler too (gcc-12: g++-12) unless CXX is
# given as well, and a build folder of its own, so that compilers do not undo
# each other's work.
given = $(filter-out default,$(origin $(1)))
cc_name := $(notdir $(CC))
folder := build/$(PRESET)
ifneq ($(call given,CC)$(call given,CXX),)
folder := $(folder)-$(cc_name)$(if $(call given,CXX),-$(notdir $(CXX)))
ifeq ($(call given,CXX),)
cxx_name := $(subst clang,clang++,$(subst gcc,g++,$(cc_name:cc=c++)))
CXX := $(if $(findstring /,$(CC)),$(dir $(CC)))$(cxx_name)
endif
compilers := -D CMAKE_C_COMPILER=$(CC) -D CMAKE_CXX_COMPILER=$(CXX)
endif

# GO, when given, is another toolchain for the peer in real Go, and has a build
# folder of its own. Experiments ask for `go` themselves.
ifneq ($(GO),)
folder := $(folder)-$(shell $(GO) env GOVERSION)
compilers += -D GO=$(GO)
export GO
export PATH := $(if $(findstring /,$(GO)),$(dir $(GO)):)$(PATH)
endif

size := $(if $(QUICK),quick,$(if $(FULL),full,default))
# Seconds, and the fewest rounds.
process_limits_quick := 3 6
process_limits_default := 10 10
process_limits_full := 45 10
program_limits_quick := 3 1
program_limits_default := 30 8
program_limits_full := 135 8
# Milliseconds, and rounds: 8 are the fewest that tell six mallocs from glibc's.
workload_limits_quick := 5 8
workload_limits_default := 50 10
workload_limits_full := 200 20
study_rounds_quick := 40
study_rounds_default := 200
study_rounds_full := 1000
study_rounds := $(study_rounds_$(size))
run_options := --preset $(size) \
	$(if $(FILTER),--filter $(call quote,$(value FILTER))) \
	$(if $(ROUNDS),--rounds $(ROUNDS)) \
	$(if $(SEED),--seed $(SEED)) \
	$(if $(SHARD),--shard $(call quote,$(value SHARD))) \
	$(if $(FORCE),--force) \
	$(if $(FAULT),--fault $(call quote,$(value FAULT))) \
	$(if $(RESUME),--resume $(call quote,$(value RESUME)))

.NOTPARALLEL:
.PHONY: help bench claims test nightly fuzz golden build programs plots process \
	workloads studies compare ab proof check instructions list lint format asan \
	tsan reference figures install clean setup-bench setup-test setup-lint \
	$(addprefix measure-,bench claims process workloads studies proof)

help: ## print these lines
	@awk -F ':.*## ' '/^[a-z][^:]*:.*## / { printf "make %-12s %s\n", $$1, $$2 }' \
		Makefile
	@echo
	@echo 'bench takes QUICK=1 FULL=1 FILTER=REGEX ROUNDS=N SEED=N RESUME=RUN'
	@echo '  SHARD=I/N (cleanup-bench merge joins the parts) FORCE=1'
	@echo '  FAULT=RESOURCE:PROBABILITY:SEED (such as file:0.01:42);'
	@echo 'claims, plots, process, workloads, studies, proof and reference take'
	@echo '  RUN=RUN (or latest); workloads takes FILTER= too;'
	@echo 'compare takes BASE=RUN NEW=RUN REPEATS=RUN,RUN TAKE_OUT_CONTROL=1;'
	@echo 'ab takes BASE=BUILD NEW=BUILD (or revisions) GATE=5% FILTER= ROUNDS=;'
	@echo 'nightly takes SEED=N; fuzz takes FUZZ_SECONDS=N;'
	@echo 'whatever builds takes CC=clang (or gcc-12, ...), CXX=, PRESET= and GO=GO.'

bench: ## measure, draw and print the answer; installs what is missing
claims: ## measure every claim of the article for RUN, and print verdicts
process: ## time whole processes and real programs with hyperfine, for RUN
workloads: ## what programs ask of a malloc, on six mallocs, for RUN
studies: ## run the studies of mechanisms, for RUN
proof: ## show whether the verdicts are right on this machine, for RUN

# One at a time on a machine, from the first step to the last.
bench claims process workloads studies proof: build
	@scripts/alone $(if $(FORCE),--force) \
		$(MAKE) --no-print-directory measure-$@

measure-bench:
	@build/cleanup-bench run --no-table $(run_options)
	@$(call time_processes,results/latest)
	@$(call run_studies,results/latest)
	@build/cleanup-trace >results/latest/held_over_time.csv
	@$(call run_claims,results/latest,$(size))
	@build/cleanup-bench claims --no-table
	@plots/draw results/latest
	@build/cleanup-bench report results/latest
	@build/cleanup-bench show results/latest

# The run of a fresh machine is a quick one: claims are judged by its cells and
# studies too.
measure-claims:
ifeq ($(RUN),latest)
	@[ -e results/latest/summary.csv ] || { \
		build/cleanup-bench run --no-table --preset quick && \
		$(call run_studies,results/latest,$(study_rounds_quick)); }
endif
	@$(call run_claims,$(run),$(size))
	@build/cleanup-bench claims $(notdir $(run))

test: setup-test $(folder)/CTestTestfile.cmake ## build and run all tests
	@cmake --build $(folder)
	@ctest --test-dir $(folder) --no-tests=error --output-on-failure \
		--parallel $(cores)

build: setup-bench $(folder)/build.ninja ## build the programs below build/
	@cmake --build $(folder) --target cleanup-bench cleanup-once \
		cleanup-trace cleanup-workloads $(malloc)
	@ln -sfn $(notdir $(folder))/cleanup-bench build/cleanup-bench
	@ln -sfn $(notdir $(folder))/cleanup-once build/cleanup-once
	@ln -sfn $(notdir $(folder))/cleanup-trace build/cleanup-trace
	@ln -sfn $(notdir $(folder))/cleanup-workloads build/cleanup-workloads
	@$(foreach name,$(malloc),ln -sfn \
		$(notdir $(folder))/lib$(name).so build/lib$(name).so;)

programs: setup-test $(folder)/CTestTestfile.cmake ## run whole programs on libtiers.so, at length
	@cmake --build $(folder) --target tiers
	@SQLITE_MIB=100 ctest --test-dir $(folder) --no-tests=error \
		--output-on-failure --tests-regex '^preload\.it_'

plots: build ## draw the charts and the report of RUN again
	@plots/draw $(run)
	@build/cleanup-bench report $(run)

measure-process:
	@$(call time_processes,$(run))

measure-workloads:
	@$(if $(malloc),scripts/workloads $(if $(FULL),--idle) $(run) \
		$(workload_limits_$(size)) $(call quote,$(value FILTER)),\
	echo 'workloads: no malloc to load before them with sanitizers')

measure-studies:
	@$(call run_studies,$(run))

compare: build ## compare the runs BASE and NEW, and draw how they differ
	@scripts/compare $(call quote,$(value BASE)) $(call quote,$(value NEW)) \
		$(if $(REPEATS),--repeats $(call quote,$(value REPEATS))) \
		$(if $(TAKE_OUT_CONTROL),--take-out-control)

ab: build ## measure the builds BASE and NEW in turns; GATE=5% fails on slower
	@scripts/ab $(call quote,$(value BASE)) $(call quote,$(value NEW)) \
		$(if $(FILTER),--filter $(call quote,$(value FILTER))) \
		$(if $(ROUNDS),--rounds $(ROUNDS)) \
		$(if $(GATE),--gate $(call quote,$(value GATE)))

measure-proof:
	@cmake --build $(folder) --target plain-bench -- --quiet
	@scripts/prove_verdicts $(folder) $(run)

check: build ## look at the machine before a long run
	@build/cleanup-bench check

instructions: build ## count instructions per resource with callgrind
	@scripts/instructions

list: build ## list strategies, allocators, resources and cells
	@build/cleanup-bench list

# clang-tidy reads the sources as clang does: without gcc's nested functions.
lint: ## check the sources
ifeq ($(filter clang%,$(cc_name)),)
	@$(MAKE) --no-print-directory lint CC=clang
else
lint: setup-lint $(folder)/CTestTestfile.cmake
	@scripts/lint $(folder)
endif

format: setup-lint ## lay out the C and C++ sources
	@scripts/sources c cpp | xargs -r clang-format -i

asan: ## test under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory test PRESET=asan

tsan: ## test under ThreadSanitizer
	@$(MAKE) --no-print-directory test PRESET=tsan

# Minutes each; SEED repeats a script.
nightly: setup-test $(folder)/CTestTestfile.cmake ## run 100,000,000 random operations on each allocator
	@cmake --build $(folder) --target test_random_script
	@SCRIPT_OPERATIONS=100000000 SCRIPT_SEED=$(or $(SEED),$(shell date +%s)) \
		$(folder)/tests/test_random_script

fuzz: ## let libFuzzer look for scripts that break the tiers
ifeq ($(filter clang%,$(cc_name)),)
	@$(MAKE) --no-print-directory fuzz CC=clang
else
fuzz: setup-test $(folder)/CTestTestfile.cmake
	@cmake --build $(folder) --target fuzz_tiers
	@mkdir -p $(folder)/fuzz_corpus
	@$(folder)/tests/fuzz_tiers -max_len=1000 \
		-max_total_time=$(or $(FUZZ_SECONDS),300) \
		-artifact_prefix=$(folder)/tests/fuzz_tiers_found/ \
		$(folder)/fuzz_corpus
endif

# With the compiler given; else with the usual one, and clang where it is.
golden: setup-test $(folder)/CTestTestfile.cmake ## write what the hit paths execute as golden files
	@cmake --build $(folder) --target golden
	@$(if $(call given,CC),,! command -v clang >/dev/null || \
		$(MAKE) --no-print-directory golden CC=clang)

reference: build ## keep RUN as the committed reference run
	@scripts/keep_reference $(run)
	@build/cleanup-bench report results/reference
	@$(MAKE) --no-print-directory figures

install: build ## install programs, manual page and completions; DESTDIR= PREFIX=
	@cmake --build $(folder) --target manual-page
	@cmake --install $(folder) --prefix $(or $(PREFIX),/usr/local)

figures: build ## write what README and docs quote of the reference run
	@scripts/mechanisms results/reference >docs/mechanisms.md.new
	@mv docs/mechanisms.md.new docs/mechanisms.md
	@cmake --build $(folder) --target tier-tables -- --quiet
	@PATH=$$PWD/$(folder):$$PATH scripts/figures README.md docs/*.md \
		allocators/README.md

clean: ## remove build/; results and plots stay
	rm -rf build

# A sanitizer is its program's malloc itself.
malloc = $(if $(filter asan tsan,$(PRESET)),,tiers tiers-hardened floor)

time_processes = scripts/process $(1) $(process_limits_$(size)) && \
	$(if $(malloc),scripts/programs $(1) $(program_limits_$(size)),\
	echo 'programs: no malloc to load before them with sanitizers')

# Their programs are compiled by every compiler there is, and by none of them
# with sanitizers.
run_studies = $(if $(filter asan tsan,$(PRESET)),\
	echo 'studies: none with sanitizers',\
	cmake --build $(folder) --target studies -- --quiet && \
	bench/studies/run $(folder) $(1) $(or $(2),$(study_rounds)))

# run_claims RUN-FOLDER,SIZE: their times say nothing under sanitizers.
run_claims = $(if $(filter asan tsan,$(PRESET)),\
	echo 'claims: no experiments with sanitizers',\
	cmake --build $(folder) --target claims-experiments -- --quiet && \
	bench/claims/run $(folder) $(1) $(2))

setup-bench setup-test setup-lint:
	@scripts/setup $(@:setup-%=%) $(filter clang,$(cc_name))

# Tests need more libraries than a measurement does, so a folder is configured
# for them only once somebody asks. CMake writes CTestTestfile.cmake then.
testing = $(if $(wildcard $(folder)/CTestTestfile.cmake),ON,OFF)
require = command -v $(1) >/dev/null || { echo >&2 \
	'make: there is no $(1); on Debian, apt-get install $(notdir $(1))'; exit 1; }

define configure
	@$(call require,$(CC))
	@$(call require,$(CXX))
	@cmake --preset $(PRESET) -B $(folder) $(compilers) \
		-D BUILD_TESTING=$(1) >/dev/null
	@touch $@
endef

$(folder)/build.ninja: CMakePresets.json
	$(call configure,$(testing))

$(folder)/CTestTestfile.cmake: CMakePresets.json
	$(call configure,ON)
