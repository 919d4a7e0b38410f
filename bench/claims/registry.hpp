// Every claim, in the order of the article, one line each. A claim is defined
// in the file that begins with its name, or with the first of its group.
#pragma once

#include "bench/claims/claim.hpp"

// clang-format off
#define FOR_EACH_CLAIM(X) \
    X(c01) \
    X(c02) \
    X(c03) \
    X(c04) \
    X(c05) \
    X(c06) \
    X(c07) \
    X(c08) \
    X(c09) \
    X(c10) \
    X(c11) \
    X(c12) \
    X(c13) \
    X(c14) \
    X(c15) \
    X(c16) \
    X(c17) \
    X(c18) \
    X(c19) \
    X(c20) \
    X(c21) \
    X(c22) \
    X(c23) \
    X(c24) \
    X(c25) \
    X(c26) \
    X(c27) \
    X(c28) \
    X(c29) \
    X(c30) \
    X(c31) \
    X(c32) \
    X(c33) \
    X(c34) \
    X(c35) \
    X(c36) \
    X(c37) \
    X(c38) \
    X(c39) \
    X(c40) \
    X(c41) \
    X(c42) \
    X(c43) \
    X(c44) \
    X(c45) \
    X(c46)
// clang-format on

namespace cleanup
{

#define DECLARE_CLAIM(name) extern const claim name;
FOR_EACH_CLAIM(DECLARE_CLAIM)
#undef DECLARE_CLAIM

} // namespace cleanup
