// A folder of its own for one test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace cleanup
{

// Made on construction, removed with all its files on destruction.
class temporary_folder
{
public:
    temporary_folder()
    {
        std::string name =
            std::filesystem::temp_directory_path() / "harness_test.XXXXXX";
        if (!mkdtemp(name.data()))
            throw std::runtime_error("no folder " + name);
        path = name;
    }
    ~temporary_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    temporary_folder(const temporary_folder &) = delete;
    temporary_folder &
    operator=(const temporary_folder &) = delete;

    std::filesystem::path
    operator/(const std::string &name) const
    {
        return path / name;
    }

    std::filesystem::path path;
};

inline std::string
text_of_file(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void
put_text(const std::filesystem::path &path, const std::string &text)
{
    std::ofstream(path, std::ios::binary) << text;
}

} // namespace cleanup
