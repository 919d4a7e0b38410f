#include "bench/harness/check_command.hpp"

#include "bench/harness/command.hpp"

#include <algorithm>

namespace cleanup
{

namespace
{

std::string_view
colour_of(fitness which)
{
    switch (which) {
    case fitness::good:
        return "\033[32m";
    case fitness::note:
        return "\033[33m";
    case fitness::bad:
        return "\033[31m";
    case fitness::unknown:
        return {};
    }
    return {};
}

std::string
word_of(fitness which, bool colour)
{
    std::string word = fmt::format("{:7}", to_string(which));
    const std::string_view code = colour_of(which);
    if (!colour || code.empty())
        return word;
    return fmt::format("{}{}\033[0m", code, word);
}

void
print_line(const check_line &line, bool colour)
{
    fmt::print(
        "{:12} {}  {}\n", line.what, word_of(line.fitness, colour), line.seen);
    if (!line.advice.empty())
        fmt::print("{:12} {:7}  what to do: {}\n", "", "", line.advice);
}

std::string
closing_sentence(const std::vector<check_line> &lines)
{
    const auto bad = std::count_if(lines.begin(), lines.end(),
        [](const check_line &line) { return line.fitness == fitness::bad; });
    if (bad == 0)
        return "Nothing here spoils a measurement.";
    return fmt::format(
        "{} of {} would spoil a measurement.", bad, lines.size());
}

} // namespace

void
add_check(CLI::App &app, check_command &typed)
{
    CLI::App &command = *app.add_subcommand(
        "check", "look at the machine before a long run, and say what to do");
    command.add_option("--results", typed.results, "where runs will lie")
        ->capture_default_str();
}

int
run_check(const check_command &typed)
{
    const std::vector<check_line> lines = check_machine(
        read_machine_state("/", typed.results, std::chrono::seconds(1)));
    for (const check_line &line : lines)
        print_line(line, colour_wanted());
    fmt::print("{}\n", closing_sentence(lines));
    return done;
}

void
warn_of(const std::vector<check_line> &lines)
{
    for (const check_line &line : lines)
        if (line.fitness == fitness::bad)
            fmt::print(stderr, "warning: {}: {}; {}\n", line.what, line.seen,
                line.advice);
}

} // namespace cleanup
