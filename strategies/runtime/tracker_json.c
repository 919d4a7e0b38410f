#include "strategies/runtime/tracker_format.h"
#include "strategies/runtime/tracker_stack.h"
#include "strategies/runtime/tracker_symbols.h"

#include <inttypes.h>

/* A string of JSON, or null. Bytes that are no text of UTF-8 stay as they
 * are. */
static void
write_string(const char *text, FILE *out)
{
    if (!text) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (const char *at = text; *at; at++) {
        if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if ((unsigned char)*at < ' ')
            fprintf(out, "\\u%04x", (unsigned)*at);
        else
            fputc(*at, out);
    }
    fputc('"', out);
}

static void
write_frame(const void *address, FILE *out)
{
    struct tracker_symbol symbol = tracker_symbols_find(address);
    fprintf(out,
        "{\"address\": \"0x%" PRIxPTR "\", \"module\": ", (uintptr_t)address);
    write_string(symbol.module, out);
    fprintf(
        out, ", \"offset\": \"0x%" PRIxPTR "\", \"function\": ", symbol.offset);
    write_string(symbol.function, out);
    fputs(", \"file\": ", out);
    write_string(symbol.file, out);
    fprintf(out, ", \"line\": %d}", symbol.line);
}

/* An array of frames, empty where the stack is unknown. */
static void
write_stack(const struct tracker_stack *stack, FILE *out)
{
    fputc('[', out);
    for (unsigned i = 0; stack && i < stack->depth; i++) {
        if (i)
            fputs(", ", out);
        write_frame(stack->frames[i], out);
    }
    fputc(']', out);
}

static void
write_totals(const struct tracker_totals *totals, FILE *out)
{
    fprintf(out,
        "  \"sample_every\": %u,\n  \"estimated\": %s,\n"
        "  \"acquired\": %" PRIu64 ",\n  \"released\": %" PRIu64 ",\n"
        "  \"held\": %" PRIu64 ",\n  \"held_bytes\": %" PRIu64 ",\n"
        "  \"held_seen\": %" PRIu64 ",\n"
        "  \"double_releases\": %" PRIu64 ",\n"
        "  \"stranger_releases\": %" PRIu64 ",\n"
        "  \"dropped\": %" PRIu64 ",\n  \"memory_bytes\": %" PRIu64 ",\n",
        totals->sample_every, totals->sample_every > 1 ? "true" : "false",
        totals->acquired, totals->released, totals->held, totals->held_bytes,
        totals->held_seen, totals->double_releases, totals->stranger_releases,
        totals->dropped, totals->memory_bytes);
}

static void
write_group(const struct tracker_group *group, FILE *out)
{
    fprintf(out,
        "\n    {\"held\": %" PRIu64 ", \"held_bytes\": %" PRIu64
        ", \"oldest_seconds\": %.3f, \"newest_seconds\": %.3f,\n"
        "     \"created_by\": ",
        group->held, group->held_bytes, (double)group->oldest_ns / 1e9,
        (double)group->newest_ns / 1e9);
    write_stack(group->created_by, out);
    fputc('}', out);
}

static void
write_mistake(const struct tracker_mistake *mistake, FILE *out)
{
    fprintf(out,
        "\n    {\"kind\": \"%s\", \"count\": %" PRIu64
        ", \"handle\": \"0x%" PRIxPTR "\",\n     \"released_by\": ",
        mistake->kind == TRACKER_RELEASED_TWICE ? "double_release"
                                                : "stranger_release",
        mistake->count, (uintptr_t)mistake->handle);
    write_stack(mistake->at, out);
    fputs(",\n     \"released_before_by\": ", out);
    write_stack(mistake->released_by, out);
    fputs(",\n     \"created_by\": ", out);
    write_stack(mistake->created_by, out);
    fputc('}', out);
}

void
tracker_format_json(const struct tracker_report *report, FILE *out)
{
    fputs("{\n  \"tracker\": ", out);
    write_string(report->name, out);
    fputs(",\n", out);
    write_totals(&report->totals, out);
    fputs("  \"places\": [", out);
    for (size_t i = 0; i < report->groups_count; i++) {
        fputs(i ? "," : "", out);
        write_group(&report->groups[i], out);
    }
    fputs("],\n  \"mistakes\": [", out);
    for (size_t i = 0; i < report->mistakes_count; i++) {
        fputs(i ? "," : "", out);
        write_mistake(&report->mistakes[i], out);
    }
    fputs("]\n}\n", out);
}
