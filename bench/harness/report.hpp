// report.html: a finished run as one page that needs nothing else.
#pragma once

#include "bench/harness/result.hpp"
#include "bench/harness/run_folder.hpp"

#include <filesystem>

namespace cleanup
{

// Writes `charts`/report.html from the run's files and the charts that
// plots/draw has left in `charts`; returns its path. Sections without data are
// left out.
result<std::filesystem::path>
write_report(const run_folder &run, const std::filesystem::path &charts);

} // namespace cleanup
