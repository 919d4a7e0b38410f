/* Prometheus' text exposition format, version 0.0.4. */
#include "strategies/runtime/tracker_format.h"
#include "strategies/runtime/tracker_stack.h"
#include "strategies/runtime/tracker_symbols.h"

#include <inttypes.h>

enum { MOST_PLACES = 100 /* each is a series that somebody has to keep */ };

/* The value of a label, within its quotes. */
static void
write_label(const char *text, FILE *out)
{
    for (const char *at = text; *at; at++) {
        if (*at == '\n')
            fputs("\\n", out);
        else if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else
            fputc(*at, out);
    }
}

static void
write_family(const char *name, const char *type, const char *help, FILE *out)
{
    fprintf(out, "# HELP tracker_%s %s\n# TYPE tracker_%s %s\n", name, help,
        name, type);
}

struct metric {
    const char *name;
    const char *type;
    const char *help;
    uint64_t value;
};

static void
write_metric(const char *tracker, const struct metric *metric, FILE *out)
{
    write_family(metric->name, metric->type, metric->help, out);
    fprintf(out, "tracker_%s{tracker=\"", metric->name);
    write_label(tracker, out);
    fprintf(out, "\"} %" PRIu64 "\n", metric->value);
}

static void
write_totals(const struct tracker_report *report, FILE *out)
{
    const struct tracker_totals *totals = &report->totals;
    const struct metric metrics[] = {
        {"sample_every", "gauge",
            "One in so many is tracked; counts and bytes are multiplied.",
            totals->sample_every},
        {"acquired_total", "counter", "Resources acquired.", totals->acquired},
        {"released_total", "counter", "Resources released.", totals->released},
        {"held", "gauge", "Resources held.", totals->held},
        {"held_bytes", "gauge", "Bytes of the resources held.",
            totals->held_bytes},
        {"double_releases_total", "counter",
            "Releases of what was released before.", totals->double_releases},
        {"stranger_releases_total", "counter",
            "Releases of what was never acquired.", totals->stranger_releases},
        {"dropped_total", "counter",
            "Resources not tracked, for want of memory.", totals->dropped},
        {"memory_bytes", "gauge", "Memory of the tracker itself.",
            totals->memory_bytes},
    };
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
        write_metric(report->name, &metrics[i], out);
}

/* The labels of a place. Two places may bear one name; the stack's number
 * tells them apart for as long as the process lives. */
static void
write_place(const char *tracker, const struct tracker_stack *stack, FILE *out)
{
    struct tracker_symbol symbol = tracker_symbols_find(stack->frames[0]);
    fputs("{tracker=\"", out);
    write_label(tracker, out);
    fputs("\",place=\"", out);
    if (symbol.function)
        write_label(symbol.function, out);
    fputs(symbol.function ? " " : "", out);
    write_label(symbol.file     ? symbol.file
                : symbol.module ? symbol.module
                                : "",
        out);
    if (symbol.file)
        fprintf(out, ":%d", symbol.line);
    else
        fprintf(out, "+0x%" PRIxPTR, symbol.offset);
    fprintf(out, "\",stack=\"%" PRIu32 "\"} ", stack->id);
}

enum place_metric { PLACE_HELD, PLACE_BYTES, PLACE_OLDEST };

static void
write_places(const struct tracker_report *report, const char *name,
    enum place_metric metric, FILE *out)
{
    for (size_t i = 0; i < report->groups_count && i < MOST_PLACES; i++) {
        const struct tracker_group *group = &report->groups[i];
        fprintf(out, "tracker_%s", name);
        write_place(report->name, group->created_by, out);
        if (metric == PLACE_OLDEST)
            fprintf(out, "%.3f\n", (double)group->oldest_ns / 1e9);
        else
            fprintf(out, "%" PRIu64 "\n",
                metric == PLACE_HELD ? group->held : group->held_bytes);
    }
}

void
tracker_format_prometheus(const struct tracker_report *report, FILE *out)
{
    write_totals(report, out);
    write_family(
        "place_held", "gauge", "Resources held, by place of creation.", out);
    write_places(report, "place_held", PLACE_HELD, out);
    write_family("place_held_bytes", "gauge", "Their bytes, by place.", out);
    write_places(report, "place_held_bytes", PLACE_BYTES, out);
    write_family("place_oldest_seconds", "gauge",
        "Age of the oldest of them, by place.", out);
    write_places(report, "place_oldest_seconds", PLACE_OLDEST, out);
}
