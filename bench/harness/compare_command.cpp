#include "bench/harness/compare_command.hpp"

#include "bench/harness/command.hpp"
#include "bench/harness/compare.hpp"
#include "bench/harness/compare_text.hpp"
#include "bench/harness/run_reader.hpp"

#include <filesystem>

namespace cleanup
{

namespace
{

// A name that means neither a file nor a run is a mistake of typing.
exit_status
status_of(const std::string &name, const std::string &results)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(name, ignored) ||
                   find_run_folder(name, results)
               ? failed
               : usage;
}

result<compare_options>
options_of(const compare_command &typed)
{
    compare_options options;
    options.take_out_control = typed.take_out_control;
    for (const std::string &name : typed.repeats) {
        result<measured_run> run = read_measured_run(name, typed.results);
        if (!run)
            return error{run.message()};
        options.repeats.push_back(medians_of(*run));
    }
    return options;
}

int
compare(measured_run base, measured_run fresh, const compare_command &typed)
{
    result<compare_options> options = options_of(typed);
    if (!options)
        return fail(options.message());
    const compared_runs compared =
        compare_runs(std::move(base), std::move(fresh), *options);
    if (compared.cells.empty())
        return fail(fmt::format(
            "{} and {} have no cell in common", typed.base, typed.fresh));
    if (typed.take_out_control && !compared.control)
        return fail("there is no control in both runs to take out");
    fmt::print("{}", compare_text(compared, colour_wanted()));
    outcome written = write_comparison(compared, typed.markdown, typed.csv);
    return written ? done : fail(written.message());
}

} // namespace

void
add_compare(CLI::App &app, compare_command &typed)
{
    CLI::App &command = *app.add_subcommand(
        "compare", "compare two stored runs, or files of other programs");
    command
        .add_option("base", typed.base,
            "a run's folder or name, or a file: google-benchmark's JSON, "
            "hyperfine's JSON, Go's benchmark text")
        ->required();
    command.add_option("new", typed.fresh, "what is compared with it")
        ->required();
    command.add_option("--results", typed.results, "where runs lie")
        ->capture_default_str();
    command
        .add_option("--repeats", typed.repeats,
            "runs of one and the same code: how they stray is the floor")
        ->delimiter(',');
    command.add_flag("--take-out-control", typed.take_out_control,
        "divide every ratio by the control's");
    command.add_option("--markdown", typed.markdown, "write this file as well");
    command.add_option("--csv", typed.csv, "write this file as well");
}

int
run_compare(const compare_command &typed)
{
    result<measured_run> base = read_measured_run(typed.base, typed.results);
    if (!base)
        return fail(base.message(), status_of(typed.base, typed.results));
    result<measured_run> fresh = read_measured_run(typed.fresh, typed.results);
    if (!fresh)
        return fail(fresh.message(), status_of(typed.fresh, typed.results));
    return compare(std::move(*base), std::move(*fresh), typed);
}

} // namespace cleanup
