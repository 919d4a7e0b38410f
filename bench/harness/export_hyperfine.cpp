#include "bench/harness/export_hyperfine.hpp"

#include "bench/harness/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace cleanup
{

namespace
{

std::vector<double>
seconds_of(const rounds_of_cell &rounds_ms)
{
    std::vector<double> seconds;
    for (const auto &[round, ms] : rounds_ms)
        seconds.push_back(ms / 1000);
    return seconds;
}

double
mean(const std::vector<double> &values)
{
    return values.empty() ? 0
                          : std::accumulate(values.begin(), values.end(), 0.0) /
                                static_cast<double>(values.size());
}

// Of a sample; 0 for fewer than two values.
double
standard_deviation(const std::vector<double> &values)
{
    if (values.size() < 2)
        return 0;
    const double middle = mean(values);
    double squares = 0;
    for (const double value : values)
        squares += (value - middle) * (value - middle);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

nlohmann::json
result_of(const process_times &process)
{
    const std::vector<double> times = seconds_of(process.wall_ms);
    return {{"command", fmt::format("{}", fmt::join(process.identity, "/"))},
        {"mean", mean(times)}, {"stddev", standard_deviation(times)},
        {"median", median(times)}, {"user", mean(seconds_of(process.user_ms))},
        {"system", mean(seconds_of(process.system_ms))},
        {"min", *std::min_element(times.begin(), times.end())},
        {"max", *std::max_element(times.begin(), times.end())},
        {"times", times}, {"exit_codes", std::vector<int>(times.size(), 0)}};
}

} // namespace

std::string
hyperfine_json(std::span<const process_times> processes)
{
    nlohmann::json results = nlohmann::json::array();
    for (const process_times &process : processes)
        if (!process.twin && !process.wall_ms.empty())
            results.push_back(result_of(process));
    return nlohmann::json{{"results", results}}.dump(2) + '\n';
}

} // namespace cleanup
