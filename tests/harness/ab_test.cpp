#include "bench/harness/ab.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <random>

using namespace cleanup;
using doctest::Approx;

namespace
{

constexpr char one_cell[] = "loop_defer/central/memory/16/100/1";

// Processes in turns, each with three rounds of one cell. The machine becomes
// slower by `drift` from process to process; the new build takes `ratio` times
// as long.
std::vector<measured_run>
alternated(unsigned rounds, double ratio, double drift, double noise = 0.004)
{
    std::mt19937_64 random(7);
    std::normal_distribution<double> bell(0, noise);
    std::vector<measured_run> processes;
    double weather = 1;
    for (side turn : abba_order(rounds)) {
        measured_run run;
        run.source = turn == side::base ? "old" : "young";
        run.unit = "ns per resource";
        double ns = weather * 10 * (turn == side::fresh ? ratio : 1);
        double luck = std::exp(bell(random));
        run.cells = {{one_cell, "memory", {ns * luck, 3 * ns, 0.9 * ns}}};
        run.control_ns = {5 * weather};
        processes.push_back(run);
        weather *= 1 + drift;
    }
    return processes;
}

} // namespace

TEST_CASE("each build is first and second in turns")
{
    CHECK(abba_order(4) == std::vector{side::base, side::fresh, side::fresh,
                               side::base, side::base, side::fresh, side::fresh,
                               side::base});
    CHECK(abba_order(0).empty());
}

TEST_CASE("a round pairs one process of each build, by its own median")
{
    compared_runs compared = compare_alternated(alternated(10, 1.05, 0));
    REQUIRE(compared.cells.size() == 1);
    CHECK(compared.cells[0].base_ns.size() == 10);
    CHECK(compared.cells[0].base_ns[0] == Approx(10).epsilon(0.02));
    CHECK(std::exp(compared.cells[0].seen.log_ratio) ==
          Approx(1.05).epsilon(0.005));
    CHECK(compared.cells[0].verdict == verdict::slower);
    CHECK(compared.base.source == "old");
    CHECK(compared.fresh.source == "young");
}

TEST_CASE("a machine that becomes slower all the while favours no build")
{
    compared_runs compared = compare_alternated(alternated(20, 1, 0.01));
    CHECK(
        std::exp(compared.cells[0].seen.log_ratio) == Approx(1).epsilon(0.01));
    CHECK(compared.cells[0].verdict != verdict::slower);
    CHECK(compared.cells[0].verdict != verdict::faster);
}

TEST_CASE("the floor is how a build differs from itself at the seams")
{
    compared_runs calm = compare_alternated(alternated(21, 1.5, 0));
    CHECK(std::exp(calm.log_floor) == Approx(1.01)); // the least there is
    // Neighbours differ by the drift, 3%, whatever build they are of.
    compared_runs drifting = compare_alternated(alternated(21, 1.5, 0.03));
    CHECK(std::exp(drifting.log_floor) == Approx(1.03).epsilon(0.005));
}

TEST_CASE("the control rides along")
{
    compared_runs compared = compare_alternated(alternated(10, 1.05, 0));
    REQUIRE(compared.control);
    CHECK(std::exp(compared.control->log_ratio) == Approx(1));
}

TEST_CASE("a cell that one build lacks is named")
{
    auto processes = alternated(6, 1, 0);
    for (std::size_t i = 0; i < processes.size(); ++i)
        if (processes[i].source == "young")
            processes[i].cells.push_back({"fresh", "", {1}});
    compared_runs compared = compare_alternated(processes);
    CHECK(compared.only_in_new == std::vector<std::string>{"fresh"});
    CHECK(compared.cells.size() == 1);
}

TEST_CASE(
    "only what is slower for certain, and by more than the gate, regressed")
{
    CHECK(regressions(compare_alternated(alternated(20, 1.08, 0)), 0.05) ==
          std::vector<std::string>{one_cell});
    CHECK(
        regressions(compare_alternated(alternated(20, 1.04, 0)), 0.05).empty());
    CHECK(
        regressions(compare_alternated(alternated(20, 0.9, 0)), 0.05).empty());
    // 8% in 4 rounds, which have no interval.
    CHECK(
        regressions(compare_alternated(alternated(4, 1.08, 0)), 0.05).empty());
}

TEST_CASE("a gate is a share in percent")
{
    CHECK(gate_from_string("5%") == Approx(0.05));
    CHECK(gate_from_string("2.5") == Approx(0.025));
    for (const char *text : {"", "%", "five", "0", "-3%", "5%%", "5 %", "1e9"})
        CHECK_FALSE(gate_from_string(text).has_value());
}
