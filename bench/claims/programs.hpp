// The article's programs, and what they printed in a run.
#pragma once

#include "bench/claims/evidence.hpp"

namespace cleanup
{

// article_programs.csv: program, section, what the article says of it, and what
// it prints in Go and in C. No rows when they were not run.
table
programs_table(const evidence &seen);

} // namespace cleanup
