/* A block of statements that runs when the scope around it ends, whichever way
 * out is taken:
 *
 *     FILE *file = fopen(path, "r");
 *     if (!file)
 *         return false;
 *     SCOPE_DEFER { fclose(file); }
 *
 * Variables are seen as they are when the block runs. Several run in reverse.
 * The block may not leave itself by return, break, goto or longjmp. */
#ifndef STRATEGIES_RUNTIME_SCOPE_H
#define STRATEGIES_RUNTIME_SCOPE_H

/* By gcc's nested functions: one function for the block, inlined, which the
 * cleanup attribute of a variable without use calls. No trampoline: the
 * function's address is never taken. */
#define SCOPE_DEFER_NESTED SCOPE_DEFER_NUMBERED(__COUNTER__)
#define SCOPE_DEFER_NUMBERED(number) SCOPE_DEFER_NAMED(number)
#define SCOPE_DEFER_NAMED(number)                                              \
    __extension__ auto inline __attribute__((                                  \
        always_inline)) void scope_block_##number(const char *);               \
    __attribute__((cleanup(scope_block_##number), unused))                     \
    const char scope_end_##number = 0;                                         \
    __extension__ inline                                                       \
        __attribute__((always_inline)) void scope_block_##number(              \
            __attribute__((unused)) const char *scope_argument_##number)

/* By the C defer TS (ISO/IEC TS 25755) where it is switched on, else by gcc;
 * a compiler that has neither stops here. */
#if defined __STDC_DEFER_TS25755__
#define SCOPE_DEFER _Defer
#elif defined __GNUC__ && !defined __clang__
#define SCOPE_DEFER SCOPE_DEFER_NESTED
#else
#error "SCOPE_DEFER needs gcc, or clang 22 with -std=c2y -fdefer-ts"
#endif

#endif
