/* A thread that does one thing and ends. Include cmocka.h first. */
#ifndef TESTS_STRATEGIES_ANOTHER_THREAD_H
#define TESTS_STRATEGIES_ANOTHER_THREAD_H

#include <pthread.h>

static inline void *
in_another_thread(void *(*work)(void *), void *argument)
{
    pthread_t thread;
    void *result;
    assert_int_equal(pthread_create(&thread, NULL, work, argument), 0);
    assert_int_equal(pthread_join(thread, &result), 0);
    return result;
}

#endif
