# Jangteo: build, run, test. `make help` lists the targets.
# BUILD may name another folder, so that builds with other flags stand side by side; a build with
# sanitizers (SAN=address,undefined) has one of its own.
comma := ,
SAN ?=
BUILD ?= build$(if $(SAN),-$(subst $(comma),-,$(SAN)))
STATE ?= var
export BUILD
# make V=1 shows whole commands.
Q = $(if $(V),,@)
CC = gcc
CXX = g++

# Debian packages: what the shop needs, and what only its tests need beside that.
PACKAGES = build-essential pkg-config libfcgi-dev libpq-dev libjson-c-dev libctemplate-dev \
           libcmocka-dev libsodium-dev libcurl4-openssl-dev libvips-dev zlib1g-dev nginx libnginx-mod-nchan \
           spawn-fcgi multiwatch postgresql-15 curl ca-certificates util-linux
TEST_PACKAGES = clang-format clang-tidy cppcheck chromium chromium-headless-shell fonts-noto-cjk valgrind gcovr \
                clang libclang-rt-14-dev strace xfsprogs \
                $(if $(shell command -v node),,nodejs) $(if $(shell command -v npm),,npm)
ATTACK_PACKAGES = sqlmap wapiti
# What makes the package, and what tries it.
DEB_PACKAGES = debhelper lintian
DEB_TEST_PACKAGES = debootstrap systemd-container procps

PKGS = libpq json-c libsodium libcurl vips zlib
CSTD = -std=gnu11
OPT ?= -O2 -g
WARN = -Wall -Wextra -Wshadow -Wconversion -Werror
HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
# With its sanitizers gcc warns of a NULL that each of their checks might have found.
NO_FALSE_ALARM = $(if $(findstring clang,$(CC)),,-Wno-format-overflow)
SANFLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -DARENA_DEBUG $(NO_FALSE_ALARM))
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
CPPFLAGS = -D_GNU_SOURCE -Icgi-bin -I$(BUILD)/gen $(PKG_CFLAGS)
CFLAGS = $(CSTD) $(OPT) $(WARN) $(if $(SAN),$(SANFLAGS) -fPIE,$(HARDEN)) -pthread
CXXFLAGS = -std=c++17 $(OPT) -Wall -Wextra -Wshadow -Werror $(if $(SAN),$(SANFLAGS) -fPIE,$(HARDEN)) -pthread
# What the libraries want of their own libraries was looked after when those were linked: libvips has dozens.
LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--allow-shlib-undefined $(SANFLAGS) -pthread
LDLIBS = $(PKG_LIBS) -lfcgi -lctemplate -lm

# ---- sources ----
LIB_DIRS = base db view web shop app
LIB_SRC = $(foreach d,$(LIB_DIRS),$(wildcard cgi-bin/$(d)/*.c cgi-bin/$(d)/*/*.c))
LIB_CXX = $(wildcard cgi-bin/view/*.cc)
LIB_OBJ = $(LIB_SRC:%.c=$(BUILD)/%.o) $(LIB_CXX:%.cc=$(BUILD)/%.o) \
          $(BUILD)/gen/db/statements.o $(BUILD)/gen/view/messages.o
LIB = $(BUILD)/libjangteo.a

# A program an endpoint: cgi-bin/api/point.c becomes build/bin/api-point. *_pages.c holds handlers
# that another program serves.
PAGES_SRC = $(wildcard cgi-bin/*/*_pages.c)
PROGRAM_SRC = $(filter-out $(PAGES_SRC) cgi-bin/shop/%,$(foreach d,api store seller admin sandbox,$(wildcard cgi-bin/$(d)/*.c)))
PROGRAMS = $(foreach s,$(PROGRAM_SRC),$(BUILD)/bin/$(subst /,-,$(patsubst cgi-bin/%.c,%,$(s))))
# Command-line tools and the worker: cgi-bin/tool/migrate.c becomes build/bin/jangteo-migrate.
TOOL_SRC = $(wildcard cgi-bin/tool/*.c)
TOOLS = $(patsubst cgi-bin/tool/%.c,$(BUILD)/bin/jangteo-%,$(TOOL_SRC))
WORKER_SRC = $(wildcard cgi-bin/worker/*.c)
# Its jobs: tests run them with a time of their own.
JOB_SRC = $(filter-out cgi-bin/worker/main.c,$(WORKER_SRC))
JOB_LIB = $(BUILD)/libjobs.a
WORKER = $(if $(WORKER_SRC),$(BUILD)/bin/jangteo-worker)

# What the API's document says: each program's own words, and what stands in cgi-bin/api/openapi.
API_PROGRAMS = $(filter $(BUILD)/bin/api-%,$(PROGRAMS))
API_WORDS = $(API_PROGRAMS:$(BUILD)/bin/%=$(BUILD)/gen/openapi/%.json)
API_PARTS = $(wildcard cgi-bin/api/openapi/*.json)

.PHONY: all
all: $(PROGRAMS) $(TOOLS) $(WORKER) templates $(BUILD)/assets/version $(BUILD)/openapi.json

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:

# ---- generated ----
$(BUILD)/gen/db/statements.h $(BUILD)/gen/db/statements.c &: sql/query/statements.awk $(wildcard sql/query/*.sql)
	@mkdir -p $(BUILD)/gen/db
	$(Q)awk -f sql/query/statements.awk -v out=$(BUILD)/gen/db/statements $(sort $(wildcard sql/query/*.sql))

$(BUILD)/gen/view/messages.c: templates/messages/messages.awk $(wildcard templates/messages/*.txt)
	@mkdir -p $(BUILD)/gen/view
	$(Q)awk -f templates/messages/messages.awk templates/messages/ko.txt templates/messages/en.txt > $@

# What is built, for metrics: the commit, where git knows it.
REVISION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
.PHONY: revision
revision:
	@mkdir -p $(BUILD)/gen/base
	@echo '#define REVISION "$(REVISION)"' | cmp -s - $(BUILD)/gen/base/revision.h || \
	    echo '#define REVISION "$(REVISION)"' >$(BUILD)/gen/base/revision.h
$(BUILD)/gen/base/revision.h: revision ;
$(BUILD)/cgi-bin/api/health.o $(BUILD)/lint/cgi-bin/api/health.tidy: $(BUILD)/gen/base/revision.h

# What pages load, as a folder named after its content: an address never changes what it gives, so
# browsers keep it for good. Style sheets and scripts without comments and indentation.
ASSET_SRC = $(sort $(wildcard static/*.svg static/css/*.css static/js/*.js static/img/*.svg)) static/css/squeeze.sed static/js/squeeze.sed
ASSETS := $(shell sha256sum $(ASSET_SRC) | sha256sum | cut -c 1-12)
$(BUILD)/assets/version: $(ASSET_SRC)
	@mkdir -p $(addprefix $(@D)/$(ASSETS)/,css js img)
	$(Q)for file in $(filter static/css/%.css,$^); do \
	    sed -zE -f static/css/squeeze.sed $$file > $(@D)/$(ASSETS)/$${file#static/} || exit 1; done
	$(Q)for file in $(filter static/js/%.js,$^); do \
	    sed -E -f static/js/squeeze.sed $$file > $(@D)/$(ASSETS)/$${file#static/} || exit 1; done
	$(Q)for file in $(filter %.svg,$^); do cp $$file $(@D)/$(ASSETS)/$${file#static/} || exit 1; done
	@echo $(ASSETS) > $@

TEMPLATE_SRC = $(wildcard templates/*.tpl templates/*/*.tpl)
LOCALIZED = $(foreach l,ko en,$(TEMPLATE_SRC:templates/%=$(BUILD)/templates/$(l)/%))
.PHONY: templates
templates: $(LOCALIZED)
$(BUILD)/templates/ko/%: templates/% templates/messages/localize.awk templates/messages/ko.txt $(BUILD)/assets/version
	@mkdir -p $(@D)
	$(Q)awk -v assets=/static/$(ASSETS) -f templates/messages/localize.awk templates/messages/ko.txt $< > $@
$(BUILD)/templates/en/%: templates/% templates/messages/localize.awk templates/messages/en.txt $(BUILD)/assets/version
	@mkdir -p $(@D)
	$(Q)awk -v assets=/static/$(ASSETS) -f templates/messages/localize.awk templates/messages/en.txt $< > $@

$(BUILD)/gen/openapi/%.json: $(BUILD)/bin/%
	@mkdir -p $(@D)
	$(Q)JANGTEO_DESCRIBE=1 $< > $@
# A tool of several files has the others in a folder of its name.
$(BUILD)/bin/jangteo-openapi: $(patsubst %.c,$(BUILD)/%.o,$(wildcard cgi-bin/tool/openapi/*.c))
$(BUILD)/bin/jangteo-admin: $(patsubst %.c,$(BUILD)/%.o,$(wildcard cgi-bin/tool/admin/*.c))
# The decoder of pictures has no environment, which would name what ThreadSanitizer is to leave out: it has that
# in itself.
ifneq ($(findstring thread,$(SAN)),)
$(BUILD)/bin/jangteo-picture: $(BUILD)/gen/sanitize/thread.o
$(BUILD)/gen/sanitize/thread.c: tests/sanitize/thread.txt
	@mkdir -p $(@D)
	$(Q)(echo 'const char *__tsan_default_suppressions(void);'; \
	    echo 'const char *__tsan_default_suppressions(void) { return'; \
	    sed -nE 's/^[a-z].*/"&\\n"/p' $<; echo ';}') > $@
endif
$(BUILD)/openapi.json: $(BUILD)/bin/jangteo-openapi $(API_PARTS) $(API_WORDS)
	@echo '  api   $@'
	$(Q)$< $(API_PARTS) $(API_WORDS) > $@

# ---- compile and link ----
$(BUILD)/%.o: %.c | $(BUILD)/gen/db/statements.h
	@mkdir -p $(@D)
	@echo '  cc    $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	@echo '  c++   $<'
	$(Q)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c | $(BUILD)/gen/db/statements.h
	@echo '  cc    $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(Q)ar rcs $@ $^

# A program of several files has the others in a folder of its name.
define PROGRAM_RULE
$(BUILD)/bin/$(subst /,-,$(patsubst cgi-bin/%.c,%,$(1))): $(patsubst %.c,$(BUILD)/%.o,$(1) $(wildcard $(1:%.c=%/*.c))) $$(LIB)
endef
$(foreach s,$(PROGRAM_SRC),$(eval $(call PROGRAM_RULE,$(s))))
# Password hashing happens in one program, so it serves the account pages too.
$(BUILD)/bin/api-account: $(patsubst %.c,$(BUILD)/%.o,$(wildcard cgi-bin/store/account_pages.c))
# What waits for the payment gateway is one program, pages and JSON.
$(BUILD)/bin/api-pay: $(patsubst %.c,$(BUILD)/%.o,$(wildcard cgi-bin/store/pay_pages.c))
$(BUILD)/bin/jangteo-%: $(BUILD)/cgi-bin/tool/%.o $(LIB)
	@mkdir -p $(@D)
	@echo '  link  $@'
	$(Q)$(CXX) $(LDFLAGS) $(filter %.o,$^) $(LIB) $(LDLIBS) -o $@
$(PROGRAMS):
	@mkdir -p $(@D)
	@echo '  link  $@'
	$(Q)$(CXX) $(LDFLAGS) $(filter %.o,$^) $(LIB) $(LDLIBS) -o $@
$(JOB_LIB): $(JOB_SRC:%.c=$(BUILD)/%.o)
	@rm -f $@
	$(Q)ar rcs $@ $^
$(BUILD)/bin/jangteo-worker: $(BUILD)/cgi-bin/worker/main.o $(JOB_LIB) $(LIB)
	@mkdir -p $(@D)
	@echo '  link  $@'
	$(Q)$(CXX) $(LDFLAGS) $(filter %.o,$^) $(JOB_LIB) $(LIB) $(LDLIBS) -o $@

# ---- tests: every .c is a cmocka program of its own; what they share stands in tests/support ----
SUPPORT_SRC = $(wildcard tests/support/*.c)
SUPPORT = $(if $(SUPPORT_SRC),$(BUILD)/tests/libsupport.a)
UNIT_BIN = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*/*.c))
STORE_BIN = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/store/*.c))
API_BIN = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/api/*.c))
RACE_BIN = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/race/*.c))
# Fuzz targets: each links with libFuzzer, or, without it, with the driver of the unit suite. The one of
# whole requests has the programs in it, whose mains then run as the process starts.
FUZZ_BIN = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c))
FUZZ_LIB = $(BUILD)/tests/fuzz/libfuzz.a
FUZZ_SUPPORT = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %/replay.c,$(wildcard tests/fuzz/support/*.c)))
FUZZ_DRIVER = $(if $(findstring fuzzer,$(SAN)),,$(BUILD)/tests/fuzz/support/replay.o)
FUZZ_PROGRAM_SRC = $(filter-out cgi-bin/sandbox%,$(PROGRAM_SRC))
FUZZ_PROGRAMS = $(FUZZ_PROGRAM_SRC:cgi-bin/%.c=$(BUILD)/tests/fuzz/program/%.o) \
    $(patsubst %.c,$(BUILD)/%.o,$(PAGES_SRC) $(foreach s,$(FUZZ_PROGRAM_SRC),$(wildcard $(s:%.c=%/*.c))))
$(BUILD)/tests/fuzz/request: $(FUZZ_PROGRAMS) $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fuzz/whole/*.c)) $(LOCALIZED)
TORTURE_BIN = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/torture/*.c))
BENCH_BIN = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c))
# A program of several files has the others in a folder.
$(BUILD)/tests/bench/measure: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/bench/rig/*.c))
$(BUILD)/tests/torture/model $(BUILD)/tests/torture/faults_walk: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/torture/states/*.c))
# Trials of faults have the endpoint programs in one process, as they are but for the name of main();
# arenas that take each item from malloc; and between them and libpq, libcurl, the clock and the worker's
# waiting what makes those fail (tests/torture/fault/inject.c).
FAULT_BIN = $(filter $(BUILD)/tests/torture/faults_%,$(TORTURE_BIN))
FAULT_PROGRAMS = point cart sheet order claim coupon pay payment product seller admin
FAULT_WRAPS = PQconnectStartParams PQconnectPoll PQsendPrepare PQsendQueryParams PQsendQueryPrepared \
              PQpipelineSync PQconsumeInput PQgetResult curl_easy_perform curl_multi_add_handle \
              curl_multi_info_read clock_now post_wait
$(BUILD)/tests/torture/fault/program-%.o: $(BUILD)/cgi-bin/api/%.o
	@mkdir -p $(@D)
	$(Q)objcopy --redefine-sym main=program_$* $< $@
$(BUILD)/tests/torture/fault/debug-arena.o: cgi-bin/base/arena.c | $(BUILD)/gen/db/statements.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -DARENA_DEBUG -MMD -MP -c $< -o $@
$(FAULT_BIN): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/torture/fault/*.c) cgi-bin/store/pay_pages.c) \
              $(FAULT_PROGRAMS:%=$(BUILD)/tests/torture/fault/program-%.o) $(BUILD)/tests/torture/fault/debug-arena.o
$(FAULT_BIN): LDFLAGS += $(FAULT_WRAPS:%=-Wl,--wrap=%)
# What tests call by the same name as the shop does (coupon_issue) is the shop's here.
$(FAULT_BIN): FIRST = $(JOB_LIB) $(LIB)
# What benches hold the shop against.
LIMIT_BIN = $(BUILD)/tests/bench/limit/limit
TEST_BIN = $(UNIT_BIN) $(STORE_BIN) $(API_BIN) $(RACE_BIN) $(TORTURE_BIN) $(BENCH_BIN) $(LIMIT_BIN)
$(BUILD)/tests/%.o: CPPFLAGS += -Itests
# Compiled in half the time; what measures, or works much out, is optimised as the shop is.
$(patsubst %.c,$(BUILD)/%.o,$(wildcard $(addsuffix /*.c,tests/unit/* tests/store tests/api tests/race))): OPT = -Og -g
$(BUILD)/tests/libsupport.a: $(SUPPORT_SRC:%.c=$(BUILD)/%.o)
	@rm -f $@
	$(Q)ar rcs $@ $^
$(TEST_BIN): %: %.o $(SUPPORT) $(JOB_LIB) $(LIB)
	@echo '  link  $@'
	$(Q)$(CXX) $(LDFLAGS) $(filter %.o,$^) $(FIRST) $(SUPPORT) $(JOB_LIB) $(LIB) $(LDLIBS) -lcmocka -o $@
# Every route of every program, pages too, a program a line: the table of access is held against it.
$(BUILD)/routes.jsonl: $(filter-out $(BUILD)/bin/sandbox-%,$(PROGRAMS))
	$(Q)for program in $^; do JANGTEO_DESCRIBE=pages $$program || exit 1; done > $@
$(BUILD)/tests/fuzz/program/%.o: cgi-bin/%.c | $(BUILD)/gen/db/statements.h
	@mkdir -p $(@D)
	@echo '  cc    $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) '-Dmain(args)=__attribute__((constructor)) start_$(subst /,_,$*)(args)' -MMD -MP -c $< -o $@
$(BUILD)/tests/fuzz/program/api/health.o: $(BUILD)/gen/base/revision.h
$(FUZZ_LIB): $(FUZZ_SUPPORT)
	@rm -f $@
	$(Q)ar rcs $@ $^
$(FUZZ_BIN): %: %.o $(FUZZ_DRIVER) $(FUZZ_LIB) $(LIB)
	@echo '  link  $@'
	$(Q)$(CXX) $(LDFLAGS) $(if $(FUZZ_DRIVER),,-fsanitize=fuzzer) $(filter %.o,$^) $(FUZZ_LIB) $(LIB) $(LDLIBS) \
	    $(if $(FUZZ_DRIVER),-lcmocka) -o $@
.PHONY: tests fuzz-targets
tests: $(TEST_BIN) $(FUZZ_BIN) $(BUILD)/routes.jsonl
fuzz-targets: $(FUZZ_BIN)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# ---- running ----
JOBS = $(shell nproc)
SUBMAKE = $(MAKE) --no-print-directory -j$(JOBS)
.PHONY: run packages test-packages
run: packages ## build what is missing and serve the shop on PORT, state in STATE
	@$(SUBMAKE) all
	@exec setpriv --pdeathsig TERM nginx/serve
packages: ## install the Debian packages that are missing
	@nginx/packages $(PACKAGES)
test-packages: packages ## and those that only tests need
	@nginx/packages $(TEST_PACKAGES)

# ---- testing ----
SUITES = lint unit store+serve+api race torture browser
.PHONY: test lint unit store serve api race torture browser bench valgrind audit
test: test-packages ## everything: lint, all suites on a stack of their own, the audit after each
	@tests/run $(SUITES)
unit store serve api race browser: ## one suite
	@tests/run $@
# Its figures and its limits: how long the fire lasts, how often power and primary are lost, and after how
# many seconds a program counts as stuck, a standby as late. `make test` has a short form of it that judges
# no speed.
torture: export TORTURE_SECONDS ?= 600
torture: export TORTURE_ROUNDS ?= 20
torture: export TORTURE_STUCK_S ?= 10
torture: export TORTURE_GAP_S ?= 5
torture: test-packages ## kills, lost power, full disks and the like, for some twenty minutes (TORTURE_SECONDS)
	@tests/run torture
bench: test-packages ## what the shop can do a second, on a stack of its own (no part of test)
	@tests/run bench
.PHONY: screenshots
screenshots: test-packages ## pictures of every page, at three widths, in both languages and themes
	@tests/run screenshots
.PHONY: sanitize
sanitize: test-packages ## the suites under ASan with UBSan and under TSan, unit tests under valgrind (no part of test)
	@tests/sanitize/run
valgrind: $(UNIT_BIN) ## the unit tests under valgrind: no invalid access, no leak
	@tests/valgrind $(UNIT_BIN)
# What the rules of the shop and the sums of money are held to: each of their branches is taken by a
# unit test, but for 5 in 100 at most.
COVERAGE = build-coverage
COVERED_SRC = $(wildcard cgi-bin/shop/*/*_rules.c) cgi-bin/base/money.c
COVERING = $(patsubst %.c,$(COVERAGE)/%,$(wildcard tests/unit/shop/*.c) tests/unit/base/money.c)
.PHONY: coverage covering
coverage: test-packages ## branches of rules and money that the unit tests take; fails below 95 %
	@$(SUBMAKE) BUILD=$(COVERAGE) OPT='-O0 -g --coverage' HARDEN=-fPIE SANFLAGS=--coverage covering
	@find $(COVERAGE) -name '*.gcda' -delete
	@for program in $(COVERING); do \
	    $$program >$(COVERAGE)/tests.log 2>&1 || { cat $(COVERAGE)/tests.log; exit 1; }; done
	@gcovr --root . --object-directory $(COVERAGE) $(COVERED_SRC:%=--filter %) --branches \
	    --fail-under-branch 95 --print-summary
covering: $(COVERING)
.PHONY: fuzz
fuzz: test-packages ## hostile input for every parser and for whole requests, FUZZ_SECONDS a target
	@tests/fuzz/run
.PHONY: lighthouse
lighthouse: test-packages ## what Lighthouse says of the pages, on a stack of its own (no part of test)
	@tests/run lighthouse
.PHONY: attack
attack: test-packages ## sqlmap and wapiti against a stack of their own; fails on any finding (no part of test)
	@nginx/packages $(ATTACK_PACKAGES)
	@tests/run attack
.PHONY: coverage-of-requirements
coverage-of-requirements: ## which tests show which requirement; fails on one without
	@tests/coverage
audit: ## check the books of the stack that runs on STATE
	@test -r $(STATE)/stack.env || { echo "no stack runs on STATE=$(STATE)" >&2; exit 1; }
	@. $(STATE)/stack.env && export JANGTEO_DB && $(BUILD)/bin/jangteo-audit sql/audit

# ---- lint: a stamp a file, so that only what changed is looked at again ----
C_SRC = $(sort $(shell find cgi-bin tests -name '*.c' -not -path '*/node_modules/*'))
C_ALL = $(sort $(shell find cgi-bin tests \( -name '*.[ch]' -o -name '*.cc' \) -not -path '*/node_modules/*'))
.PHONY: format house cppcheck formatted tidy
lint: ## formatting, clang-tidy, cppcheck and the project's own rules
	@$(SUBMAKE) --silent $(BUILD)/gen/db/statements.h $(BUILD)/gen/view/messages.c $(BUILD)/gen/base/revision.h
	@$(SUBMAKE) --silent --keep-going --output-sync house cppcheck formatted tidy
house:
	@tests/lint/run
cppcheck:
	@cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
	    --suppressions-list=tests/lint/cppcheck.txt --language=c --std=c11 -j $(JOBS) -D_GNU_SOURCE \
	    -Icgi-bin -Itests -I$(BUILD)/gen $(C_SRC)
formatted:
	@printf '%s\n' $(C_ALL) | xargs -n 50 clang-format --dry-run -Werror
tidy: $(C_SRC:%.c=$(BUILD)/lint/%.tidy)
$(BUILD)/lint/%.tidy: %.c .clang-tidy | $(BUILD)/gen/db/statements.h
	@mkdir -p $(@D)
	@echo '  tidy  $<'
	$(Q)clang-tidy --quiet $< -- $(CPPFLAGS) -Itests $(CSTD) 2>/dev/null
	@touch $@
# ---- analysers: what goes wrong on some path; a stamp a file without a report, as with lint ----
ANALYZE = build-analyze
ANALYZED_GCC = $(C_SRC:%.c=$(ANALYZE)/gcc/%.ok)
ANALYZED_CLANG = $(C_SRC:%.c=$(ANALYZE)/clang/%.ok) $(LIB_CXX:%.cc=$(ANALYZE)/clang/%.ok)
ANALYZED_FLAGS = $(CPPFLAGS) -Itests -pthread -MMD -MP -MT $@ -MF $(@:.ok=.d)
CLANG_ANALYZES = --analyze --analyzer-output text -Xclang -analyzer-werror
# analyser, its stamps
FIGURES = "$(1): $(words $(2)) files, $$(($(words $(2)) - $$(ls $(2) 2>/dev/null | wc -l))) with reports"
.PHONY: analyze analyzing
analyze: test-packages ## gcc's and clang's analysers over all C, the tests too; fails on any report
	@$(SUBMAKE) --silent BUILD=$(ANALYZE) $(addprefix $(ANALYZE)/gen/,db/statements.h view/messages.c base/revision.h)
	@failed=0; \
	$(SUBMAKE) --keep-going BUILD=$(ANALYZE) analyzing || failed=1; \
	echo $(call FIGURES,gcc -fanalyzer,$(ANALYZED_GCC)); \
	echo $(call FIGURES,clang --analyze,$(ANALYZED_CLANG)); \
	exit $$failed
analyzing: $(ANALYZED_GCC) $(ANALYZED_CLANG)
$(ANALYZE)/gcc/tests/%.ok $(ANALYZE)/clang/tests/%.ok: ANALYZED_FLAGS += -include tests/lint/assertions.h
# tsearch() keeps what it is given, though it takes it as const: gcc sees a leak in that.
$(ANALYZE)/gcc/cgi-bin/sandbox/gateway/ledger.ok: ANALYZED_FLAGS += -Wno-analyzer-malloc-leak
$(ANALYZE)/gcc/%.ok: %.c
	@mkdir -p $(@D) && rm -f $@
	@echo '  gcc   $<'
	$(Q)gcc $(CSTD) $(OPT) $(WARN) -fanalyzer $(ANALYZED_FLAGS) -c $< -o /dev/null
	@touch $@
# What scan-build runs.
$(ANALYZE)/clang/%.ok: %.c
	@mkdir -p $(@D) && rm -f $@
	@echo '  clang $<'
	$(Q)clang $(CSTD) $(CLANG_ANALYZES) $(ANALYZED_FLAGS) $< -o /dev/null
	@touch $@
$(ANALYZE)/clang/%.ok: %.cc
	@mkdir -p $(@D) && rm -f $@
	@echo '  clang $<'
	$(Q)clang++ -std=c++17 $(CLANG_ANALYZES) $(ANALYZED_FLAGS) $< -o /dev/null
	@touch $@
.PHONY: readme
readme: $(BUILD)/bin/jangteo-settings $(BUILD)/bin/jangteo-metrics ## write the tables of settings and metrics into README.md
	@$(BUILD)/bin/jangteo-settings table >$(BUILD)/settings.md
	@$(BUILD)/bin/jangteo-metrics >$(BUILD)/metrics.md
	@sed -i $(foreach t,settings metrics,-e '/<!-- $(t) -->/,/<!-- end of $(t) -->/{//!d}' \
	    -e '/<!-- $(t) -->/r $(BUILD)/$(t).md') README.md
format: ## bring every C file into the tree's format
	@printf '%s\n' $(C_ALL) | xargs -P $(JOBS) -n 20 clang-format -i

# ---- installing: the layout of the source tree under $(prefix)/lib/jangteo ----
prefix ?= /usr/local
sysconfdir ?= /etc
unitdir ?= $(prefix)/lib/systemd/system
mandir ?= $(prefix)/share/man
HOME_DIR = $(prefix)/lib/jangteo
INSTALLED = $(DESTDIR)$(HOME_DIR)
FILLED = sed -e 's|@prefix@|$(prefix)|g' -e 's|@sysconfdir@|$(sysconfdir)|g'
.PHONY: install deb test-deb clean help
install: all ## copy what runs under DESTDIR and prefix; settings that are there stay
	install -d $(INSTALLED)/build $(INSTALLED)/nginx/lib $(INSTALLED)/sql $(DESTDIR)$(prefix)/sbin $(DESTDIR)$(unitdir) \
	    $(DESTDIR)$(mandir)/man8 $(addprefix $(DESTDIR)$(sysconfdir)/,jangteo nginx/sites-available logrotate.d)
	cp -r $(BUILD)/bin $(BUILD)/templates $(BUILD)/assets $(BUILD)/openapi.json $(INSTALLED)/build/
	cp -r static $(INSTALLED)/
	cp -r sql/schema sql/audit sql/demo $(INSTALLED)/sql/
	install -m 0755 nginx/serve nginx/reload nginx/admin $(INSTALLED)/nginx/
	install -m 0644 nginx/programs nginx/*.conf.in nginx/*.html $(INSTALLED)/nginx/
	install -m 0644 nginx/lib/*.sh $(INSTALLED)/nginx/lib/
	$(FILLED) nginx/jangteo.service.in >$(DESTDIR)$(unitdir)/jangteo.service
	install -m 0644 nginx/man/*.8 $(DESTDIR)$(mandir)/man8/
	install -m 0644 nginx/jangteo.logrotate $(DESTDIR)$(sysconfdir)/logrotate.d/jangteo
	test -e $(DESTDIR)$(sysconfdir)/nginx/sites-available/jangteo || \
	    install -m 0644 nginx/jangteo.site $(DESTDIR)$(sysconfdir)/nginx/sites-available/jangteo
	test -e $(DESTDIR)$(sysconfdir)/jangteo/jangteo.conf || \
	    install -m 0640 nginx/jangteo.conf.example $(DESTDIR)$(sysconfdir)/jangteo/jangteo.conf
	ln -sf ../lib/jangteo/nginx/serve $(DESTDIR)$(prefix)/sbin/jangteo
	ln -sf ../lib/jangteo/nginx/admin $(DESTDIR)$(prefix)/sbin/jangteo-admin

# The Debian package: $(DEB_DIR)/jangteo_<version>_<architecture>.deb
DEB_DIR ?= build-deb
DEB_VERSION ?= 1.0.$(shell git rev-list --count HEAD 2>/dev/null || echo 0)
DEB_DATE := $(shell git log -1 --format=%cD 2>/dev/null || date -R)
deb: ## the Debian package, in build-deb, as lintian wants it
	@nginx/packages $(PACKAGES) $(DEB_PACKAGES)
	@$(SUBMAKE) all
	@rm -rf $(DEB_DIR)/tree && mkdir -p $(DEB_DIR)/tree && cp -r nginx/debian $(DEB_DIR)/tree/
	@printf 'jangteo (%s) unstable; urgency=medium\n\n  * See the history of the source.\n\n -- Jangteo <jangteo@jangteo.example>  %s\n' \
	    '$(DEB_VERSION)' '$(DEB_DATE)' >$(DEB_DIR)/tree/debian/changelog
	@cd $(DEB_DIR)/tree && TREE=$(CURDIR) dpkg-buildpackage -b -us -uc >../build.log 2>&1 || { tail -n 30 ../build.log; exit 1; }
	@cd $(DEB_DIR) && lintian --fail-on error --allow-root jangteo_$(DEB_VERSION)_*.deb && ls -l jangteo_$(DEB_VERSION)_*.deb
test-deb: ## the package on a Debian of its own: install, start, upgrade under load, remove (no part of test)
	@nginx/packages $(PACKAGES) $(DEB_PACKAGES) $(DEB_TEST_PACKAGES)
	@tests/deb/run
clean: ## remove what was built
	rm -rf $(BUILD) $(DEB_DIR)
help: ## this list
	@awk -F ':.*## ' '/^[a-z -]+:.*## / {printf "%-34s %s\n", $$1, $$2}' Makefile
