/* Loading and unloading: of plug-ins while the library is the process's malloc,
 * and of the library itself, where it is not. First argument of the program:
 * the plug-in; second: the library. */
#include "preloaded.h"

#include <pthread.h>

static const char *plugin_path;
static const char *library_path;

typedef void *
allocate_function(size_t size);
typedef void
release_function(void *block);

struct library {
    void *handle;
    union {
        void *address;
        allocate_function *call;
    } allocate;
    union {
        void *address;
        release_function *call;
    } release;
};

static struct library
load(const char *path, const char *allocate, const char *release)
{
    struct library library = {.handle = dlopen(path, RTLD_NOW | RTLD_LOCAL)};
    if (!library.handle)
        fail_msg("%s", dlerror());
    library.allocate.address = dlsym(library.handle, allocate);
    library.release.address = dlsym(library.handle, release);
    return library;
}

static void
plugins_come_and_go(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        struct library plugin =
            load(plugin_path, "plugin_allocate", "plugin_release");
        void *here = hidden_block(malloc(100));
        void *there = plugin.allocate.call(100);
        plugin.release.call(here);
        free(there);
        assert_int_equal(dlclose(plugin.handle), 0);
    }
}

static void *
use_plugin(void *argument)
{
    struct library *plugin = argument;
    for (size_t i = 0; i < 1000; i++)
        plugin->release.call(plugin->allocate.call(i * 10));
    return NULL;
}

static void
a_plugin_serves_threads_older_and_younger_than_it(void **state)
{
    (void)state;
    struct library plugin =
        load(plugin_path, "plugin_allocate", "plugin_release");
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, use_plugin, &plugin);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(dlclose(plugin.handle), 0);
}

/* The library beside another malloc: a heap of its own. */

static void *
use_library(void *argument)
{
    struct library *library = argument;
    void *blocks[500];
    for (size_t i = 0; i < 500; i++)
        blocks[i] = memset(library->allocate.call(i * 100 + 1), 1, i * 100 + 1);
    for (size_t i = 0; i < 500; i++)
        library->release.call(blocks[i]);
    return NULL;
}

static void
the_library_is_loaded_late_and_let_go_of_under_running_threads(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct library library = load(library_path, "malloc", "free");
        pthread_t thread;
        pthread_create(&thread, NULL, use_library, &library);
        use_library(&library);
        assert_int_equal(dlclose(library.handle), 0);
        pthread_join(thread, NULL);
    }
}

int
main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    plugin_path = arguments[1];
    library_path = arguments[2];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugins_come_and_go),
        cmocka_unit_test(a_plugin_serves_threads_older_and_younger_than_it),
        cmocka_unit_test(
            the_library_is_loaded_late_and_let_go_of_under_running_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
