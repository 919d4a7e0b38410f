#include "bench/harness/report_answers.hpp"
#include "bench/harness/report_charts.hpp"
#include "bench/harness/report_html.hpp"
#include "bench/harness/report_machine.hpp"
#include "bench/harness/report_names.hpp"
#include "bench/harness/report_tables.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

const answer_point telling = {"file", 4096, 1000, 1, "thread_cache"};
const std::vector<look> looks = {
    {"object_pool", "#009E73", 9}, {"loop_defer", "#D55E00", 7}};

summary_row
row_of(const char *strategy, double ratio, verdict judged, std::uint64_t held)
{
    summary_row row;
    row.cell = {strategy, "thread_cache", "file", 4096, 1000, 1, "c"};
    row.ns_median = 100 * ratio;
    row.ratio = ratio;
    row.verdict = judged;
    row.account.held_peak = held;
    return row;
}

std::vector<summary_row>
known_rows()
{
    return {row_of("loop_defer", 1.5, verdict::slower, 1000),
        row_of("explicit_close", 1, verdict::baseline, 1),
        row_of("object_pool", 0.25, verdict::faster, 1),
        row_of("scoped_defer", 1.02, verdict::unresolved, 1)};
}

} // namespace

TEST_CASE("what a text says is not taken for HTML")
{
    CHECK(html_text("<b>\"a\" & b") == "&lt;b>&quot;a&quot; &amp; b");
}

TEST_CASE("a table sorts by its values, not by what it shows")
{
    const html_column column{"time", ""};
    const std::vector<std::vector<html_cell>> rows = {{{"1.00 us", "1000"}}};
    CHECK(html_table({&column, 1}, rows).find("data-value=\"1000\"") !=
          std::string::npos);
}

TEST_CASE("a short table has no field to filter by")
{
    const html_column column{"time", ""};
    const std::vector<std::vector<html_cell>> few(filter_from - 1, {{"1", ""}});
    const std::vector<std::vector<html_cell>> many(filter_from, {{"1", ""}});
    CHECK(html_table({&column, 1}, few).find("<input") == std::string::npos);
    CHECK(html_table({&column, 1}, many).find("<input") != std::string::npos);
}

TEST_CASE("the answer is one sentence with every verdict and what is held")
{
    CHECK(strategies_sentence(known_rows(), telling, telling) ==
          "file of 4 KiB: explicit_close takes 100 ns for each; object_pool "
          "(0.25x) is faster; loop_defer (1.50x) is slower; this run cannot "
          "tell about scoped_defer; held at once: loop_defer 1,000 where "
          "explicit_close holds 1.");
}

TEST_CASE("what all sentences have in common is said before them")
{
    CHECK(setting_sentences({&telling, 1})
              .starts_with("One thread takes 1,000 of a kind in one function, "
                           "with memory from thread_cache."));
    answer_point other = telling;
    other.count = 10;
    other.allocator = "system";
    CHECK(strategies_sentence(known_rows(), telling, other)
              .starts_with("file of 4 KiB, 1,000 in one function, "
                           "thread_cache: explicit_close takes"));
}

TEST_CASE("many that are alike are told together")
{
    std::vector<summary_row> rows = known_rows();
    for (const char *name : {"arena", "pool_bounded"})
        rows.push_back(row_of(name, 0.3, verdict::faster, 1));
    for (const char *name : {"a", "b", "c", "d", "e"})
        rows.push_back(row_of(name, 1, verdict::same, 1));
    const std::string sentence = strategies_sentence(rows, telling, telling);
    for (const char *wanted :
        {"object_pool, arena and pool_bounded are faster (0.25x to 0.30x)",
            "5 others take the same time"})
        CHECK_MESSAGE(sentence.find(wanted) != std::string::npos, sentence);
}

TEST_CASE("the answer says who stopped")
{
    std::vector<summary_row> rows = known_rows();
    rows[0].account.failures = 1;
    rows[0].account.held_at_failure = 64;
    const std::string sentence = strategies_sentence(rows, telling, telling);
    CHECK(sentence.find("loop_defer stopped when it held 64") !=
          std::string::npos);
    CHECK(sentence.find("slower") == std::string::npos);
}

TEST_CASE("cells in Go are in the table and not in the sentence")
{
    std::vector<summary_row> rows = known_rows();
    rows.push_back(row_of("object_pool", 0.5, verdict::faster, 1));
    rows.back().cell.allocator = rows.back().cell.runtime = "go";
    CHECK(strategies_sentence(rows, telling, telling).find("0.50x") ==
          std::string::npos);
    CHECK(point_table(rows, telling, looks).find("object_pool in Go") !=
          std::string::npos);
}

TEST_CASE("a table has its rows in the order of the legends")
{
    const std::string html = point_table(known_rows(), telling, looks);
    CHECK(html.find("#mark-object_pool") < html.find("#mark-loop_defer"));
    CHECK(html.find("#mark-loop_defer") < html.find("#mark-explicit_close"));
}

TEST_CASE("what the names mean is told of those in the run")
{
    const std::string html = names_html(known_rows(), looks);
    CHECK(html.find("a record per release; all run when the function ends") !=
          std::string::npos);
    CHECK(html.find("<dt>file</dt>") != std::string::npos);
    CHECK(html.find("<dt>lock</dt>") == std::string::npos);
}

TEST_CASE("a whole chart shows its panels only, a phone its narrow one")
{
    const chart wide = {"Who?", "As it is.",
        "<svg role=\"img\"\n data-panels=\"0 96 1280 300\"\n width=\"1280\" "
        "height=\"420\"\n viewBox=\"0 0 1280 420\"\n xmlns=\"x\"\n></svg>"};
    const std::string alone = page_figure(wide, std::nullopt);
    CHECK(alone.find("viewBox=\"0 96 1280 300\"") != std::string::npos);
    CHECK(alone.find("height=\"420\"") == std::string::npos);
    CHECK(alone.find("narrow") == std::string::npos);
    CHECK(page_figure(wide, wide).find("narrow") != std::string::npos);
}

TEST_CASE("a little stolen time in a long run is no warning")
{
    const nlohmann::json context = {{"rounds_finished", 20},
        {"machine", {{"cores", 2}}}, {"steal_seconds_before", 1.0},
        {"steal_seconds_after", 1.5}, {"began", "2026-01-01T00:00:00+0000"},
        {"ended", "2026-01-01T00:10:00+0000"}};
    CHECK(machine_warnings(context, known_rows()).find("hypervisor") ==
          std::string::npos);
}

TEST_CASE("a quiet machine has no warnings")
{
    const nlohmann::json context = {{"rounds_finished", 20},
        {"machine", {{"cores", 2}, {"build", {{"build_type", "Release"}}}}}};
    CHECK(machine_warnings(context, known_rows()).find("Nothing was seen") !=
          std::string::npos);
}

TEST_CASE("warnings name stolen time, few rounds and what a check found")
{
    const nlohmann::json context = {{"rounds_finished", 3},
        {"machine", {{"cores", 2}}}, {"steal_seconds_before", 1.0},
        {"steal_seconds_after", 3.5},
        {"machine_check",
            {{{"what", "governor"}, {"fitness", "bad"}, {"seen", "powersave"},
                 {"advice", "set performance"}},
                {{"what", "turbo"}, {"fitness", "good"}, {"seen", "off"}}}}};
    const std::string html = machine_warnings(context, known_rows());
    for (const char *wanted : {"2.5 s", "3 rounds",
             "governor: powersave. What to do: set performance"})
        CHECK_MESSAGE(html.find(wanted) != std::string::npos, wanted);
    CHECK(html.find("turbo") == std::string::npos);
}

TEST_CASE("a merged run warns of what its parts differ in or lack")
{
    const nlohmann::json context = {
        {"rounds_finished", 20}, {"merge_notes", {"missing: shard 2/3"}}};
    CHECK(machine_warnings(context, known_rows())
              .find("merged: missing: shard 2/3") != std::string::npos);
}

TEST_CASE("a long file is folded away, and a column of numbers sorts as such")
{
    table content{"x.csv", {"way_out", "ns"}, {{"return", "1.23456"}}};
    CHECK(file_table(content).find("<details") == std::string::npos);
    CHECK(file_table(content).find("data-value=\"1.23456\">1.235<") !=
          std::string::npos);
    content.rows.resize(31, {"return", "1.5"});
    CHECK(file_table(content).find(
              "<details><summary>All 31 rows of x.csv</summary>") == 0);
}
