/* Reports, from the scan to the file. */
#include "strategies/runtime/tracker_format.h"
#include "strategies/runtime/tracker_internal.h"
#include "strategies/runtime/tracker_symbols.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

static void
format_report(
    const struct tracker_report *report, enum tracker_format format, FILE *out)
{
    tracker_symbols_open();
    if (format == TRACKER_JSON)
        tracker_format_json(report, out);
    else if (format == TRACKER_PROMETHEUS)
        tracker_format_prometheus(report, out);
    else
        tracker_format_text(report, out);
    tracker_symbols_close();
}

bool
tracker_write(struct tracker *tracker, enum tracker_format format,
    unsigned older_than_ms, FILE *out)
{
    struct tracker_report report;
    bool before = tracker_inside;
    tracker_inside = true; /* names and streams take memory */
    bool written = tracker_scan(tracker, older_than_ms, &report);
    if (written) {
        format_report(&report, format, out);
        written = fflush(out) == 0 && !ferror(out);
        int reason = errno;
        tracker_report_free(&report);
        errno = reason;
    }
    tracker_inside = before;
    return written;
}

/* Writes, closes and moves the file to its place. False and errno. */
static bool
write_and_place(struct tracker *tracker, enum tracker_format format,
    unsigned older_than_ms, const char *temporary, const char *path)
{
    FILE *out = fopen(temporary, "we");
    if (!out)
        return false;
    bool written = tracker_write(tracker, format, older_than_ms, out);
    int reason = errno;
    bool closed = fclose(out) == 0;
    if (written && closed && rename(temporary, path) == 0)
        return true;
    if (!written)
        errno = reason;
    reason = errno;
    unlink(temporary);
    errno = reason;
    return false;
}

bool
tracker_write_file(struct tracker *tracker, enum tracker_format format,
    unsigned older_than_ms, const char *path)
{
    char temporary[PATH_MAX];
    int length =
        snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)gettid());
    if (length < 0 || (size_t)length >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return false;
    }
    bool before = tracker_inside;
    tracker_inside = true;
    bool written =
        write_and_place(tracker, format, older_than_ms, temporary, path);
    tracker_inside = before;
    return written;
}
