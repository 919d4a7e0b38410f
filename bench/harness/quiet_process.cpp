#include "bench/harness/quiet_process.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cleanup
{

namespace
{

class file_actions
{
public:
    explicit file_actions(const std::filesystem::path &said)
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(
            &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said.c_str(),
            O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn_file_actions_adddup2(
            &actions, STDOUT_FILENO, STDERR_FILENO);
    }
    ~file_actions()
    {
        posix_spawn_file_actions_destroy(&actions);
    }
    file_actions(const file_actions &) = delete;
    file_actions &
    operator=(const file_actions &) = delete;

    posix_spawn_file_actions_t actions;
};

std::vector<char *>
pointers_to(const std::vector<std::string> &words)
{
    std::vector<char *> pointers;
    for (const std::string &word : words)
        pointers.push_back(const_cast<char *>(word.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

// The wait status, or none when there is no such child.
std::optional<int>
wait_for(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return std::nullopt;
    return status;
}

std::string
last_line(const std::filesystem::path &path)
{
    std::ifstream file(path);
    std::string last;
    for (std::string line; std::getline(file, line);)
        if (!line.empty())
            last = line;
    return last;
}

std::string
end_in_words(int status)
{
    if (WIFSIGNALED(status))
        return fmt::format("was killed by signal {}", WTERMSIG(status));
    return fmt::format("ended with status {}", WEXITSTATUS(status));
}

} // namespace

outcome
run_quietly(const std::vector<std::string> &arguments,
    const std::filesystem::path &said)
{
    const file_actions redirected(said);
    pid_t child = -1;
    const int failure = posix_spawnp(&child, arguments.front().c_str(),
        &redirected.actions, nullptr, pointers_to(arguments).data(), environ);
    if (failure != 0)
        return error{fmt::format(
            "cannot start {}: {}", arguments.front(), std::strerror(failure))};
    const std::optional<int> status = wait_for(child);
    if (!status)
        return error{fmt::format("lost {}", arguments.front())};
    if (*status != 0)
        return error{fmt::format("{} {}: {}", arguments.front(),
            end_in_words(*status), last_line(said))};
    return success{};
}

} // namespace cleanup
