#include "bench/claims/programs/open_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static bool
is_text_file(int folder, const char *link)
{
    char name[4096];
    ssize_t length = readlinkat(folder, link, name, sizeof name);
    return length >= 4 && memcmp(name + length - 4, ".txt", 4) == 0;
}

int
open_files(void)
{
    DIR *links = opendir("/proc/self/fd");
    if (!links)
        return -1;
    int files = 0;
    for (struct dirent *link; (link = readdir(links)) != NULL;)
        files += is_text_file(dirfd(links), link->d_name);
    closedir(links);
    return files;
}

void
open_files_raise_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

bool
open_files_enter_folder(char path[PATH_MAX])
{
    const char *parent = getenv("TMPDIR");
    snprintf(
        path, PATH_MAX, "%s/claims-files-XXXXXX", parent ? parent : "/tmp");
    return mkdtemp(path) && chdir(path) == 0;
}
