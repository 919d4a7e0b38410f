#include "bench/harness/whole_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace cleanup
{

namespace
{

error
system_error(std::string_view what, const std::filesystem::path &path)
{
    return {
        fmt::format("cannot {} {}: {}", what, path.string(), strerror(errno))};
}

bool
write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        ssize_t written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// Creates or overwrites the file; its bytes are on the disk when this is true.
bool
write_synced(const std::filesystem::path &path, std::string_view bytes)
{
    int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
        S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    if (file < 0)
        return false;
    bool written = write_all(file, bytes) && fsync(file) == 0;
    int why = errno;
    bool closed = close(file) == 0;
    if (!written)
        errno = why;
    return written && closed;
}

} // namespace

result<std::string>
read_whole_file(const std::filesystem::path &path)
{
    std::error_code status;
    if (std::filesystem::is_directory(path, status))
        return error{fmt::format("cannot read {}: a folder", path.string())};
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    if (!file)
        return system_error("open", path);
    if (file.peek() != std::ifstream::traits_type::eof())
        bytes << file.rdbuf();
    if (file.bad() || bytes.bad())
        return system_error("read", path);
    return bytes.str();
}

outcome
write_whole_file(const std::filesystem::path &path, std::string_view bytes)
{
    std::filesystem::path beside = path;
    beside += ".partial";
    if (write_synced(beside, bytes) &&
        rename(beside.c_str(), path.c_str()) == 0)
        return success{};
    error why = system_error("write", path);
    unlink(beside.c_str());
    return why;
}

} // namespace cleanup
