#include "bench/harness/cpu_time.hpp"

#include <fstream>
#include <string>

#include <unistd.h>

namespace cleanup
{

// The first line's fields, in ticks: idle is the fourth, waiting for devices
// the fifth, steal the eighth, see proc(5).
std::optional<cpu_time>
cpu_time_now(const std::filesystem::path &root)
{
    const double tick_ms = 1000.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
    std::ifstream file(root / "proc/stat");
    std::string label;
    file >> label;
    cpu_time time;
    for (int field = 1; field <= 8; ++field) {
        double ticks = 0;
        if (!(file >> ticks))
            return std::nullopt;
        time.all_ms += ticks * tick_ms;
        if (field == 4 || field == 5)
            time.idle_ms += ticks * tick_ms;
        time.stolen_ms = ticks * tick_ms;
    }
    return time;
}

std::optional<double>
stolen_share(const cpu_time &before, const cpu_time &after)
{
    if (after.all_ms <= before.all_ms)
        return std::nullopt;
    return (after.stolen_ms - before.stolen_ms) /
           (after.all_ms - before.all_ms);
}

std::optional<double>
busy_share(const cpu_time &before, const cpu_time &after)
{
    if (after.all_ms <= before.all_ms)
        return std::nullopt;
    const double unused =
        after.idle_ms - before.idle_ms + after.stolen_ms - before.stolen_ms;
    return 1 - unused / (after.all_ms - before.all_ms);
}

} // namespace cleanup
