#include "strategies/runtime/panic_frames.h"

#include <unwind.h>

#ifndef DEFER_MARKS

/* What a caller finds when its call returns (System V ABI, x86-64). */
struct caller {
    uint64_t rbx, rbp, r12, r13, r14, r15;
    uint64_t stack_pointer, return_address;
    uint64_t result[2];
};

/* Whole words: a smaller result lies at the beginning of its own. */
__attribute__((no_sanitize("address"))) static void
take_result(struct caller *caller, uintptr_t result)
{
    const volatile uint64_t *words =
        (const uint64_t *)(result & ~(uintptr_t)DEFER_TWO_WORDS);
    if (!words)
        return;
    caller->result[0] = words[0];
    if (result & DEFER_TWO_WORDS)
        caller->result[1] = words[1];
}

/* A result is in rax and rdx or in xmm0 and xmm1: all get it. */
__attribute__((no_sanitize("address"))) static _Noreturn void
return_to(const struct caller *caller)
{
    __asm__ volatile("movq 0(%0), %%rbx\n\t"
                     "movq 8(%0), %%rbp\n\t"
                     "movq 16(%0), %%r12\n\t"
                     "movq 24(%0), %%r13\n\t"
                     "movq 32(%0), %%r14\n\t"
                     "movq 40(%0), %%r15\n\t"
                     "movq 48(%0), %%rsp\n\t"
                     "movq 56(%0), %%rcx\n\t"
                     "movq 64(%0), %%rax\n\t"
                     "movq 72(%0), %%rdx\n\t"
                     "movq %%rax, %%xmm0\n\t"
                     "movq %%rdx, %%xmm1\n\t"
                     "jmp *%%rcx"
                     :
                     : "D"(caller)
                     : "memory");
    __builtin_unreachable();
}

/* Registers are numbered as in the ABI's DWARF table. Nobody would tell
 * AddressSanitizer that this frame is left. */
__attribute__((no_sanitize("address"))) void
panic_frames_return(
    const struct defer_frame *frame, struct _Unwind_Context *context)
{
    struct caller caller = {
        .rbx = _Unwind_GetGR(context, 3),
        .rbp = _Unwind_GetGR(context, 6),
        .r12 = _Unwind_GetGR(context, 12),
        .r13 = _Unwind_GetGR(context, 13),
        .r14 = _Unwind_GetGR(context, 14),
        .r15 = _Unwind_GetGR(context, 15),
        .stack_pointer = _Unwind_GetCFA(context),
        .return_address = _Unwind_GetIP(context),
    };
    take_result(&caller, frame->result);
    return_to(&caller);
}

#endif

#if defined(__SANITIZE_ADDRESS__)
#define PANIC_FRAMES_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PANIC_FRAMES_ADDRESS_SANITIZER
#endif
#endif

#ifdef PANIC_FRAMES_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#endif

void
panic_frames_forget(void)
{
#ifdef PANIC_FRAMES_ADDRESS_SANITIZER
    __asan_handle_no_return();
#endif
}
