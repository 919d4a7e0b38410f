/* A folder for a resource's files, under $TMPDIR or /tmp. */
#ifndef BENCH_RESOURCES_TEMPORARY_FOLDER_H
#define BENCH_RESOURCES_TEMPORARY_FOLDER_H

#include <limits.h>
#include <stdbool.h>

struct temporary_folder {
    char path[PATH_MAX]; /* empty: there is none */
};

/* Makes the folder. False and errno on failure. */
bool
temporary_folder_make(struct temporary_folder *folder);

/* Writes folder/name into `path` (PATH_MAX bytes). False and errno =
 * ENAMETOOLONG when it does not fit. */
bool
temporary_folder_file(
    const struct temporary_folder *folder, const char *name, char *path);

/* Removes the folder and the files in it. */
void
temporary_folder_remove(struct temporary_folder *folder);

#endif
