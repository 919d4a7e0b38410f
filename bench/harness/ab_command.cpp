#include "bench/harness/ab_command.hpp"

#include "bench/harness/ab.hpp"
#include "bench/harness/command.hpp"
#include "bench/harness/compare_text.hpp"
#include "bench/harness/interrupt.hpp"
#include "bench/harness/progress.hpp"
#include "bench/harness/quiet_process.hpp"
#include "bench/harness/run_lock.hpp"
#include "bench/harness/run_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <fmt/ranges.h>

namespace cleanup
{

namespace
{

namespace fs = std::filesystem;

// Of one process: short and many, so that its median passes over the moments in
// which another process had the core.
constexpr unsigned rounds_per_process = 9;

// A folder for the runs of the processes, removed at the end.
class work_folder
{
public:
    work_folder()
    {
        std::string name = fs::temp_directory_path() / "cleanup-ab.XXXXXX";
        if (mkdtemp(name.data()))
            path = name;
    }
    ~work_folder()
    {
        std::error_code ignored;
        if (!path.empty())
            fs::remove_all(path, ignored);
    }
    work_folder(const work_folder &) = delete;
    work_folder &
    operator=(const work_folder &) = delete;

    fs::path path; // empty when it could not be made
};

// What is measured in one batch.
struct batch {
    std::string base;
    std::string fresh;
    std::string filter;
    unsigned rounds;
    double time_per_cell_ms;
};

std::vector<std::string>
words_of(const batch &wanted, const std::string &program, std::size_t place,
    const fs::path &out)
{
    std::vector<std::string> words{program, "run", "--no-table", "--out", out,
        "--results", out.parent_path(), "--rounds",
        std::to_string(rounds_per_process), "--time-per-cell",
        fmt::format("{}", wanted.time_per_cell_ms), "--seed",
        std::to_string(place / 2 + 1), "--preset"};
    if (wanted.filter.empty())
        words.push_back("quick");
    else
        words.insert(words.end(), {"full", "--filter", wanted.filter});
    return words;
}

// One process and what it measured. Its folder is removed again.
result<measured_run>
measure_process(const batch &wanted, const std::string &program,
    std::size_t place, const fs::path &work)
{
    const fs::path out = work / std::to_string(place);
    if (outcome ran =
            run_quietly(words_of(wanted, program, place, out), work / "said");
        !ran)
        return error{ran.message()};
    result<measured_run> run = read_run_folder(run_folder{out});
    std::error_code ignored;
    fs::remove_all(out, ignored);
    if (run)
        run->source = program;
    return run;
}

// Both builds' processes lock a file of their own, since the machine's lock is
// held here for all of them: a build of any age knows this variable.
void
give_own_lock(const fs::path &work)
{
    setenv(run_lock_variable, (work / "lock").c_str(), 1);
}

result<compared_runs>
measure_batch(const batch &wanted)
{
    const work_folder work;
    if (work.path.empty())
        return error{"cannot make a folder for temporary files"};
    give_own_lock(work.path);
    const std::vector<side> order = abba_order(wanted.rounds);
    progress shown("alternating", static_cast<double>(order.size()));
    std::vector<measured_run> processes;
    for (std::size_t place = 0; place < order.size(); ++place) {
        shown.update(static_cast<double>(place),
            fmt::format("round {}/{}", place / 2 + 1, wanted.rounds));
        result<measured_run> run = measure_process(wanted,
            order[place] == side::base ? wanted.base : wanted.fresh, place,
            work.path);
        if (interrupted())
            return error{"interrupted"};
        if (!run)
            return error{run.message()};
        processes.push_back(std::move(*run));
    }
    return compare_alternated(processes);
}

// Exactly these cells.
std::string
filter_for(const std::vector<std::string> &names)
{
    return fmt::format("^({})$", fmt::join(names, "|"));
}

// What the gate lets pass, without calling it the same: of some cells it may
// not be known whether they are slower.
void
print_pass(const compared_runs &compared, double gate, const char *when)
{
    fmt::print("The gate holds: no cell is shown to be slower by more than "
               "{:g}%{}.",
        100 * gate, when);
    if (const std::size_t open = undecided(compared, gate))
        fmt::print(" Of {} cells {} could not be told: more --rounds would.",
            compared.cells.size(), open);
    fmt::print("\n");
}

// Measures the suspects once more, and says which of them hold.
int
confirm(
    const batch &first, const std::vector<std::string> &suspects, double gate)
{
    fmt::print("\n{} beyond the gate of {:g}%; once more, to be sure:\n",
        suspects.size() == 1 ? "1 cell is"
                             : std::to_string(suspects.size()) + " cells are",
        100 * gate);
    std::fflush(stdout);
    batch second = first;
    second.filter = filter_for(suspects);
    result<compared_runs> again = measure_batch(second);
    if (!again)
        return fail(again.message(), interrupted() ? stopped : failed);
    fmt::print("{}", compare_text(*again, colour_wanted()));
    const std::vector<std::string> held = regressions(*again, gate);
    if (held.empty()) {
        print_pass(*again, gate, " in both batches");
        return done;
    }
    fmt::print("Regressed by more than {:g}% in both batches: {}\n", 100 * gate,
        fmt::join(held, ", "));
    return regressed;
}

int
pass_gate(const batch &first, const compared_runs &compared,
    std::optional<double> gate)
{
    if (!gate)
        return done;
    if (!compared.only_in_base.empty())
        return fail(fmt::format("the gate cannot judge what only {} measured: "
                                "{}",
            first.base, fmt::join(compared.only_in_base, ", ")));
    const std::vector<std::string> suspects = regressions(compared, *gate);
    if (!suspects.empty())
        return confirm(first, suspects, *gate);
    if (undecided(compared, *gate) == compared.cells.size())
        return fail(fmt::format("the gate cannot judge: of no cell it could be "
                                "told whether it is slower by more than {:g}%; "
                                "take more --rounds than {}",
            100 * *gate, first.rounds));
    print_pass(compared, *gate, "");
    return done;
}

} // namespace

void
add_ab(CLI::App &app, ab_command &typed)
{
    CLI::App &command = *app.add_subcommand(
        "ab", "measure two builds in turns, process by process, and compare");
    command.add_option("base", typed.base, "a built cleanup-bench")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_option("new", typed.fresh, "the one that is judged")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_option("--filter", typed.filter,
        "only cells whose name matches this regular expression, of all there "
        "are (default: the cells of the quick preset)");
    command.add_option("--rounds", typed.rounds, "processes of each build")
        ->check(CLI::Range(1u, 10'000u))
        ->capture_default_str();
    command
        .add_option("--time-per-cell", typed.time_per_cell_ms,
            "milliseconds per cell and round of a process")
        ->check(CLI::Range(0.01, 60'000.0))
        ->capture_default_str();
    command.add_option("--gate", typed.gate,
        "status 3 when a cell is slower by more than this, such as 5%, twice");
    command.add_flag("--force", typed.force,
        "measure even while another run measures on this machine");
    command.add_option("--markdown", typed.markdown, "write this file as well");
    command.add_option("--csv", typed.csv, "write this file as well");
}

int
run_ab(const ab_command &typed)
{
    std::optional<double> gate;
    if (!typed.gate.empty() && !(gate = gate_from_string(typed.gate)))
        return fail(fmt::format("\"{}\" is no gate; type a share above 0, such "
                                "as 5%",
                        typed.gate),
            usage);
    const result<run_lock> alone = run_lock::take();
    if (!alone && !typed.force)
        return fail(alone.message());
    catch_interrupts();
    const batch first{fs::absolute(typed.base), fs::absolute(typed.fresh),
        typed.filter, typed.rounds, typed.time_per_cell_ms};
    result<compared_runs> compared = measure_batch(first);
    if (!compared)
        return fail(compared.message(), interrupted() ? stopped : failed);
    if (compared->cells.empty())
        return fail("the two builds have no cell in common");
    fmt::print("{}", compare_text(*compared, colour_wanted()));
    if (outcome written =
            write_comparison(*compared, typed.markdown, typed.csv);
        !written)
        return fail(written.message());
    return pass_gate(first, *compared, gate);
}

} // namespace cleanup
