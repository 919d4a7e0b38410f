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

size := $(if $(QUICK),quick,$(if $(FULL),full,default))
process_seconds_quick := 5
process_seconds_default := 20
process_seconds_full := 60
process_seconds := $(process_seconds_$(size))
study_rounds_quick := 40
study_rounds_default := 200
study_rounds_full := 1000
study_rounds := $(study_rounds_$(size))
run_options := --preset $(size) \
	$(if $(FILTER),--filter $(call quote,$(value FILTER))) \
	$(if $(ROUNDS),--rounds $(ROUNDS)) \
	$(if $(SEED),--seed $(SEED)) \
	$(if $(RESUME),--resume $(call quote,$(value RESUME)))

.NOTPARALLEL:
.PHONY: help bench test build plots process studies list lint format asan \
	tsan reference mechanisms clean setup-bench setup-test setup-lint

help: ## print these lines
	@awk -F ':.*## ' '/^[a-z][^:]*:.*## / { printf "make %-10s %s\n", $$1, $$2 }' \
		Makefile
	@echo
	@echo 'bench takes QUICK=1 FULL=1 FILTER=REGEX ROUNDS=N SEED=N RESUME=RUN;'
	@echo 'plots, process, studies and reference take RUN=RUN (latest unless given);'
	@echo 'whatever builds takes CC=clang (or gcc-12, ...), CXX= and PRESET=.'

bench: build ## measure, draw and print the answer; installs what is missing
	@build/cleanup-bench run --no-table $(run_options)
	@scripts/process results/latest $(process_seconds)
	@$(call run_studies,results/latest)
	@plots/draw results/latest
	@build/cleanup-bench show results/latest

test: setup-test $(folder)/CTestTestfile.cmake ## build and run all tests
	@cmake --build $(folder)
	@ctest --test-dir $(folder) --no-tests=error --output-on-failure \
		--parallel $(cores)

build: setup-bench $(folder)/build.ninja ## build the programs below build/
	@cmake --build $(folder) --target cleanup-bench cleanup-once
	@ln -sfn $(notdir $(folder))/cleanup-bench build/cleanup-bench
	@ln -sfn $(notdir $(folder))/cleanup-once build/cleanup-once

plots: setup-bench ## draw the charts of RUN again
	@plots/draw $(run)

process: build ## time whole processes with hyperfine, for RUN
	@scripts/process $(run) $(process_seconds)

studies: build ## run the studies of mechanisms, for RUN
	@$(call run_studies,$(run))

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

reference: ## keep RUN as the committed reference run
	@scripts/keep_reference $(run)

mechanisms: ## write docs/mechanisms.md from the reference run
	@scripts/mechanisms results/reference >docs/mechanisms.md.new
	@mv docs/mechanisms.md.new docs/mechanisms.md

clean: ## remove build/; results and plots stay
	rm -rf build

# Their programs are compiled by every compiler there is, and by none of them
# with sanitizers.
run_studies = $(if $(filter asan tsan,$(PRESET)),\
	echo 'studies: none with sanitizers',\
	cmake --build $(folder) --target studies -- --quiet && \
	bench/studies/run $(folder) $(1) $(study_rounds))

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
