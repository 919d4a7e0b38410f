// Reads Go's benchmark text, as `go test -bench` prints it. The format:
// https://golang.org/design/14313-benchmark-format
#pragma once

#include "bench/harness/measured_run.hpp"
#include "bench/harness/result.hpp"

#include <string>
#include <string_view>

namespace cleanup
{

// Does any line give a benchmark's time?
bool
is_go_text(std::string_view text);

// Every line's ns/op; what else it tells, such as B/op, is passed over. The
// "key: value" lines are the context.
result<measured_run>
read_go_text(std::string_view text, const std::string &source);

} // namespace cleanup
