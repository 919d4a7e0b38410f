#include "bench/harness/machine_check.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;
using doctest::Approx;

namespace
{

machine_state
quiet_machine()
{
    machine_state state;
    state.cores = 8;
    state.load = 0.05;
    state.governor = "performance";
    state.turbo = false;
    state.aslr = 0;
    state.steal_share = 0.001;
    state.memory_available_bytes = std::uint64_t{20} << 30;
    state.memory_bytes = std::uint64_t{24} << 30;
    state.open_files = 20'000;
    state.disk_free_bytes = std::uint64_t{50} << 30;
    state.hottest_celsius = 45;
    return state;
}

const check_line
line_of(const machine_state &state, const std::string &what)
{
    for (const check_line &line : check_machine(state))
        if (line.what == what)
            return line;
    FAIL("no line " << what);
    return {};
}

// A folder that looks like the root of a machine.
void
put_below(const temporary_folder &root, const std::string &path,
    const std::string &text)
{
    std::filesystem::create_directories((root / path).parent_path());
    put_text(root / path, text);
}

} // namespace

TEST_CASE("a quiet machine has nothing to advise")
{
    auto lines = check_machine(quiet_machine());
    CHECK(lines.size() == 9);
    for (const check_line &line : lines) {
        CAPTURE(line.what);
        CHECK(line.fitness == fitness::good);
        CHECK(line.advice.empty());
        CHECK_FALSE(line.seen.empty());
    }
}

TEST_CASE("whatever spoils a measurement is told with what to do")
{
    machine_state state = quiet_machine();
    state.load = 1.5;
    state.governor = "powersave";
    state.steal_share = 0.04;
    state.memory_available_bytes = std::uint64_t{1} << 29;
    state.open_files = 1024;
    state.disk_free_bytes = 1 << 20;
    state.hottest_celsius = 97;
    for (const char *what : {"load", "governor", "steal time", "memory",
             "open files", "disk space", "temperature"}) {
        CAPTURE(what);
        CHECK(line_of(state, what).fitness == fitness::bad);
        CHECK_FALSE(line_of(state, what).advice.empty());
    }
    CHECK(line_of(state, "steal time").seen ==
          "4.0% of the processor went to other guests");
    CHECK(line_of(state, "open files").advice.find("ulimit -n") == 0);
}

TEST_CASE("what the method copes with is a note")
{
    machine_state state = quiet_machine();
    state.turbo = true;
    state.aslr = 2;
    CHECK(line_of(state, "turbo").fitness == fitness::note);
    CHECK(line_of(state, "ASLR").fitness == fitness::note);
    CHECK(line_of(state, "ASLR").advice.find("make ab") != std::string::npos);
}

TEST_CASE("what the kernel does not tell is neither good nor bad")
{
    for (const check_line &line : check_machine({})) {
        CAPTURE(line.what);
        CHECK(line.fitness == fitness::unknown);
    }
}

TEST_CASE("the machine is read from where the kernel keeps it")
{
    temporary_folder root;
    put_below(root, "proc/meminfo",
        "MemTotal:       1000 kB\nMemFree: 1 kB\nMemAvailable:    500 kB\n");
    put_below(root, "proc/stat", "cpu  50 0 20 100 5 0 5 20 0 0\ncpu0 1 2\n");
    put_below(root, "proc/sys/kernel/randomize_va_space", "2\n");
    put_below(root, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor",
        "powersave\n");
    put_below(root, "sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
    put_below(root, "sys/class/thermal/thermal_zone0/temp", "41000\n");
    put_below(root, "sys/class/thermal/thermal_zone1/temp", "52500\n");
    machine_state state = read_machine_state(
        root.path, root / "results/not yet", std::chrono::milliseconds(0));
    CHECK(state.load == Approx(0.375 * state.cores)); // 75 of 200
    CHECK(state.memory_bytes == 1000 * 1024);
    CHECK(state.memory_available_bytes == 500 * 1024);
    CHECK(state.steal_share == Approx(0.1)); // 20 of 200
    CHECK(state.aslr == 2);
    CHECK(state.governor == "powersave");
    CHECK(state.turbo == true);
    CHECK(state.hottest_celsius == 52.5);
    CHECK(state.disk_free_bytes > 0);
    CHECK(state.open_files > 0);
}

TEST_CASE("a machine that tells nothing is read without harm")
{
    temporary_folder root;
    machine_state state =
        read_machine_state(root.path, root.path, std::chrono::milliseconds(0));
    CHECK_FALSE(state.load.has_value());
    CHECK_FALSE(state.steal_share.has_value());
    CHECK_FALSE(state.hottest_celsius.has_value());
}

TEST_CASE("the context gets the same lines")
{
    auto list = to_json(check_machine(quiet_machine()));
    REQUIRE(list.size() == 9);
    CHECK(list[0]["what"] == "load");
    CHECK(list[0]["fitness"] == "good");
    CHECK(list[0]["advice"] == "");
}
