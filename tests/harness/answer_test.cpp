#include "bench/harness/answer.hpp"

#include <doctest/doctest.h>
#include <sstream>

using namespace cleanup;

namespace
{

const answer_point files{.resource = "file", .size = 4096, .count = 1000};
const answer_point connections{
    .resource = "connection", .size = 4096, .count = 10000, .threads = 2};

summary_row
row_at(const answer_point &point, const std::string &strategy,
    std::uint64_t held, double ns)
{
    summary_row row;
    row.cell = {strategy, point.allocator, point.resource, point.size,
        point.count, point.threads, "c"};
    row.ns_median = ns;
    row.ns_min = 0.97 * ns;
    row.ns_low = 0.98 * ns;
    row.ns_high = 1.03 * ns;
    row.account.held_peak = held;
    row.account.hold_ns_mean = 40 * ns;
    return row;
}

summary_row
baseline_at(const answer_point &point, double ns)
{
    summary_row row = row_at(point, "explicit_close", point.threads, ns);
    row.ratio = row.ratio_low = row.ratio_high = 1;
    row.verdict = verdict::baseline;
    return row;
}

summary_row
rival_at(const answer_point &point, const std::string &strategy,
    std::uint64_t held, double ratio, verdict which)
{
    summary_row row = row_at(point, strategy, held, 8310 * ratio);
    row.ratio = ratio;
    row.ratio_low = 0.98 * ratio;
    row.ratio_high = 1.03 * ratio;
    row.verdict = which;
    if (which == verdict::unresolved)
        row.rounds_to_settle = 1450;
    return row;
}

summary_row
failed_at(const answer_point &point)
{
    summary_row row;
    row.cell = {"loop_defer", point.allocator, point.resource, point.size,
        point.count, point.threads, "c"};
    row.account.failures = 2;
    row.account.held_peak = 64;
    row.account.held_at_failure = 64;
    row.account.hold_ns_mean = 2.5e7;
    row.account.failure = "no connection within 50 ms";
    return row;
}

std::vector<summary_row>
known_rows()
{
    return {rival_at(files, "loop_defer", 1000, 1.07, verdict::slower),
        rival_at(files, "scoped_defer", 1, 1.0, verdict::same),
        baseline_at(files, 8310),
        rival_at(files, "object_pool", 1, 0.62, verdict::faster),
        failed_at(connections),
        rival_at(connections, "scoped_defer", 2, 1.01, verdict::unresolved),
        baseline_at(connections, 8310)};
}

std::string
answer(const std::vector<summary_row> &rows, bool colour = false)
{
    return answer_table(rows, std::vector{files, connections}, colour);
}

// Whether the text says it, on one line or broken between two.
bool
mentions(std::string text, const std::string &what)
{
    for (auto end = text.find("\n  "); end != std::string::npos;
         end = text.find("\n  "))
        text.replace(end, 3, " ");
    return text.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("the answer's table shows figures, verdicts and what they say")
{
    CHECK("\n" + answer(known_rows()) == R"(
                  time per               95%  ratio to        95%               held at  held for
  strategy        resource  least   interval  baseline   interval  verdict     the peak      mean
file of 4 KiB, 1,000 per call, 1 thread, thread_cache
  loop_defer       8.89 us   8.62  8.71-9.16     1.07x  1.05-1.10  slower         1,000    356 us
  scoped_defer     8.31 us   8.06  8.14-8.56     1.00x  0.98-1.03  same               1    332 us
  explicit_close   8.31 us   8.06  8.14-8.56                       baseline           1    332 us
  object_pool      5.15 us   5.00  5.05-5.31     0.62x  0.61-0.64  faster             1    206 us
  file: loop_defer holds 1,000 where explicit_close holds 1; its time is 1.07x (1.05 to 1.10).
  object_pool takes 0.62x. scoped_defer takes the same time.
connection of 4 KiB, 10,000 per call, 2 threads, thread_cache
  loop_defer             -                           -             failed            64   25.0 ms
  scoped_defer     8.39 us   8.14  8.23-8.64     1.01x  0.99-1.04  unresolved         2    336 us
  explicit_close   8.31 us   8.06  8.14-8.56                       baseline           2    332 us
  connection: loop_defer held 64, then stopped: no connection within 50 ms. scoped_defer is
  unresolved at 1.01x; about 1,450 rounds would settle it.
Baseline: explicit_close. An interval covers 95%, in the unit of its value.
)");
}

TEST_CASE("rows in Go stand below those in C, with Go's own baseline")
{
    std::vector<summary_row> rows = known_rows();
    summary_row loop =
        rival_at(files, "loop_defer", 1000, 1.4, verdict::slower);
    summary_row close = baseline_at(files, 9000);
    loop.cell.allocator = close.cell.allocator = "go";
    loop.cell.runtime = close.cell.runtime = "go";
    rows.insert(rows.begin(), {loop, close});
    const std::string text = answer(rows);
    const auto in_go = text.find("\n  in Go\n");
    REQUIRE(in_go != std::string::npos);
    CHECK(text.find("0.62x") < in_go);
    CHECK(text.find("1.40x", in_go) < text.find("9.00 us", in_go));
    CHECK(text.find("9.00 us", in_go) < text.find("connection of", in_go));
    CHECK(mentions(text, "takes the same time. In Go: loop_defer takes "
                         "1.40x."));
}

TEST_CASE("no line of the answer is wider than 100 columns")
{
    std::vector<summary_row> rows = known_rows();
    rows[4].account.failure = "a reason that goes on and on until it is wider "
                              "than the screen that it is to be read on, and "
                              "then some more";
    std::istringstream lines(answer(rows));
    for (std::string line; std::getline(lines, line);)
        CHECK(line.size() <= 100);
}

TEST_CASE("colour adds nothing but codes, and only when it is asked for")
{
    std::string plain = answer(known_rows());
    std::string painted = answer(known_rows(), true);
    CHECK(plain.find('\033') == std::string::npos);
    CHECK(mentions(painted, "\033[31mslower\033[0m"));
    for (auto code = painted.find('\033'); code != std::string::npos;
         code = painted.find('\033'))
        painted.erase(code, painted.find('m', code) - code + 1);
    CHECK(painted == plain);
}

TEST_CASE("only rows at the point, and points with rows, are shown")
{
    std::vector<summary_row> rows = known_rows();
    for (summary_row &row : rows)
        row.cell.allocator = "central";
    CHECK(answer(rows).empty());
    rows[2].cell.allocator = "thread_cache";
    CHECK(mentions(answer(rows), "explicit_close"));
    CHECK_FALSE(mentions(answer(rows), "loop_defer"));
    CHECK_FALSE(mentions(answer(rows), "connection"));
}

TEST_CASE("the sentence follows the figures")
{
    auto rows = known_rows();
    rows[0].account.held_peak = 7;
    rows[0].ratio = 2.5;
    rows[0].ratio_low = 2.25;
    rows[0].ratio_high = 12.75;
    CHECK(mentions(answer(rows), "loop_defer holds 7 where explicit_close "
                                 "holds 1; its time is 2.50x (2.25 to 12.8)."));
    rows[0].account.held_peak = 1;
    CHECK(mentions(
        answer(rows), "loop_defer takes 2.50x and object_pool 0.62x."));
}

TEST_CASE("strategies of one verdict share a sentence")
{
    const auto of = [](const char *name, double ratio, verdict which) {
        return rival_at(files, name, 1, ratio, which);
    };
    std::vector<summary_row> rows{baseline_at(files, 8310),
        of("arena", 0.5, verdict::faster), of("raii", 1.0, verdict::same),
        of("goto_ladder", 1.01, verdict::same),
        of("error_only", 1.0, verdict::same),
        of("scope_guard", 1.02, verdict::unresolved),
        of("defer_ts", 1.03, verdict::unresolved)};
    rows.back().rounds_to_settle = 90;
    CHECK(mentions(answer(rows),
        "file: arena takes 0.50x. raii, goto_ladder and error_only take the "
        "same time. scope_guard (1.02x) and defer_ts (1.03x) are unresolved; "
        "about 1,450 rounds would settle all."));
}

TEST_CASE("what is unresolved is said to be, and never called the same")
{
    std::vector<summary_row> rows{baseline_at(files, 8310),
        rival_at(files, "loop_defer", 1000, 1.0, verdict::unresolved)};
    CHECK(mentions(answer(rows), "its time is unresolved at 1.00x (0.98 to "
                                 "1.03); about 1,450 rounds would settle it."));
    rows[1].rounds_to_settle.reset();
    CHECK(mentions(answer(rows), "unresolved at 1.00x (0.98 to 1.03)."));
    CHECK_FALSE(mentions(answer(rows), "the same"));
}

TEST_CASE("without a baseline nothing is compared")
{
    auto rows = known_rows();
    std::erase_if(rows, [](const summary_row &row) {
        return row.cell.strategy == "explicit_close";
    });
    for (summary_row &row : rows) {
        row.ratio = row.ratio_low = row.ratio_high = std::nullopt;
        row.verdict.reset();
    }
    CHECK(mentions(answer(rows), "loop_defer is compared with none."));
}

TEST_CASE("a baseline that failed is told like any other")
{
    auto rows = known_rows();
    rows[4].cell.strategy = "explicit_close";
    CHECK(mentions(answer(rows),
        "explicit_close held 64, then stopped: no connection within 50 ms."));
}
