#include "bench/harness/report_machine.hpp"

#include "bench/harness/human_units.hpp"
#include "bench/harness/report_html.hpp"

#include <ctime>
#include <vector>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

using json = nlohmann::json;

// The value below the keys, or null; a context of an earlier version lacks
// some.
json
at(const json &from, std::initializer_list<const char *> keys)
{
    json value = from;
    for (const char *key : keys)
        value = value.is_object() ? value.value(key, json()) : json();
    return value;
}

std::string
text_at(const json &from, std::initializer_list<const char *> keys)
{
    const json value = at(from, keys);
    return value.is_string() ? value.get<std::string>() : std::string{};
}

double
number_at(const json &from, std::initializer_list<const char *> keys)
{
    const json value = at(from, keys);
    return value.is_number() ? value.get<double>() : 0;
}

double
floor_share(std::span<const summary_row> rows)
{
    return rows.empty() ? 0 : rows.front().floor_ratio - 1;
}

std::string
line_html(const std::string &text, bool bad)
{
    return fmt::format("<li>{}{}</li>\n",
        bad ? "<span class=\"bad\">warning:</span> " : "", html_text(text));
}

// What the machine's own check said when the run began.
std::string
checked_lines(const json &context)
{
    const json lines = at(context, {"machine_check"});
    std::string html;
    for (const json &line : lines.is_array() ? lines : json::array()) {
        const std::string fitness = text_at(line, {"fitness"});
        if (fitness != "bad" && fitness != "note")
            continue;
        const std::string advice = text_at(line, {"advice"});
        html += line_html(fmt::format("{}: {}{}{}", text_at(line, {"what"}),
                              text_at(line, {"seen"}),
                              advice.empty() ? "" : ". What to do: ", advice),
            fitness == "bad");
    }
    return html;
}

// What a merged run has been forced to join, or lacks.
std::string
merged_lines(const json &context)
{
    const json notes = at(context, {"merge_notes"});
    std::string html;
    for (const json &note : notes.is_array() ? notes : json::array())
        html += line_html("merged: " + note.get<std::string>(), true);
    return html;
}

std::string
build_lines(const json &context)
{
    std::string html;
    const std::string type =
        text_at(context, {"machine", "build", "build_type"});
    if (!type.empty() && type != "Release")
        html += line_html("it was built as " + type + ", not as Release", true);
    if (!text_at(context, {"machine", "build", "sanitizers"}).empty())
        html +=
            line_html("the build has sanitizers: its times say nothing", true);
    const std::string lost = text_at(context, {"go_lost"});
    return lost.empty() ? html : html + line_html(lost, true);
}

// Seconds since 1970, of a time as the context writes it; or 0.
double
unix_seconds(const std::string &text)
{
    std::tm time{};
    return strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &time)
               ? static_cast<double>(timegm(&time))
               : 0;
}

// Of all cores together, from the run's begin to its end.
double
cpu_seconds(const json &context)
{
    return number_at(context, {"machine", "cores"}) *
           (unix_seconds(text_at(context, {"ended"})) -
               unix_seconds(text_at(context, {"began"})));
}

std::string
steal_line(const json &context)
{
    const double stolen = number_at(context, {"steal_seconds_after"}) -
                          number_at(context, {"steal_seconds_before"});
    constexpr double little = 0.1; // seconds
    constexpr double share = 0.002;
    if (stolen < little || stolen < share * cpu_seconds(context))
        return {};
    return line_html(
        fmt::format("the hypervisor gave {:.1f} s of this machine's CPU time "
                    "to others during the run. What to do: measure again, or "
                    "on a machine of your own",
            stolen),
        true);
}

std::string
noise_line(std::span<const summary_row> rows)
{
    constexpr double much = 0.25;
    return floor_share(rows) <= much
               ? ""
               : line_html(fmt::format("differences under {} are noise. "
                                       "What to do: measure again when the "
                                       "machine is quiet",
                               floor_text(rows)),
                     true);
}

std::string
rounds_line(const json &context)
{
    constexpr int fewest = 6; // fewer give no interval at 95%
    const json rounds = at(context, {"rounds_finished"});
    if (!rounds.is_number() || rounds.get<int>() >= fewest)
        return {};
    return line_html(fmt::format("{} rounds are too few for an interval: it "
                                 "takes {}",
                         rounds.get<int>(), fewest),
        true);
}

} // namespace

std::string
floor_text(std::span<const summary_row> rows)
{
    return fmt::format("{:.1f}%", 100 * floor_share(rows));
}

std::string
machine_name(const json &context)
{
    return fmt::format("{}, {:.0f} cores", text_at(context, {"machine", "cpu"}),
        number_at(context, {"machine", "cores"}));
}

std::string
machine_facts(const json &context, std::span<const summary_row> rows)
{
    constexpr double gibi = 1024.0 * 1024 * 1024;
    const json machine = at(context, {"machine"});
    return fmt::format(
        "{} combinations of strategy, allocator, resource, "
        "size, count and threads, each timed in {} rounds, on "
        "{} with {:.0f} GiB of memory and {}; compiled by {} {}.",
        with_thousands(rows.size()), number_at(context, {"rounds_finished"}),
        machine_name(context), number_at(machine, {"memory_bytes"}) / gibi,
        text_at(machine, {"kernel"}), text_at(machine, {"build", "c_compiler"}),
        text_at(machine, {"build", "c_flags"}));
}

std::string
machine_warnings(const json &context, std::span<const summary_row> rows)
{
    const std::string lines = merged_lines(context) + build_lines(context) +
                              rounds_line(context) + noise_line(rows) +
                              steal_line(context) + checked_lines(context);
    if (lines.empty())
        return "<p>Nothing was seen that spoils a measurement.</p>\n";
    return "<ul class=\"lines\">\n" + lines + "</ul>\n";
}

} // namespace cleanup
