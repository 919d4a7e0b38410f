/* What a pool of open files hands out: how often one that is open already, and
 * how often one that is no longer right. */
#include "bench/claims/experiments/experiments.h"
#include "strategies/runtime/pool.h"
#include "strategies/runtime/pool_epoch.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    USES = 40,
    EVERY = 8 /* uses, after which something happens to what is pooled */
};

/* Files with one byte each, in a folder of their own. */
static char path[PATH_MAX];  /* of the file that is asked for */
static char next[PATH_MAX];  /* that becomes it */
static char other[PATH_MAX]; /* that nobody asks for */

static char content; /* of the file at `path` */
static int opened;
static int closed;
static int wrong;

/* 0 is a descriptor, and no object of a pool: they are kept one higher. */
static int
descriptor_of(const void *object)
{
    return (int)(intptr_t)object - 1;
}

static void *
create_file(void *context)
{
    (void)context;
    opened++;
    return (void *)((intptr_t)open(path, O_RDONLY | O_CLOEXEC) + 1);
}

static void
discard_file(void *context, void *file)
{
    (void)context;
    closed++;
    close(descriptor_of(file));
}

static struct pool files =
    POOL_INITIALIZER(.create = create_file, .discard = discard_file);

static void
put_back(void *file)
{
    if (!pool_put(&files, file))
        discard_file(NULL, file);
}

/* Takes a file, reads it, and puts it back if it can be read. */
static void
use_file(void)
{
    char seen = 0;
    void *file = pool_get(&files);
    if (!file) {
        wrong++;
        return;
    }
    ssize_t length = pread(descriptor_of(file), &seen, 1, 0);
    if (length != 1 || seen != content)
        wrong++;
    if (length == 1)
        put_back(file);
    else
        discard_file(NULL, file);
}

static bool
write_file(const char *name, char byte)
{
    int file = open(name, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    bool whole = write(file, &byte, 1) == 1;
    return close(file) == 0 && whole;
}

static void
nothing_happens(void)
{
}

static void
two_epochs(void)
{
    pool_epoch_advance();
    pool_epoch_advance();
}

static void
replace_file(void)
{
    content++;
    if (!write_file(next, content) || rename(next, path) != 0)
        wrong++;
}

/* A user that puts the file back and closes it all the same. The next file that
 * is opened anywhere in the process gets its number. */
static void
close_pooled(void)
{
    void *file = pool_get(&files);
    if (!file)
        return;
    close(descriptor_of(file));
    put_back(file);
    int anywhere = open(other, O_RDONLY | O_CLOEXEC);
    if (anywhere >= 0 && anywhere != descriptor_of(file))
        close(anywhere);
}

static void
print_reuse(struct printer *printer, const char *setting, int every,
    void (*happens)(void))
{
    opened = closed = wrong = 0;
    for (int uses = 0; uses < USES; uses++) {
        if (uses > 0 && uses % every == 0)
            happens();
        use_file();
    }
    print_value(
        printer, setting, "left_open", "files", (double)opened - closed);
    print_value(printer, setting, "uses", "uses", USES);
    print_value(printer, setting, "opened", "uses", opened);
    print_value(printer, setting, "wrong", "uses", wrong);
    pool_drain(&files);
}

static bool
make_files(char *folder)
{
    const char *parent = getenv("TMPDIR");
    snprintf(
        folder, NAME_MAX, "%s/cleanup-claims-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(folder))
        return false;
    snprintf(path, sizeof path, "%s/file", folder);
    snprintf(next, sizeof next, "%s/next", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    content = '0';
    return write_file(path, content) && write_file(other, '?');
}

static int
handle_reuse_run(struct printer *printer)
{
    char folder[NAME_MAX];
    bool made = make_files(folder);
    if (made) {
        print_reuse(printer, "pool of files", USES, nothing_happens);
        print_reuse(printer, "pool of files, two collections between uses", 1,
            two_epochs);
        print_reuse(
            printer, "pool of files, the file replaced", EVERY, replace_file);
        print_reuse(printer, "pool of files, closed after it was put", EVERY,
            close_pooled);
    }
    unlink(path);
    unlink(other);
    return rmdir(folder) != 0 || !made;
}

EXPERIMENT(
    handle_reuse, 1, "files and connections reused by a pool", handle_reuse_run)
