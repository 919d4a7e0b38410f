#include "bench/harness/export_go_text.hpp"

#include "bench/harness/benchmark_entry.hpp"

#include <fmt/format.h>
#include <map>

namespace cleanup
{

namespace
{

std::string
line_name(const sample &measured)
{
    const cell_id &cell = measured.cell;
    if (measured.role == role::control)
        return fmt::format("BenchmarkControl-{}", cell.threads);
    return fmt::format(
        "BenchmarkCleanup/{}-{}", benchmark_name(cell), cell.threads);
}

// NAME ITERATIONS VALUE UNIT, as testing.BenchmarkResult prints them.
std::string
result_line(const sample &measured)
{
    return fmt::format("{} \t{}\t{} ns/op\n", line_name(measured),
        resources_of(measured), *measured.ns_per_resource);
}

std::string
header_text(const go_text_header &header)
{
    return fmt::format("goos: {}\ngoarch: {}\npkg: {}\ncpu: {}\n", header.goos,
        header.goarch, header.pkg, header.cpu);
}

} // namespace

std::string
go_benchmark_text(const go_text_header &header, std::span<const sample> samples)
{
    std::map<std::string, std::string> lines_by_runtime;
    for (const sample &measured : samples) {
        if (measured.role != role::twin && measured.ns_per_resource)
            lines_by_runtime[measured.cell.runtime] += result_line(measured);
    }
    std::string text = header_text(header);
    for (const auto &[runtime, lines] : lines_by_runtime)
        text += fmt::format("runtime: {}\n{}", runtime, lines);
    return text;
}

} // namespace cleanup
