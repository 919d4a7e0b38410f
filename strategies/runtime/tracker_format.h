/* How a report is written: one function a format. Symbols must be open. Errors
 * are the stream's own. */
#ifndef STRATEGIES_RUNTIME_TRACKER_FORMAT_H
#define STRATEGIES_RUNTIME_TRACKER_FORMAT_H

#include "strategies/runtime/tracker.h"

void
tracker_format_text(const struct tracker_report *report, FILE *out);
void
tracker_format_json(const struct tracker_report *report, FILE *out);
void
tracker_format_prometheus(const struct tracker_report *report, FILE *out);

#endif
