// benchmark.txt: the samples as Go's benchmark text, for benchstat. The format:
// https://golang.org/design/14313-benchmark-format
#pragma once

#include "bench/harness/cell.hpp"

#include <span>
#include <string>

namespace cleanup
{

// What stands at the head of the file. Values hold no line end.
struct go_text_header {
    std::string goos;   // "linux"
    std::string goarch; // "amd64"
    std::string pkg;
    std::string cpu; // the processor's name
};

// The file's text: a line per sample of a cell or the control, grouped by
// runtime; an op is one resource. Twins are left out: they would count their
// cell twice.
std::string
go_benchmark_text(
    const go_text_header &header, std::span<const sample> samples);

} // namespace cleanup
