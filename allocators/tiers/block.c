#include "allocators/tiers/block.h"

#ifdef TIERS_HARDENED

#include <string.h>
#include <sys/auxv.h>

uintptr_t block_secret;

/* Every caller stores the same: 16 random bytes from the kernel lie in the
 * process's memory from its start, and the C library uses the first of them. */
void
block_choose_secret(void)
{
    const char *random_bytes = (const char *)getauxval(AT_RANDOM);
    uintptr_t secret = (uintptr_t)&block_secret;
    if (random_bytes)
        memcpy(&secret, random_bytes + sizeof secret, sizeof secret);
    __atomic_store_n(&block_secret, secret, __ATOMIC_RELAXED);
}

#endif
