#include "bench/harness/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace cleanup
{
namespace
{

using namespace std::chrono_literals;

constexpr auto terminal_pause = 100ms;
constexpr auto file_pause = 10s;
constexpr int bar_columns = 20;

// "1:05 left"; nothing while too little is done to tell.
std::string
time_left(double share, double elapsed_s)
{
    if (share < 0.02 || elapsed_s < 0.5)
        return "";
    const long left = std::lround(elapsed_s * (1 - share) / share);
    return fmt::format("{}:{:02} left", left / 60, left % 60);
}

} // namespace

progress::progress(std::string what, double all)
    : label(std::move(what)), total(all), terminal(isatty(STDERR_FILENO) == 1),
      started(clock::now()), said(started)
{
}

progress::~progress()
{
    if (terminal && drawn)
        fmt::print(stderr, "\r\x1b[K");
}

void
progress::update(double done, const std::string &detail)
{
    const clock::time_point now = clock::now();
    if (now - said < (terminal ? clock::duration(terminal_pause)
                               : clock::duration(file_pause)))
        return;
    said = now;
    const double share = std::clamp(total > 0 ? done / total : 1, 0.0, 1.0);
    const std::chrono::duration<double> elapsed = now - started;
    draw(share, time_left(share, elapsed.count()), detail);
}

void
progress::draw(double share, const std::string &left, const std::string &detail)
{
    drawn = true;
    if (!terminal) {
        fmt::print(stderr, "{}: {:.0f}%  {}\n", label, share * 100, left);
        return;
    }
    const int filled = static_cast<int>(share * bar_columns);
    fmt::print(stderr, "\r\x1b[K{} [{:=<{}}{:{}}] {:3.0f}%  {}  {:.40}", label,
        "", filled, "", bar_columns - filled, share * 100, left, detail);
    std::fflush(stderr);
}

} // namespace cleanup
