/* A library that is loaded and unloaded: it allocates in its constructor, in a
 * thread's own variables, and releases in its destructor. */
#include <stdlib.h>
#include <string.h>

static char *from_constructor;
static _Thread_local char *of_this_thread;
static _Thread_local char large_thread_variable[4096];

void *
plugin_allocate(size_t size);
void
plugin_release(void *block);

__attribute__((constructor)) static void
begin(void)
{
    from_constructor = strdup("allocated by the plug-in's constructor");
}

__attribute__((destructor)) static void
end(void)
{
    free(from_constructor);
}

void *
plugin_allocate(size_t size)
{
    if (!of_this_thread)
        of_this_thread = large_thread_variable;
    of_this_thread[size % sizeof large_thread_variable] = 1;
    return malloc(size);
}

void
plugin_release(void *block)
{
    free(block);
}
