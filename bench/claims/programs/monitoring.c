/* Both samples of 3.3, in C, for threads: their number, every 50 milliseconds
 * instead of 5 seconds, and a stack. The C library walks that of the thread
 * that asks, and no other's. */
#include <dirent.h>
#include <execinfo.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WAITING = 3, MOST_FRAMES = 64, INTERVAL_US = 50 * 1000 };

static int
count_threads(void)
{
    DIR *threads = opendir("/proc/self/task");
    if (!threads)
        return -1;
    int count = 0;
    for (struct dirent *thread; (thread = readdir(threads)) != NULL;)
        count += thread->d_name[0] != '.';
    closedir(threads);
    return count;
}

static void *
monitor_threads(void *argument)
{
    for (;;) {
        usleep(INTERVAL_US);
        printf("当前 thread 数量: %d\n", count_threads());
    }
    return argument;
}

static void *
wait_for_ever(void *argument)
{
    for (;;)
        pause();
    return argument;
}

static void
dump_stack(void)
{
    void *frames[MOST_FRAMES];
    int depth = backtrace(frames, MOST_FRAMES);
    char **names = backtrace_symbols(frames, depth);
    puts("完整堆栈:");
    for (int i = 0; names && i < depth; i++)
        puts(names[i]);
    free(names);
}

/* Three threads that wait for ever, and the time for one line. */
int
main(void)
{
    pthread_t thread;
    for (int i = 0; i < WAITING; i++)
        if (pthread_create(&thread, NULL, wait_for_ever, NULL) != 0)
            return 1;
    if (pthread_create(&thread, NULL, monitor_threads, NULL) != 0)
        return 1;
    usleep(INTERVAL_US * 3 / 2);
    dump_stack();
    return 0;
}
