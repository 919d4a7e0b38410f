// The ladder in real Go: a program beside this one, which is asked for one
// sample at a time, in its place within the round.
#pragma once

#include "bench/studies/ladder/contender.hpp"

namespace cleanup
{

// What a goal that needs Go says where there is none.
inline constexpr std::string_view no_go_here =
    "no Go here: apt-get install golang-go";

// Starts the program and asks for its version, which stands for the compiler,
// as go-1.19.8. Empty where it was not built or does not answer.
std::vector<contender>
go_ladder();

} // namespace cleanup
