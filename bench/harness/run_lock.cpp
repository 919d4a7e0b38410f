#include "bench/harness/run_lock.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cleanup
{
namespace
{

// Not TMPDIR: users and sessions differ in it.
constexpr char shared_path[] = "/tmp/cleanup-bench.lock";
constexpr mode_t for_all = 0666;

std::string
lock_path()
{
    const char *named = std::getenv(run_lock_variable);
    return named && *named ? named : shared_path;
}

// Creates the file for all users, whatever the umask is; -1 when it cannot.
int
create_for_all(const std::string &path)
{
    const int file = open(path.c_str(),
        O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, for_all);
    if (file >= 0)
        fchmod(file, for_all);
    return file;
}

// An existing file is opened without O_CREAT, which the kernel refuses in /tmp
// for another user's file (fs.protected_regular). Reading is enough to lock.
int
open_existing(const std::string &path)
{
    const int file = open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (file >= 0 || (errno != EACCES && errno != EROFS))
        return file;
    return open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

// Two first runs may race to create it: the loser finds it existing.
int
open_lock(const std::string &path)
{
    int file = open_existing(path);
    if (file < 0 && errno == ENOENT)
        file = create_for_all(path);
    return file < 0 && errno == EEXIST ? open_existing(path) : file;
}

// Leaves this process's number in the file, for the message of another run.
// One that cannot be written is a lock all the same.
void
note_holder(int file)
{
    const std::string number = fmt::format("{}\n", getpid());
    if (ftruncate(file, 0) == 0 &&
        pwrite(file, number.data(), number.size(), 0) < 0)
        return;
}

// " (process 1234)", or nothing when the file does not tell.
std::string
holder(int file)
{
    char text[24] = "";
    if (pread(file, text, sizeof text - 1, 0) <= 0)
        return {};
    const unsigned long number = std::strtoul(text, nullptr, 10);
    return number ? fmt::format(" (process {})", number) : "";
}

error
refusal(int file, const std::string &path)
{
    if (errno != EWOULDBLOCK)
        return {fmt::format("cannot lock {}: {}; --force measures without",
            path, std::strerror(errno))};
    return {fmt::format("another run is measuring on this machine{}, and both "
                        "would be wrong; wait for its end, or --force",
        holder(file))};
}

} // namespace

run_lock::run_lock(int locked) : file(locked)
{
}

run_lock::run_lock(run_lock &&from) noexcept
    : file(std::exchange(from.file, -1))
{
}

run_lock::~run_lock()
{
    if (file >= 0)
        close(file);
}

result<run_lock>
run_lock::take()
{
    const std::string path = lock_path();
    const int file = open_lock(path);
    if (file < 0)
        return error{fmt::format("cannot open the lock {}: {}; "
                                 "{} names another file, --force measures "
                                 "without",
            path, std::strerror(errno), run_lock_variable)};
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        const error refused = refusal(file, path);
        close(file);
        return refused;
    }
    note_holder(file);
    return run_lock(file);
}

} // namespace cleanup
