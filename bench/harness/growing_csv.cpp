#include "bench/harness/growing_csv.hpp"

#include "bench/harness/whole_file.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

// Whether the file already has its header. An error when it has another one,
// or ends within a line.
result<bool>
has_header(const std::filesystem::path &path, const std::string &header)
{
    std::error_code status;
    if (!std::filesystem::exists(path, status))
        return false;
    auto text = read_whole_file(path);
    if (!text)
        return error{text.message()};
    if (text->empty())
        return false;
    if (!text->starts_with(header))
        return error{path.string() + " has other columns than it should"};
    if (text->back() != '\n')
        return error{path.string() + " ends within a line"};
    return true;
}

} // namespace

void
growing_csv::closer::operator()(std::FILE *stream) const
{
    std::fclose(stream);
}

growing_csv::growing_csv(stream opened, std::string path)
    : file(std::move(opened)), name(std::move(path))
{
}

result<growing_csv>
growing_csv::open(const std::filesystem::path &path, const std::string &header)
{
    auto started = has_header(path, header);
    if (!started)
        return error{started.message()};
    stream opened(std::fopen(path.c_str(), "ae"));
    if (!opened)
        return error{fmt::format(
            "cannot open {}: {}", path.string(), std::strerror(errno))};
    growing_csv grown(std::move(opened), path.string());
    if (outcome written = *started ? success{} : grown.append(header); !written)
        return error{written.message()};
    return grown;
}

outcome
growing_csv::append(const std::string &line)
{
    if (std::fputs(line.c_str(), file.get()) < 0 ||
        std::fflush(file.get()) != 0)
        return error{
            fmt::format("cannot write {}: {}", name, std::strerror(errno))};
    return success{};
}

result<std::string>
read_whole_lines(const std::filesystem::path &path)
{
    auto text = read_whole_file(path);
    if (text)
        text->resize(text->rfind('\n') + 1); // npos + 1 is 0: nothing is left
    return text;
}

} // namespace cleanup
