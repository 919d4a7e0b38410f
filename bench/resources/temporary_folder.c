#include "bench/resources/temporary_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool
temporary_folder_make(struct temporary_folder *folder)
{
    const char *parent = getenv("TMPDIR");
    if (!parent || !*parent)
        parent = "/tmp";
    int length = snprintf(
        folder->path, sizeof folder->path, "%s/cleanup-bench-XXXXXX", parent);
    if (length < 0 || (size_t)length >= sizeof folder->path) {
        folder->path[0] = '\0';
        errno = ENAMETOOLONG;
        return false;
    }
    if (mkdtemp(folder->path))
        return true;
    folder->path[0] = '\0';
    return false;
}

bool
temporary_folder_file(
    const struct temporary_folder *folder, const char *name, char *path)
{
    int length = snprintf(path, PATH_MAX, "%s/%s", folder->path, name);
    if (length >= 0 && length < PATH_MAX)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

void
temporary_folder_remove(struct temporary_folder *folder)
{
    if (!folder->path[0])
        return;
    DIR *directory = opendir(folder->path);
    const struct dirent *entry;
    while (directory && (entry = readdir(directory)))
        unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory)
        closedir(directory);
    rmdir(folder->path);
    folder->path[0] = '\0';
}
