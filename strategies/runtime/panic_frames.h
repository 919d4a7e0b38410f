/* How a function returns from outside. */
#ifndef STRATEGIES_RUNTIME_PANIC_FRAMES_H
#define STRATEGIES_RUNTIME_PANIC_FRAMES_H

#include "strategies/runtime/defer.h"

#include <unwind.h>

/* Returns from the function that `frame` lies in, with its result, as if by its
 * own return; `caller` is the unwinder's view of the function that called it.
 * What lies between is left as it is. */
void
panic_frames_return(const struct defer_frame *frame,
    struct _Unwind_Context *caller) __attribute__((noreturn));

/* Tells AddressSanitizer that functions are about to be left. */
void
panic_frames_forget(void);

#endif
