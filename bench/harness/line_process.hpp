// A process that is spoken to line by line: its standard input and output are
// one socket, and its end of input is our end.
#pragma once

#include "bench/harness/result.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace cleanup
{

class line_process
{
public:
    // Starts the program with this environment ("NAME=VALUE" each).
    static result<line_process>
    start(const std::filesystem::path &program,
        const std::vector<std::string> &environment);

    // Closes its input, waits a second for its end and then ends it.
    ~line_process();
    line_process(line_process &&) noexcept;
    line_process &
    operator=(line_process &&) noexcept;

    // A process that has died or is silent is of no more use. The error says
    // how it ended, and the first line of its standard error.
    outcome
    send(const std::string &line);
    result<std::string>
    receive(std::chrono::milliseconds patience);

private:
    line_process(pid_t child, int socket, int complaints);
    std::string
    obituary();
    void
    close();

    pid_t child = -1;    // none once it has been waited for
    int socket = -1;     // to its standard input and output
    int complaints = -1; // a file in memory: its standard error
    std::string unread;  // received, behind the last line
};

} // namespace cleanup
