#include "bench/harness/line_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cleanup
{
namespace
{

using steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::vector<char *>
pointers_to(const std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    for (const std::string &text : texts)
        pointers.push_back(const_cast<char *>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

// 0, or an errno.
int
spawn(pid_t &child, const std::filesystem::path &program,
    const std::vector<std::string> &environment, int socket, int complaints)
{
    posix_spawn_file_actions_t streams;
    posix_spawn_file_actions_init(&streams);
    posix_spawn_file_actions_adddup2(&streams, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&streams, socket, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&streams, complaints, STDERR_FILENO);
    std::string name = program.string();
    char *const arguments[] = {name.data(), nullptr};
    const int reason = posix_spawn(&child, name.c_str(), &streams, nullptr,
        arguments, pointers_to(environment).data());
    posix_spawn_file_actions_destroy(&streams);
    return reason;
}

// How the process ended, as waitpid tells it: it gets a second to end of
// itself.
int
wait_for_end(pid_t child)
{
    int status = 0;
    for (const auto until = steady::now() + std::chrono::seconds(1);
         steady::now() < until; std::this_thread::sleep_for(milliseconds(2)))
        if (waitpid(child, &status, WNOHANG) == child)
            return status;
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

std::string
first_line_of(int file)
{
    std::array<char, 200> text{};
    const ssize_t length = pread(file, text.data(), text.size(), 0);
    const std::string read(
        text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    return read.substr(0, read.find('\n'));
}

// Waits until something can be read. False when the time is over.
bool
readable(int socket, steady::time_point until)
{
    for (;;) {
        const auto left = std::chrono::duration_cast<milliseconds>(
            until - steady::now() + milliseconds(1));
        pollfd waited{socket, POLLIN, 0};
        const int ready =
            poll(&waited, 1, std::max(0, static_cast<int>(left.count())));
        if (ready >= 0 || errno != EINTR)
            return ready > 0;
    }
}

} // namespace

result<line_process>
line_process::start(const std::filesystem::path &program,
    const std::vector<std::string> &environment)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return error{
            fmt::format("cannot make a socket: {}", std::strerror(errno))};
    line_process started(-1, ends[0], memfd_create("complaints", MFD_CLOEXEC));
    const int reason =
        spawn(started.child, program, environment, ends[1], started.complaints);
    ::close(ends[1]);
    if (reason == 0)
        return started;
    started.child = -1;
    return error{fmt::format(
        "cannot start {}: {}", program.string(), std::strerror(reason))};
}

line_process::line_process(pid_t of, int through, int errors)
    : child(of), socket(through), complaints(errors)
{
}

line_process::line_process(line_process &&other) noexcept
    : child(std::exchange(other.child, -1)),
      socket(std::exchange(other.socket, -1)),
      complaints(std::exchange(other.complaints, -1)),
      unread(std::move(other.unread))
{
}

line_process &
line_process::operator=(line_process &&other) noexcept
{
    std::swap(child, other.child);
    std::swap(socket, other.socket);
    std::swap(complaints, other.complaints);
    std::swap(unread, other.unread);
    return *this;
}

line_process::~line_process()
{
    close();
}

void
line_process::close()
{
    if (socket >= 0)
        ::close(std::exchange(socket, -1));
    if (child > 0)
        wait_for_end(std::exchange(child, -1));
    if (complaints >= 0)
        ::close(std::exchange(complaints, -1));
}

outcome
line_process::send(const std::string &line)
{
    const std::string text = line + '\n';
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t length = ::send(
            socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return error{obituary()};
        sent += static_cast<std::size_t>(length);
    }
    return success{};
}

result<std::string>
line_process::receive(milliseconds patience)
{
    const steady::time_point until = steady::now() + patience;
    std::size_t end;
    while ((end = unread.find('\n')) == std::string::npos) {
        if (!readable(socket, until))
            return error{fmt::format("said nothing for {:g} seconds",
                std::chrono::duration<double>(patience).count())};
        std::array<char, 4096> text;
        const ssize_t length = read(socket, text.data(), text.size());
        if (length <= 0)
            return error{obituary()};
        unread.append(text.data(), static_cast<std::size_t>(length));
    }
    std::string line = unread.substr(0, end);
    unread.erase(0, end + 1);
    return line;
}

// How it ended. Asked twice, there is no process any more: -1 stands for all.
std::string
line_process::obituary()
{
    if (child < 0)
        return "has ended";
    const int status = wait_for_end(std::exchange(child, -1));
    std::string text =
        WIFSIGNALED(status)
            ? fmt::format("was ended by {}", strsignal(WTERMSIG(status)))
            : fmt::format("ended with status {}", WEXITSTATUS(status));
    const std::string said = first_line_of(complaints);
    return said.empty() ? text : text + ": " + said;
}

} // namespace cleanup
