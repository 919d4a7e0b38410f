/* The sample of chapter 1, in C: 10,000 blocks of 16 bytes whose addresses
 * nobody keeps, so that here, as in Go, the compiler may leave them out. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

int
main(void)
{
    struct mallinfo2 before = mallinfo2();

    for (int i = 0; i < 10000; i++)
        (void)!malloc(16); /* cppcheck-suppress leakReturnValNotUsed */

    struct mallinfo2 after = mallinfo2();
    fprintf(stderr, "Heap allocated (MB): %zu\n",
        (after.uordblks - before.uordblks) / 1024 / 1024);
    return 0;
}
