#include "bench/harness/process_rounds.hpp"

#include "bench/harness/csv_columns.hpp"
#include "bench/harness/hyperfine_reader.hpp"
#include "bench/harness/whole_file.hpp"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cleanup
{

namespace
{

namespace fs = std::filesystem;
using json = nlohmann::json;
using places_by_name = std::map<std::string, std::size_t>;

constexpr char twin_suffix[] = "twin";
constexpr double ms_per_s = 1e3;

struct listed_process {
    std::string name;
    std::optional<double> peak_kib;
};

const csv_columns<listed_process> &
listed_columns()
{
    static const csv_columns<listed_process> columns{
        column_of("name", &listed_process::name),
        column_of("peak_kib", &listed_process::peak_kib),
    };
    return columns;
}

std::vector<std::string>
parts_of(const std::string &name)
{
    std::vector<std::string> parts{""};
    for (char c : name)
        if (c == '/')
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

result<process_times>
process_of(const listed_process &listed, std::size_t fields)
{
    process_times process;
    process.identity = parts_of(listed.name);
    process.peak_kib = listed.peak_kib;
    if (process.identity.size() == fields + 1 &&
        process.identity.back() == twin_suffix) {
        process.identity.pop_back();
        process.twin = true;
    }
    if (process.identity.size() != fields)
        return error{fmt::format(
            "\"{}\" is not a name of {} parts", listed.name, fields)};
    return process;
}

double
ms_of(const json &entry, const char *what)
{
    const auto found = entry.find(what);
    return found != entry.end() && found->is_number()
               ? found->get<double>() * ms_per_s
               : 0;
}

outcome
add_round(std::vector<process_times> &processes, const places_by_name &places,
    const fs::path &path, unsigned round)
{
    result<std::string> text = read_whole_file(path);
    if (!text)
        return error{text.message()};
    const json content = json::parse(*text, nullptr, false);
    if (!is_hyperfine_json(content))
        return error{path.string() + " is not what hyperfine writes"};
    for (const json &entry : content["results"]) {
        const auto place = places.find(entry.value("command", ""));
        if (place == places.end())
            return error{fmt::format("{} times {}, which is not listed",
                path.string(), entry.value("command", "nothing"))};
        process_times &process = processes[place->second];
        process.wall_ms[round] = ms_of(entry, "mean");
        process.user_ms[round] = ms_of(entry, "user");
        process.system_ms[round] = ms_of(entry, "system");
    }
    return success{};
}

} // namespace

result<std::vector<process_times>>
read_process_rounds(const fs::path &folder, std::size_t fields)
{
    result<table> content = read_csv(folder / "processes.csv");
    if (!content)
        return error{content.message()};
    auto listed = rows_of(listed_columns(), *content);
    if (!listed)
        return error{listed.message()};
    std::vector<process_times> processes;
    places_by_name places;
    for (const listed_process &one : *listed) {
        result<process_times> process = process_of(one, fields);
        if (!process)
            return error{content->source + ": " + process.message()};
        places[one.name] = processes.size();
        processes.push_back(std::move(*process));
    }
    for (unsigned round = 0;; ++round) {
        const fs::path path = folder / fmt::format("round-{}.json", round);
        if (!fs::exists(path))
            return processes;
        if (outcome added = add_round(processes, places, path, round); !added)
            return error{added.message()};
    }
}

} // namespace cleanup
