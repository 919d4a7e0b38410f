/* The article's programs, each a program of its own, in C: what they print, and
 * beside it what the article says of them. */
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct program {
    const char *name;
    const char *section;
    const char *article; /* what it prints or does, says the article */
};

static const struct program programs[] = {
    {"allocations", "1", "what 10,000 small objects do to the heap, in MB"},
    {"defer_order", "2.1", "second\nfirst"},
    {"defer_arguments", "2.1", "10"},
    {"named_result", "2.2",
        "returns 20; without a name the result cannot be changed"},
    {"work_and_cleanup", "2.3",
        "defers to the end what prints cleanup: work\ncleanup"},
    {"ten_thousand_files", "2.4",
        "10,000 files stay open until the function ends; in a function "
        "literal each is closed at once"},
    {"slow_func", "3.1", "10,000 records on the stack"},
    {"files_from_list", "3.2",
        "all stay open until the function ends; in a function of its own "
        "each is closed at once"},
    {"monitoring", "3.3", "the number of goroutines; all their stacks"},
    {"explicit_close", "4.1", "the file is closed at once"},
    {"buffer_pool", "4.2", "a buffer is used again, reset before its use"},
    {"context_timeout", "4.3", "what takes longer than 100 ms is stopped"},
};

enum {
    OUTPUT_BYTES_MOST = 2 << 20,
    LINES_MOST = 24 /* that are kept whole */
};

static char output[OUTPUT_BYTES_MOST];

/* Runs the program; returns its exit status, or -1. */
static int
read_output(const char *path)
{
    char command[PATH_MAX + 16];
    snprintf(command, sizeof command, "'%s' 2>&1", path);
    FILE *from = popen(command, "re");
    if (!from)
        return -1;
    size_t length = fread(output, 1, sizeof output - 1, from);
    while (length > 0 && output[length - 1] == '\n')
        length--;
    output[length] = '\0';
    int status = pclose(from);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
count_lines(const char *text)
{
    int lines = *text != '\0';
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* The whole text, or the first and last lines of many. */
static void
print_lines(struct printer *printer, const char *name, int lines)
{
    char few[400];
    print_value(printer, name, "lines", "lines", lines);
    if (lines <= LINES_MOST) {
        print_text(printer, name, "prints", output);
        return;
    }
    int first = (int)strcspn(output, "\n");
    const char *last = strrchr(output, '\n') + 1;
    snprintf(few, sizeof few, "%.*s\n(%d lines between)\n%s", first, output,
        lines - 2, last);
    print_text(printer, name, "prints", few);
}

/* On a busy disk 10,000 files take seconds: they are made in memory, where that
 * can be done. */
static void
choose_folder_for_files(void)
{
    static const char memory[] = "/dev/shm";
    if (access(memory, W_OK) == 0)
        setenv("TMPDIR", memory, 1);
}

static int
programs_run(struct printer *printer)
{
    char path[PATH_MAX];
    choose_folder_for_files();
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        const struct program *each = &programs[i];
        print_text(printer, each->name, "section", each->section);
        print_text(printer, each->name, "article", each->article);
        struct short_text file = short_text("claims-programs/%s-c", each->name);
        if (!path_of_program(path, sizeof path, file.bytes))
            return 1;
        fflush(NULL);
        int status = read_output(path);
        if (status != 0)
            print_value(printer, each->name, "status", "", status);
        print_lines(printer, each->name, count_lines(output));
    }
    return 0;
}

EXPERIMENT(programs, 1, "what the article's programs print", programs_run)
