// The command line: what a person types becomes options, and what goes wrong
// becomes one sentence. Exit status: 0 done, 1 failed, 2 usage, 130
// interrupted.
#include "bench/cell.h"
#include "bench/harness/go_peer.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/interrupt.hpp"
#include "bench/harness/matrix.hpp"
#include "bench/harness/nearest_name.hpp"
#include "bench/harness/run.hpp"
#include "bench/harness/show.hpp"
#include "bench/resources/connection_settings.h"
#include "build_info.hpp"

#include <cstdio>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

namespace
{

using namespace cleanup;

enum exit_status { done = 0, failed = 1, usage = 2, stopped = 130 };

int
fail(const std::string &sentence, exit_status status = failed)
{
    fmt::print(stderr, "cleanup-bench: {}\n", sentence);
    return status;
}

struct command_line {
    run_options run;
    std::string preset;
    std::string out;
    std::string results = "results";
    std::string resume;
    std::string shown = "latest";
    std::string names;
    bool cells = false;
    bool no_table = false;
    unsigned connections = CONNECTION_LIMIT_DEFAULT;
};

bool
colour_wanted()
{
    return isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR");
}

int
show(const command_line &typed)
{
    result<run_folder> run = find_run_folder(typed.shown, typed.results);
    if (!run)
        return fail(run.message(), usage);
    result<std::string> text =
        run_text(*run, typed.run.wanted, colour_wanted());
    if (!text)
        return fail(text.message());
    fmt::print("{}", *text);
    return done;
}

// Says how the run ended, and prints its table.
int
report(const run_folder &run, const command_line &typed, run_end end)
{
    if (end == run_end::interrupted_before_any) {
        std::error_code ignored;
        std::filesystem::remove_all(run.path, ignored);
        return fail(
            "interrupted before the first round: nothing was kept", stopped);
    }
    if (outcome linked = link_latest(run, typed.results); !linked)
        return fail(linked.message());
    command_line shown = typed;
    shown.shown = run.path.string();
    shown.run.wanted = {};
    const int status = typed.no_table ? done : show(shown);
    if (end == run_end::interrupted)
        return fail(fmt::format("interrupted; the whole rounds are kept. Go on "
                                "with: cleanup-bench run --resume {}",
                        run.path.string()),
            stopped);
    return status;
}

int
resume(const command_line &typed)
{
    result<run_folder> run = find_run_folder(typed.resume, typed.results);
    if (!run)
        return fail(run.message(), usage);
    result<run_end> end = resume_run(*run);
    return end ? report(*run, typed, *end) : fail(end.message());
}

int
start(const command_line &typed)
{
    result<run_plan> plan = make_plan(typed.run);
    if (!plan)
        return fail(plan.message(), usage);
    result<run_folder> run = create_run_folder(typed.out, typed.results);
    if (!run)
        return fail(run.message());
    fmt::print("{}\n", plan_sentence(*plan));
    std::fflush(stdout);
    result<run_end> end = start_run(*run, *plan);
    return end ? report(*run, typed, *end) : fail(end.message());
}

int
run(command_line &typed)
{
    if (!typed.preset.empty()) {
        result<preset> chosen = preset_from_string(typed.preset);
        if (!chosen)
            return fail(chosen.message(), usage);
        typed.run.chosen = *chosen;
    }
    if (std::string(build_sanitizers) != "")
        fmt::print(stderr,
            "This build has sanitizers ({}): its times say nothing.\n",
            build_sanitizers);
    connection_configure(typed.connections, connection_deadline_ms());
    catch_interrupts();
    return typed.resume.empty() ? start(typed) : resume(typed);
}

int
list_names(const std::string &kind)
{
    const registry &known = compiled_in();
    for (const std::string &name : kind == "strategies"   ? known.strategies
                                   : kind == "allocators" ? known.allocators
                                                          : known.resources)
        fmt::print("{}\n", name);
    return done;
}

// One line per name with its summary; `member` picks the kind.
template <typename Thing>
void
list_kind(const char *title, const std::vector<std::string> &names,
    const Thing *cell_code::*member)
{
    fmt::print("{}\n", title);
    for (const std::string &name : names)
        for (std::size_t i = 0; i < cell_code_count(); i++) {
            const Thing *thing = cell_code_at(i)->*member;
            if (name != thing->name)
                continue;
            fmt::print("  {:16} {}\n", name, thing->summary);
            break;
        }
}

// What this build lacks, and the way to get it.
void
list_missing()
{
    for (const missing_strategy *missing = missing_strategies(); missing->name;
         missing++)
        fmt::print("  {:16} missing: {}\n", missing->name, missing->needs);
}

int
list(const command_line &typed)
{
    if (!typed.names.empty())
        return list_names(typed.names);
    result<std::vector<cell_id>> cells =
        select_cells(typed.run.chosen.value_or(preset::full), typed.run.wanted);
    if (!cells)
        return fail(cells.message(), usage);
    if (typed.cells) {
        for (const cell_id &cell : *cells)
            fmt::print("{}\n", cell.name());
        return done;
    }
    const registry &known = compiled_in();
    list_kind("Strategies: when a resource is let go", known.strategies,
        &cell_code::strategy);
    list_missing();
    list_kind("Allocators: what memory comes from", known.allocators,
        &cell_code::allocator);
    list_kind("Resources: what is held", known.resources, &cell_code::resource);
    fmt::print("{}\n", go_is_here()
                           ? "Go: its own allocator, \"go\", with four of the "
                             "strategies and resources"
                           : no_go_here);
    fmt::print("{} cells in the full matrix; `cleanup-bench list --cells` "
               "names them as\n  strategy/allocator/resource/size/count/"
               "threads\n",
        with_thousands(cells->size()));
    return done;
}

void
add_selection(CLI::App &command, command_line &typed)
{
    selection &wanted = typed.run.wanted;
    command
        .add_option(
            "--strategy", wanted.strategies, "only these, separated by commas")
        ->delimiter(',');
    command.add_option("--allocator", wanted.allocators, "only these")
        ->delimiter(',');
    command.add_option("--resource", wanted.resources, "only these")
        ->delimiter(',');
    command.add_option("--size", wanted.sizes, "bytes of each resource")
        ->delimiter(',')
        ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 40));
    command
        .add_option("--count", wanted.counts, "resources taken by one function")
        ->delimiter(',')
        ->check(CLI::Range(std::size_t{1}, std::size_t{100'000'000}));
    command
        .add_option("--threads", wanted.threads, "threads that do it at once")
        ->delimiter(',')
        ->check(CLI::Range(1u, 1024u));
    command.add_option("--filter", wanted.filter,
        "only cells whose name matches this regular expression");
}

void
add_run(CLI::App &app, command_line &typed)
{
    CLI::App &command = *app.add_subcommand(
        "run", "measure cells in rounds and write the run's folder");
    add_selection(command, typed);
    command.add_option("--preset", typed.preset,
        "quick (30 s), default (3 min) or full (the whole matrix)");
    command
        .add_option("--rounds", typed.run.rounds, "times each cell is timed")
        ->check(CLI::Range(1u, 100'000u));
    command
        .add_option("--time-per-cell", typed.run.time_per_cell_ms,
            "milliseconds per cell and round")
        ->check(CLI::Range(0.01, 60'000.0));
    command.add_option("--seed", typed.run.seed, "of the order within rounds");
    command
        .add_option("--connections", typed.connections,
            "bound of the connection resource")
        ->check(CLI::Range(1u, unsigned{CONNECTION_LIMIT_MOST}))
        ->capture_default_str();
    command.add_flag("--no-table", typed.no_table,
        "do not print the table; `cleanup-bench show` does it later");
    command.add_option(
        "--out", typed.out, "the run's folder (default: RESULTS/TIME)");
    command.add_option("--resume", typed.resume,
        "go on with this run after its last whole round");
    command
        .add_option("--results", typed.results, "where the folders of runs lie")
        ->capture_default_str();
}

void
add_list(CLI::App &app, command_line &typed)
{
    CLI::App &command = *app.add_subcommand(
        "list", "show strategies, allocators, resources and cells");
    add_selection(command, typed);
    command.add_flag("--cells", typed.cells, "the cells' names, one a line");
    command
        .add_option("--names", typed.names,
            "one kind's names, one a line: strategies, allocators, resources")
        ->check(CLI::IsMember({"strategies", "allocators", "resources"}));
}

void
add_show(CLI::App &app, command_line &typed)
{
    CLI::App &command =
        *app.add_subcommand("show", "print the table of a finished run");
    add_selection(command, typed);
    command.add_option("run", typed.shown, "its folder or name")
        ->capture_default_str();
    command.add_option("--results", typed.results, "where runs lie")
        ->capture_default_str();
}

void
describe(CLI::App &app)
{
    app.require_subcommand(1);
    app.set_version_flag("--version", project_version);
    app.footer("examples:\n"
               "  cleanup-bench run                      the default run\n"
               "  cleanup-bench run --resource file --count 1000 --rounds 30\n"
               "  cleanup-bench run --filter 'pool/.*/memory/16/'\n"
               "  cleanup-bench list --cells --strategy loop_defer\n"
               "  cleanup-bench show latest");
}

// What may be typed in place of `word`: options of the subcommand, or
// subcommands.
std::vector<std::string>
choices_for(const CLI::App &app, const std::string &word)
{
    std::vector<std::string> choices;
    if (word.front() != '-') {
        for (const CLI::App *command : app.get_subcommands({}))
            choices.push_back(command->get_name());
        return choices;
    }
    for (const CLI::App *command : app.get_subcommands())
        for (const CLI::Option *option : command->get_options({}))
            choices.push_back(option->get_name(false, true));
    return choices;
}

// The sentence of a mistake, with the nearest options or subcommands.
int
explain_usage(const CLI::App &app, const CLI::ParseError &mistake)
{
    if (mistake.get_exit_code() == 0)
        return app.exit(mistake);
    const std::vector<std::string> extra = app.remaining(true);
    if (extra.empty() || extra.front().empty())
        return fail(
            fmt::format("{} (see cleanup-bench --help)", mistake.what()),
            usage);
    const std::string &word = extra.front();
    const std::vector<std::string> choices = choices_for(app, word);
    const std::vector<std::string> near = nearest_names(word, choices);
    return fail(fmt::format("there is no \"{}\"; {} {}", word,
                    near.empty() ? "choose from" : "did you mean",
                    fmt::join(near.empty() ? choices : near, ", ")),
        usage);
}

} // namespace

int
main(int argc, char **argv)
try {
    CLI::App app("Measures what letting go of a resource costs, and when it "
                 "really happens.",
        "cleanup-bench");
    command_line typed;
    describe(app);
    add_run(app, typed);
    add_list(app, typed);
    add_show(app, typed);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &mistake) {
        return explain_usage(app, mistake);
    }
    if (app.got_subcommand("run"))
        return run(typed);
    return app.got_subcommand("list") ? list(typed) : show(typed);
} catch (const std::exception &failure) {
    std::fputs("cleanup-bench: ", stderr);
    std::fputs(failure.what(), stderr); // such as std::bad_alloc
    std::fputs("\n", stderr);
    return failed;
}
