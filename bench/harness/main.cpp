// The command line: what a person types becomes options, and what goes wrong
// becomes one sentence. Exit status: 0 done, 1 failed, 2 usage, 3 a regression
// beyond the gate, 130 interrupted.
#include "bench/cell.h"
#include "bench/claims/claims.hpp"
#include "bench/claims/claims_command.hpp"
#include "bench/harness/ab_command.hpp"
#include "bench/harness/check_command.hpp"
#include "bench/harness/command.hpp"
#include "bench/harness/compare_command.hpp"
#include "bench/harness/go_peer.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/interrupt.hpp"
#include "bench/harness/matrix.hpp"
#include "bench/harness/merge_command.hpp"
#include "bench/harness/nearest_name.hpp"
#include "bench/harness/processes_command.hpp"
#include "bench/harness/report_command.hpp"
#include "bench/harness/restart.hpp"
#include "bench/harness/run.hpp"
#include "bench/harness/run_lock.hpp"
#include "bench/harness/show.hpp"
#include "bench/harness/workloads_command.hpp"
#include "bench/resources/connection_settings.h"
#include "build_info.hpp"

#include <cstdio>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace
{

using namespace cleanup;

struct command_line {
    char *const *arguments = nullptr; // of the process
    run_options run;
    std::string preset;
    std::string out;
    std::string results = "results";
    std::string resume;
    std::string shown = "latest";
    std::string names;
    bool cells = false;
    bool no_table = false;
    bool force = false;
    std::string part;
    std::string faults;
    unsigned connections = CONNECTION_LIMIT_DEFAULT;
};

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

// A run that failed keeps what it has; the folder of one that has nothing goes.
int
fail_run(const run_folder &run, const std::string &sentence)
{
    std::error_code ignored;
    if (std::filesystem::remove(run.path, ignored) ||
        !std::filesystem::exists(run.file("context.json"), ignored))
        return fail(sentence);
    return fail(fmt::format("{}; the finished rounds are kept, go on with: "
                            "cleanup-bench run --resume {}",
        sentence, run.path.string()));
}

int
resume(const command_line &typed)
{
    result<run_folder> run = find_run_folder(typed.resume, typed.results);
    if (!run)
        return fail(run.message(), usage);
    const result<run_lock> alone = run_lock::take();
    if (!alone && !typed.force)
        return fail(alone.message());
    result<run_end> end = resume_run(*run, typed.force);
    return end ? report(*run, typed, *end) : fail(end.message());
}

// What a preset has and this machine has not.
void
tell_of_missing_peers(const run_options &options)
{
    if (options.chosen != preset::peers || !options.wanted.allocators.empty())
        return;
    for (const std::string &why : missing_peers())
        fmt::print(stderr, "Left out: {}\n", why);
}

int
start(const command_line &typed)
{
    result<run_plan> plan = make_plan(typed.run);
    if (!plan)
        return fail(plan.message(), usage);
    tell_of_missing_peers(typed.run);
    const result<run_lock> alone = run_lock::take();
    if (!alone && !typed.force)
        return fail(alone.message());
    result<run_folder> run = create_run_folder(typed.out, typed.results);
    if (!run)
        return fail(run.message());
    const std::vector<check_line> machine = check_machine_now(run->path);
    warn_of(machine);
    fmt::print("{}\n", plan_sentence(*plan));
    std::fflush(stdout);
    result<run_end> end = start_run(*run, *plan, machine);
    return end ? report(*run, typed, *end) : fail_run(*run, end.message());
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
    if (!typed.part.empty()) {
        result<shard> part = shard_from_string(typed.part);
        if (!part)
            return fail(part.message(), usage);
        typed.run.part = *part;
    }
    if (!typed.faults.empty()) {
        result<fault_injection> faults =
            fault_injection_from_string(typed.faults);
        if (!faults)
            return fail(faults.message(), usage);
        typed.run.faults = *faults;
    }
    // What is resumed may have any cells.
    if (!typed.resume.empty() ||
        asks_for_peers(
            typed.run.chosen.value_or(preset::standard), typed.run.wanted))
        restart_with_room_for_peers(typed.arguments);
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
    if (kind == "claims") {
        for (const claim *each : all_claims())
            fmt::print("{}\n", each->id);
        return done;
    }
    const registry &known = compiled_in();
    for (const std::string &name : kind == "strategies"   ? known.strategies
                                   : kind == "allocators" ? known.allocators
                                   : kind == "peers"      ? known.peers
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

// As above, with the peers that are not here and the way to get them.
void
list_peers()
{
    fmt::print("Peers: allocators to compare with, measured where they are "
               "named\n");
    for (const std::string &name : compiled_in().peers) {
        const allocator *peer = allocator_named(name);
        const char *why = allocator_missing(peer);
        fmt::print("  {:16} {}{}\n", name, why ? "missing: " : "",
            why ? why : peer->summary);
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
    restart_with_room_for_peers(typed.arguments);
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
    list_peers();
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
        "quick (30 s), default (3 min), full (the whole matrix), or peers "
        "(3 min: other mallocs beside the allocators)");
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
    command.add_option("--shard", typed.part,
        "measure one part of the cells, such as 2/3; `merge` joins them");
    command.add_flag("--track", typed.run.track,
        "also run each cell in C under a tracker, and say what it leaves held");
    command.add_option("--fault", typed.faults,
        "also make a resource fail at random and count what stays held: "
        "RESOURCE:PROBABILITY:SEED, such as file:0.01:42");
    command.add_flag("--force", typed.force,
        "measure even while another run measures on this machine, and go on "
        "with a run of another machine or build");
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
            "one kind's names, one a line: strategies, allocators, peers, "
            "resources, claims")
        ->check(CLI::IsMember(
            {"strategies", "allocators", "peers", "resources", "claims"}));
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
               "  cleanup-bench show latest\n"
               "  cleanup-bench compare 2024-05-01T10-00-00 latest\n"
               "  cleanup-bench claims latest --id C20   one claim, whole\n"
               "  cleanup-bench check                    before a long run");
}

// Each subcommand's help ends with examples of its own.
void
teach(CLI::App &app)
{
    constexpr struct {
        const char *subcommand;
        const char *examples;
    } lessons[] = {
        {"run", "  cleanup-bench run --resource file --count 1000 --rounds 30\n"
                "  cleanup-bench run --filter 'pool/.*/memory/16/'\n"
                "  cleanup-bench run --preset full --shard 1/3 --out part-1\n"
                "  cleanup-bench run --resume latest"},
        {"list", "  cleanup-bench list\n"
                 "  cleanup-bench list --cells --strategy loop_defer"},
        {"show", "  cleanup-bench show latest\n"
                 "  cleanup-bench show latest --resource memory,file"},
        {"compare",
            "  cleanup-bench compare 2024-05-01T10-00-00 latest\n"
            "  cleanup-bench compare old.json new.json --markdown a.md"},
        {"ab", "  cleanup-bench ab build-old/cleanup-bench "
               "build-new/cleanup-bench\n"
               "  cleanup-bench ab OLD NEW --gate 5% --filter /memory/"},
        {"check", "  cleanup-bench check"},
        {"report", "  cleanup-bench report latest"},
        {"merge", "  cleanup-bench merge whole part-1 part-2 part-3"},
        {"processes", "  cleanup-bench processes times process.csv --columns "
                      "strategy,allocator \\\n"
                      "    --baseline strategy=explicit_close"},
        {"workloads", "  cleanup-bench workloads "
                      "results/latest/workload_samples.csv workloads.csv"},
    };
    for (const auto &[subcommand, examples] : lessons)
        app.get_subcommand(subcommand)
            ->footer(fmt::format("examples:\n{}", examples));
}

// The subcommand that was typed, or else the program.
const CLI::App &
asked(const CLI::App &app)
{
    const auto typed = app.get_subcommands();
    return typed.empty() ? app : *typed.front();
}

// What may be typed in place of `word`: options, or subcommands.
std::vector<std::string>
choices_for(const CLI::App &app, const std::string &word)
{
    std::vector<std::string> choices;
    if (word.front() != '-') {
        for (const CLI::App *command : app.get_subcommands({}))
            choices.push_back(command->get_name());
        return choices;
    }
    for (const CLI::Option *option : asked(app).get_options({}))
        for (const std::string &name : option->get_lnames())
            choices.push_back("--" + name);
    return choices;
}

// How to ask for the help that the mistake calls for.
std::string
help_for(const CLI::App &app)
{
    const CLI::App &command = asked(app);
    return &command == &app
               ? "cleanup-bench --help"
               : fmt::format("cleanup-bench {} --help", command.get_name());
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
            fmt::format("{} (see {})", mistake.what(), help_for(app)), usage);
    const std::string &word = extra.front();
    if (word.front() != '-' && &asked(app) != &app)
        return fail(fmt::format("{} takes no \"{}\" (see {})",
                        asked(app).get_name(), word, help_for(app)),
            usage);
    const std::vector<std::string> choices = choices_for(app, word);
    const std::vector<std::string> near = nearest_names(word, choices);
    return fail(fmt::format("there is no \"{}\"; {} {}", word,
                    near.empty() ? "choose from" : "did you mean",
                    fmt::join(near.empty() ? choices : near, ", ")),
        usage);
}

// What each subcommand was told.
struct subcommands {
    command_line typed; // of run, list and show
    compare_command compared;
    ab_command alternated;
    check_command checked;
    report_command reported;
    merge_command merged;
    processes_command processes;
    workloads_command workloads;
    claims_command claimed;
};

void
add_subcommands(CLI::App &app, subcommands &told)
{
    add_run(app, told.typed);
    add_list(app, told.typed);
    add_show(app, told.typed);
    add_compare(app, told.compared);
    add_ab(app, told.alternated);
    add_check(app, told.checked);
    add_report(app, told.reported);
    add_merge(app, told.merged);
    add_processes(app, told.processes);
    add_workloads(app, told.workloads);
    add_claims(app, told.claimed);
}

int
run_subcommand(const CLI::App &app, subcommands &told)
{
    if (app.got_subcommand("run"))
        return run(told.typed);
    if (app.got_subcommand("compare"))
        return run_compare(told.compared);
    if (app.got_subcommand("ab"))
        return run_ab(told.alternated);
    if (app.got_subcommand("check"))
        return run_check(told.checked);
    if (app.got_subcommand("report"))
        return run_report(told.reported);
    if (app.got_subcommand("merge"))
        return run_merge(told.merged);
    if (app.got_subcommand("processes"))
        return run_processes(told.processes);
    if (app.got_subcommand("workloads"))
        return run_workloads(told.workloads);
    if (app.got_subcommand("claims"))
        return run_claims(told.claimed);
    return app.got_subcommand("list") ? list(told.typed) : show(told.typed);
}

} // namespace

int
main(int argc, char **argv)
try {
    CLI::App app("Measures what letting go of a resource costs, and when it "
                 "really happens.",
        "cleanup-bench");
    subcommands told;
    told.typed.arguments = argv;
    describe(app);
    add_subcommands(app, told);
    teach(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &mistake) {
        return explain_usage(app, mistake);
    }
    return run_subcommand(app, told);
} catch (const std::exception &failure) {
    std::fputs("cleanup-bench: ", stderr);
    std::fputs(failure.what(), stderr); // such as std::bad_alloc
    std::fputs("\n", stderr);
    return failed;
}
