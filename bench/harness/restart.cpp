#include "bench/harness/restart.hpp"

#include "allocators/peers/loaded_malloc.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace cleanup
{

void
restart_with_room_for_peers(char *const arguments[])
{
    constexpr char variable[] = "GLIBC_TUNABLES";
    const char *set = std::getenv(variable);
    std::string tunables = set ? set : "";
    if (tunables.find(LOADED_MALLOC_TUNABLE "=") != std::string::npos)
        return;
    if (!tunables.empty())
        tunables += ':';
    tunables += LOADED_MALLOC_TUNABLE "=" LOADED_MALLOC_TUNABLE_VALUE;
    std::error_code failure;
    // By its own name: under /proc/self/exe it would be called "exe".
    const auto program =
        std::filesystem::read_symlink("/proc/self/exe", failure);
    if (!failure && setenv(variable, tunables.c_str(), 1) == 0)
        execv(program.c_str(), arguments);
}

} // namespace cleanup
