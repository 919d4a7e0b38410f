/* conformance-c         the cases' names
 * conformance-c NAME    runs one */
#include "tests/conformance/c/cases.h"

#include <stdlib.h>
#include <string.h>

static const struct conformance_case *const groups[] = {order_cases,
    argument_cases, result_cases, panic_cases, recover_cases, goexit_cases,
    kind_cases, fault_cases};
enum { GROUPS = sizeof groups / sizeof *groups };

void
say(void *text)
{
    puts(text);
}

void
say_number(void *number)
{
    printf("number %d\n", (int)(intptr_t)number);
}

static void
say_value(struct panic_value value)
{
    if (value.kind == PANIC_NUMBER)
        printf("recovered %ld\n", value.number);
    else
        printf("recovered %s\n", value.text);
}

void
say_recovered(void *unused)
{
    (void)unused;
    struct panic_value value = panic_recover();
    if (value.kind == PANIC_NOTHING)
        puts("nothing to recover");
    else
        say_value(value);
}

void
say_recovered_error(void *unused)
{
    (void)unused;
    struct panic_value value = panic_recover();
    bool is_error = value.kind == PANIC_ERROR;
    printf("recovered an error: %s\n", is_error ? "true" : "false");
    if (is_error)
        puts(value.text);
}

void
panic_saying(void *text)
{
    panic_text(text);
}

void
must(bool registered)
{
    if (registered)
        return;
    puts("no memory for a record");
    exit(1);
}

int
main(int count, char **arguments)
{
    for (size_t i = 0; i < GROUPS; i++)
        for (const struct conformance_case *at = groups[i]; at->name; at++) {
            if (count < 2)
                puts(at->name);
            else if (strcmp(at->name, arguments[1]) == 0)
                return at->run(), 0;
        }
    return count < 2 ? 0 : 1;
}
