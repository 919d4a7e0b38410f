#include "bench/harness/report_command.hpp"

#include "bench/harness/command.hpp"
#include "bench/harness/report.hpp"

#include <filesystem>

namespace cleanup
{
namespace
{

namespace fs = std::filesystem;

// Where plots/draw puts the charts of a run.
fs::path
charts_of(const run_folder &run)
{
    std::error_code ignored;
    const fs::path there = fs::canonical(run.path, ignored);
    return fs::path("plots") / there.filename();
}

} // namespace

void
add_report(CLI::App &app, report_command &typed)
{
    CLI::App &command = *app.add_subcommand(
        "report", "write a run's report.html from its files and charts");
    command.add_option("run", typed.run, "its folder or name")
        ->capture_default_str();
    command.add_option(
        "charts", typed.charts, "where plots/draw put its charts (plots/RUN)");
    command.add_option("--results", typed.results, "where runs lie")
        ->capture_default_str();
}

int
run_report(const report_command &typed)
{
    result<run_folder> run = find_run_folder(typed.run, typed.results);
    if (!run)
        return fail(run.message(), usage);
    result<fs::path> written = write_report(
        *run, typed.charts.empty() ? charts_of(*run) : fs::path(typed.charts));
    if (!written)
        return fail(written.message());
    fmt::print("report: wrote {}\n", written->string());
    return done;
}

} // namespace cleanup
