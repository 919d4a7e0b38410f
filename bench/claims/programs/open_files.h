#ifndef BENCH_CLAIMS_PROGRAMS_OPEN_FILES_H
#define BENCH_CLAIMS_PROGRAMS_OPEN_FILES_H

#include <limits.h>
#include <stdbool.h>

/* How many files with names in .txt this process has open. */
int
open_files(void);

/* Allows this process as many open files as it may have, as Go's programs do
 * when they begin. */
void
open_files_raise_limit(void);

/* Makes a folder for temporary files, writes its path, and makes it the current
 * one. False when it cannot; the caller removes it. */
bool
open_files_enter_folder(char path[PATH_MAX]);

#endif
