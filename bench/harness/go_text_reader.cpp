#include "bench/harness/go_text_reader.hpp"

#include <cctype>
#include <charconv>
#include <optional>
#include <sstream>
#include <vector>

#include <fmt/format.h>

namespace cleanup
{

namespace
{

constexpr std::string_view control_prefix = "BenchmarkControl-";

struct go_line {
    std::string name;
    double ns = 0;
};

std::vector<std::string>
words_of(const std::string &line)
{
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

std::optional<double>
number_of(const std::string &word)
{
    double number = 0;
    const char *end = word.data() + word.size();
    auto [stop, problem] = std::from_chars(word.data(), end, number);
    if (problem != std::errc{} || stop != end)
        return std::nullopt;
    return number;
}

// NAME ITERATIONS VALUE UNIT VALUE UNIT ...
std::optional<go_line>
result_of(const std::string &line)
{
    std::vector<std::string> words = words_of(line);
    if (words.size() < 4 || !words[0].starts_with("Benchmark") ||
        !number_of(words[1]))
        return std::nullopt;
    for (std::size_t i = 2; i + 1 < words.size(); i += 2)
        if (auto ns = number_of(words[i]);
            ns && *ns > 0 && words[i + 1] == "ns/op")
            return go_line{words[0], *ns};
    return std::nullopt;
}

// "key: value": the key begins with a small letter and has no space.
std::optional<known_fact>
fact_of(const std::string &line)
{
    auto colon = line.find(": ");
    if (colon == std::string::npos || line.find(' ') < colon ||
        !std::islower(static_cast<unsigned char>(line.front())))
        return std::nullopt;
    std::string key = line.substr(0, colon);
    return known_fact{key == "cpu" ? "CPU" : key, line.substr(colon + 2)};
}

void
add_line(measured_run &run, const std::string &line)
{
    if (auto measured = result_of(line)) {
        if (measured->name.starts_with(control_prefix))
            run.control_ns.push_back(measured->ns);
        else
            cell_named(run, plain_name(measured->name))
                .ns.push_back(measured->ns);
    } else if (auto fact = fact_of(line)) {
        // Keys may change from line to line, as our own "runtime" does.
        if (fact->what != "runtime")
            add_fact(run, fact->what, fact->value);
    }
}

} // namespace

bool
is_go_text(std::string_view text)
{
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);)
        if (result_of(line))
            return true;
    return false;
}

result<measured_run>
read_go_text(std::string_view text, const std::string &source)
{
    measured_run run;
    run.source = source;
    run.format = "Go benchmark text";
    run.unit = "ns per op";
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);)
        add_line(run, line);
    if (run.cells.empty())
        return error{fmt::format("{} has no line with ns/op", source)};
    return run;
}

} // namespace cleanup
