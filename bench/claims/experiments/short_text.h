/* Names of settings, made up as an experiment goes. */
#ifndef BENCH_CLAIMS_EXPERIMENTS_SHORT_TEXT_H
#define BENCH_CLAIMS_EXPERIMENTS_SHORT_TEXT_H

#include <stdarg.h>
#include <stdio.h>

struct short_text {
    char bytes[96]; /* what is longer is cut */
};

/* As printf. Lives as long as the expression or variable that it is in. */
__attribute__((format(printf, 1, 2))) static inline struct short_text
short_text(const char *format, ...)
{
    struct short_text text;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text.bytes, sizeof text.bytes, format, arguments);
    va_end(arguments);
    return text;
}

#endif
