// Files read and written in one piece.
#pragma once

#include "bench/harness/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace cleanup
{

// The bytes of the file, or an error that names it.
result<std::string>
read_whole_file(const std::filesystem::path &path);

// Replaces or creates the file so that a reader, also one after a kill or a
// power cut, sees the old bytes or the new ones and nothing between: written
// beside it, synced, renamed.
outcome
write_whole_file(const std::filesystem::path &path, std::string_view bytes);

} // namespace cleanup
