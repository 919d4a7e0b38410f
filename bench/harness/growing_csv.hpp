// A CSV file that is written line by line as a run goes. A kill at any moment
// leaves whole lines, and maybe a torn last one.
#pragma once

#include "bench/harness/result.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace cleanup
{

// Appends lines; each has left the process when append returns. Open until
// destroyed.
class growing_csv
{
public:
    // Creates the file with its header (a line with its line end), or goes on
    // behind the last line of one. A file with another header is an error, and
    // one that ends within a line: cut that first.
    static result<growing_csv>
    open(const std::filesystem::path &path, const std::string &header);

    // A line with its line end. A disk that is full is an error at once.
    outcome
    append(const std::string &line);

private:
    struct closer {
        void
        operator()(std::FILE *stream) const;
    };
    using stream = std::unique_ptr<std::FILE, closer>;

    growing_csv(stream opened, std::string path);

    stream file;
    std::string name;
};

// The file's bytes up to its last line end. What stands behind that was torn by
// a kill.
result<std::string>
read_whole_lines(const std::filesystem::path &path);

} // namespace cleanup
