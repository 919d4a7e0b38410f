// How subcommands end: with a status, and one sentence when something failed.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace cleanup
{

enum exit_status {
    done = 0,
    failed = 1,
    usage = 2,
    regressed = 3,
    stopped = 130
};

inline int
fail(const std::string &sentence, exit_status status = failed)
{
    fmt::print(stderr, "cleanup-bench: {}\n", sentence);
    return status;
}

inline bool
colour_wanted()
{
    return isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR");
}

} // namespace cleanup
