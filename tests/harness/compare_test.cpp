#include "bench/harness/compare.hpp"
#include "bench/harness/compare_text.hpp"
#include "bench/harness/csv.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <string>

using namespace cleanup;
using doctest::Approx;

namespace
{

constexpr char close_cell[] = "explicit_close/central/memory/16/100/1";
constexpr char loop_cell[] = "loop_defer/central/memory/16/100/1";

// Twelve times about `ns`, within 0.6% and all different.
std::vector<double>
about(double ns)
{
    std::vector<double> times;
    for (int i = 0; i < 12; ++i)
        times.push_back(ns * (1 + 0.0005 * (i * 5 % 12)));
    return times;
}

measured_cell
cell(const std::string &name, double ns)
{
    return {name, resource_of_name(name), about(ns)};
}

measured_run
run_of(const std::string &source, std::vector<measured_cell> cells)
{
    measured_run run;
    run.source = source;
    run.format = "run folder";
    run.unit = "ns per resource";
    run.context = {{"CPU", "AMD EPYC"}, {"kernel", "Linux 6.1"}};
    run.cells = std::move(cells);
    return run;
}

const compared_cell &
find(const compared_runs &compared, const std::string &name)
{
    for (const compared_cell &each : compared.cells)
        if (each.name == name)
            return each;
    FAIL("no cell " << name);
    return compared.cells.front();
}

bool
holds(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

// loop_defer became 10% slower, explicit_close stayed.
compared_runs
slowed()
{
    return compare_runs(
        run_of("before", {cell(close_cell, 10), cell(loop_cell, 20)}),
        run_of("after", {cell(close_cell, 10.004), cell(loop_cell, 22)}), {});
}

} // namespace

TEST_CASE("each cell that both runs have gets its ratio and its verdict")
{
    compared_runs compared = slowed();
    REQUIRE(compared.cells.size() == 2);
    const compared_cell &loop = find(compared, loop_cell);
    CHECK(std::exp(loop.seen.log_ratio) == Approx(1.1));
    CHECK(loop.verdict == verdict::slower);
    CHECK(loop.seen.comparisons == 2); // both are of memory
    CHECK(find(compared, close_cell).verdict == verdict::same);
    CHECK(mean_ratio(compared.cells) == Approx(std::sqrt(1.1)).epsilon(0.001));
}

TEST_CASE("the mean is of matched cells only, and the others are named")
{
    compared_runs compared =
        compare_runs(run_of("before", {cell(loop_cell, 20), cell("old", 1)}),
            run_of("after", {cell("fresh", 99), cell(loop_cell, 22)}), {});
    CHECK(compared.only_in_base == std::vector<std::string>{"old"});
    CHECK(compared.only_in_new == std::vector<std::string>{"fresh"});
    CHECK(mean_ratio(compared.cells) == Approx(1.1));
    std::string text = compare_text(compared, false);
    CHECK(holds(text, "Only in base (1): old\n"));
    CHECK(holds(text, "Only in new (1): fresh\n"));
}

TEST_CASE("contexts that differ are named first, in words")
{
    measured_run elsewhere = run_of("after", {cell(loop_cell, 22)});
    elsewhere.context = {{"CPU", "Intel Xeon"}, {"flags", "-O3"}};
    elsewhere.unit = "ns per op";
    elsewhere.format = "Go benchmark text";
    compared_runs compared =
        compare_runs(run_of("before", {cell(loop_cell, 20)}), elsewhere, {});
    REQUIRE(compared.differences.size() == 4);
    CHECK(compared.differences[0] ==
          "The units differ: ns per resource (run folder) in base, ns per op "
          "(Go benchmark text) in new.");
    CHECK(compared.differences[1] ==
          "The CPU differs: \"AMD EPYC\" in base, \"Intel Xeon\" in new.");
    CHECK(compared.differences[2] == "Base does not tell its flags.");
    CHECK(compared.differences[3] == "New does not tell its kernel.");
    std::string text = compare_text(compared, false);
    CHECK(text.find("The CPU differs") < text.find(loop_cell));
}

TEST_CASE("runs made in the same way have no differences to name")
{
    CHECK(slowed().differences.empty());
}

TEST_CASE("the control's shift is shown, and no smaller change is believed")
{
    measured_run base = run_of("before", {cell(loop_cell, 20)});
    measured_run fresh = run_of("after", {cell(loop_cell, 22)});
    base.control_ns = about(5);
    fresh.control_ns = about(5.5);
    compared_runs compared = compare_runs(base, fresh, {});
    REQUIRE(compared.control);
    CHECK(std::exp(compared.control->log_ratio) == Approx(1.1));
    CHECK(std::exp(compared.log_floor) == Approx(1.1));
    CHECK(compared.floor_source == "the control's shift");
    CHECK(find(compared, loop_cell).verdict == verdict::unresolved);
    CHECK(holds(compare_text(compared, false), "took 1.100 times as long"));
}

TEST_CASE("the control's shift is taken out on request, and widens intervals")
{
    measured_run base = run_of("before", {cell(loop_cell, 20)});
    measured_run fresh = run_of("after", {cell(loop_cell, 22)});
    base.control_ns = about(5);
    fresh.control_ns = about(5.5);
    compare_options options;
    options.take_out_control = true;
    compared_runs compared = compare_runs(base, fresh, options);
    const compared_cell &loop = find(compared, loop_cell);
    CHECK(std::exp(loop.seen.log_ratio) == Approx(1).epsilon(0.0001));
    CHECK(loop.seen.p > 0.9);
    CHECK(loop.verdict == verdict::same);
    CHECK(holds(compare_text(compared, false), "taken out of every ratio"));
    auto plain = compare_runs(base, fresh, {});
    const interval as_seen = *find(plain, loop_cell).seen.log_range;
    CHECK((loop.seen.log_range->high - loop.seen.log_range->low) /
              (as_seen.high - as_seen.low) ==
          Approx(std::sqrt(2)).epsilon(0.01));
}

TEST_CASE("runs without a control say what that means")
{
    compare_options options;
    options.take_out_control = true;
    compared_runs compared = compare_runs(run_of("a", {cell(loop_cell, 20)}),
        run_of("b", {cell(loop_cell, 22)}), options);
    CHECK_FALSE(compared.control_taken_out);
    CHECK(holds(compare_text(compared, false), "No control rides in both"));
}

TEST_CASE("the floor is the largest of the twins' and the repeated runs'")
{
    measured_run base = run_of("before", {cell(loop_cell, 20)});
    measured_run fresh = run_of("after", {cell(loop_cell, 22)});
    base.twin_log_ratios = {0.02, -0.03};
    fresh.twin_log_ratios = {0.05};
    compared_runs compared = compare_runs(base, fresh, {});
    CHECK(compared.log_floor == Approx(0.05));
    CHECK(compared.floor_source == "new's twins");
    compare_options options;
    options.repeats = {{{"a", 10.0}}, {{"a", 12.0}}};
    compared = compare_runs(base, fresh, options);
    CHECK(std::exp(compared.log_floor) == Approx(1.2));
    CHECK(compared.floor_source == "the repeated runs");
    CHECK(find(compared, loop_cell).verdict == verdict::same);
}

TEST_CASE("too few rounds are unresolved and say how many would settle it")
{
    measured_run base = run_of("before", {{"a", "", {10, 10.1, 10.2}}});
    measured_run fresh = run_of("after", {{"a", "", {20, 20.1, 20.2}}});
    compared_runs compared = compare_runs(base, fresh, {});
    CHECK(compared.cells[0].verdict == verdict::unresolved);
    CHECK(holds(compare_text(compared, false),
        "unresolved (4 rounds would settle it)"));
}

TEST_CASE("the text has a table per resource, with median and minimum")
{
    std::string text = compare_text(slowed(), false);
    CHECK(holds(text, "base: before (run folder, ns per resource)\n"));
    CHECK(holds(text, "memory: 2 cells judged together, geometric mean 1.049"));
    CHECK(holds(text, "20.1 ns (20.0 ns)"));
    CHECK(holds(text, "slower\n"));
    CHECK(holds(text, "0 faster, 1 slower, 1 same, 0 unresolved"));
    CHECK_FALSE(holds(text, "\033"));
    CHECK(holds(compare_text(slowed(), true), "\033[31mslower\033[0m"));
}

TEST_CASE("the Markdown is a table that a bar in a name does not break")
{
    measured_run base = run_of("before", {cell("a | b", 20)});
    std::string text = compare_markdown(
        compare_runs(base, run_of("after", {cell("a | b", 22)}), {}));
    CHECK(holds(text, "## after against before\n"));
    CHECK(holds(text, "|---|---:|---:|---:|---:|---|\n"));
    CHECK(holds(text, "\n| a \\| b | 20.1 ns (20.0 ns) | 22.1 ns (22.0 ns) | "
                      "1.100 |"));
}

TEST_CASE("the CSV has the most slowed first, with all that a chart needs")
{
    table content = compare_table(slowed());
    REQUIRE(content.rows.size() == 2);
    auto field = [&](std::size_t row, const char *name) {
        auto place = content.column(name);
        REQUIRE(place);
        return content.rows[row][*place];
    };
    CHECK(field(0, "cell") == loop_cell);
    CHECK(field(0, "table") == "memory");
    CHECK(field(0, "verdict") == "slower");
    CHECK(field(0, "comparisons") == "2");
    CHECK(field(0, "base_rounds") == "12");
    CHECK(std::stod(field(0, "ratio")) == Approx(1.1));
    CHECK(
        std::stod(field(0, "base_ns_p5")) < std::stod(field(0, "base_ns_p95")));
    CHECK(field(0, "control_ratio").empty());
    CHECK(field(1, "cell") == close_cell);
}
