#include "bench/harness/run_folder.hpp"

#include "bench/harness/nearest_name.hpp"
#include "bench/harness/whole_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <vector>

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

namespace cleanup
{
namespace
{

namespace fs = std::filesystem;

std::vector<std::string>
runs_in(const fs::path &results)
{
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(results, ignored))
        if (fs::exists(entry.path() / "context.json", ignored))
            names.push_back(entry.path().filename());
    return names;
}

// Nothing, or what a kill left of a file that was being written.
bool
holds_nothing(const fs::path &path)
{
    std::error_code failure;
    fs::directory_iterator entries(path, failure);
    return !failure && std::all_of(begin(entries), end(entries),
                           [](const fs::directory_entry &entry) {
                               return entry.path().extension() == ".partial";
                           });
}

// 0, or why the file could not have so many bytes. It has no name from the
// start, so that no kill leaves it behind.
int
take_room(const fs::path &path, std::size_t bytes)
{
    const int file =
        open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return errno;
    unlink(path.c_str());
    const int failure = posix_fallocate(file, 0, static_cast<off_t>(bytes));
    close(file);
    return failure;
}

} // namespace

result<run_folder>
create_run_folder(const fs::path &out, const fs::path &results)
{
    /* Two runs that begin within one second differ by what is appended. */
    const fs::path by_time = results / fmt::format("{:%Y-%m-%dT%H-%M-%S}",
                                           fmt::localtime(std::time({})));
    fs::path path = out.empty() ? by_time : out;
    std::error_code failure;
    for (int n = 2; out.empty() && fs::exists(path, failure); n++)
        path = fmt::format("{}-{}", by_time.string(), n);
    if (path.has_parent_path())
        fs::create_directories(path.parent_path(), failure);
    if (!failure &&
        (fs::create_directory(path, failure) || holds_nothing(path)))
        return run_folder{path};
    if (!failure)
        return error{fmt::format("{} exists already; choose another --out, or "
                                 "go on with --resume",
            path.string())};
    return error{fmt::format(
        "cannot create the folder {}: {}", path.string(), failure.message())};
}

result<run_folder>
find_run_folder(const std::string &name, const fs::path &results)
{
    std::error_code ignored;
    for (const fs::path &path : {fs::path(name), results / name})
        if (fs::exists(path / "context.json", ignored))
            return run_folder{path};
    const std::vector<std::string> runs = runs_in(results);
    const std::vector<std::string> near = nearest_names(name, runs);
    if (runs.empty())
        return error{fmt::format(
            "there is no run \"{}\", nor any other in {}; `make bench` makes "
            "one",
            name, results.string())};
    return error{fmt::format("there is no run \"{}\"; {} has {}", name,
        results.string(), fmt::join(near.empty() ? runs : near, ", "))};
}

outcome
link_latest(const run_folder &run, const fs::path &results)
{
    std::error_code failure;
    if (!fs::equivalent(fs::absolute(run.path).parent_path(), results, failure))
        return success{};
    const fs::path fresh = results / ".latest.new";
    fs::remove(fresh, failure);
    fs::create_directory_symlink(run.path.filename(), fresh, failure);
    if (!failure)
        fs::rename(fresh, results / "latest", failure);
    if (failure)
        return error{fmt::format("cannot point {}/latest at the run: {}",
            results.string(), failure.message())};
    return success{};
}

outcome
check_room(const run_folder &run, std::size_t bytes)
{
    if (const int failure = take_room(run.file("room.partial"), bytes))
        return error{fmt::format("{} cannot take the {:.1f} MB that this run "
                                 "may write: {}",
            run.path.string(), static_cast<double>(bytes) / 1e6,
            std::strerror(failure))};
    return success{};
}

outcome
write_context(const run_folder &run, const nlohmann::json &context)
{
    return write_whole_file(run.file("context.json"), context.dump(2) + "\n");
}

result<nlohmann::json>
read_context(const run_folder &run)
{
    result<std::string> text = read_whole_file(run.file("context.json"));
    if (!text)
        return error{text.message()};
    nlohmann::json context = nlohmann::json::parse(*text, nullptr, false);
    if (context.is_discarded())
        return error{
            fmt::format("{} is not JSON", run.file("context.json").string())};
    return context;
}

} // namespace cleanup
