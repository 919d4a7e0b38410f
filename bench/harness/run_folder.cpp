#include "bench/harness/run_folder.hpp"

#include "bench/harness/nearest_name.hpp"
#include "bench/harness/whole_file.hpp"

#include <ctime>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

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

} // namespace

result<run_folder>
create_run_folder(const fs::path &out, const fs::path &results)
{
    const fs::path path = !out.empty()
                              ? out
                              : results / fmt::format("{:%Y-%m-%dT%H-%M-%S}",
                                              fmt::localtime(std::time({})));
    std::error_code failure;
    if (path.has_parent_path())
        fs::create_directories(path.parent_path(), failure);
    if (!failure && fs::create_directory(path, failure))
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
