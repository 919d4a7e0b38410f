// The last chapter gives figures of a service without saying how they were
// measured. What follows from the figures alone is computed here.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/service_arithmetic.hpp"

#include <cmath>

#include <fmt/format.h>

namespace cleanup
{

double
downtime_minutes(double availability)
{
    constexpr double minutes_a_year = 365 * 24 * 60;
    return (1 - availability) * minutes_a_year;
}

double
availability_after(double availability, double share)
{
    return 1 - (1 - availability) * share;
}

claim_verdict
judge_downtime(double availability, double minutes_most)
{
    return downtime_minutes(availability) <= minutes_most
               ? claim_verdict::reproduced
               : claim_verdict::contradicted;
}

double
p99_of_queue(double mean)
{
    return mean * std::log(100);
}

double
calls_by_retries(unsigned retries, unsigned services)
{
    return std::pow(retries + 1, services);
}

namespace
{

// The article's figures.
constexpr double latency_before_ms = 420;
constexpr double latency_after_ms = 250;
constexpr double availability_before = 0.995;
constexpr double availability_aim = 0.9995;
constexpr double minutes_a_year_most = 26;
constexpr double recovery_before_s = 8 * 60;
constexpr double recovery_after_s = 90;
constexpr double latency_limit_ms = 800;
constexpr double weight_after = 0.6;
constexpr double origin_requests_less = 0.67;

constexpr const char *method =
    "Arithmetic on the article's figures: it describes no experiment, and the "
    "simulation of such a service is not built yet.";
constexpr const char *threshold =
    "Not measured: a verdict takes the service, or a simulation of it.";

// Neither side runs anything; `computed` is what arithmetic alone gives.
finding
only_computed(std::optional<double> computed, std::string sentence)
{
    finding found = not_measured(std::move(sentence));
    found.c.why_not = found.go.why_not = "no experiment is described";
    found.measured = computed;
    return found;
}

finding
judge_c40(const evidence &)
{
    const double less = 100 * (1 - latency_after_ms / latency_before_ms);
    return only_computed(less,
        fmt::format("From 420 to 250 ms is {:.1f}% less, as the article says; "
                    "that latency falls so is not measured.",
            less));
}

finding
judge_c41(const evidence &)
{
    const double minutes = downtime_minutes(availability_aim);
    finding found = only_computed(minutes, "");
    found.verdict = judge_downtime(availability_aim, minutes_a_year_most);
    found.c = {fmt::format("{:.1f} minutes a year", minutes), ""};
    found.go = {"", "arithmetic, the same everywhere"};
    found.explanation = fmt::format(
        "99.95% leaves {:.1f} minutes of downtime in a year of 365 days; at "
        "most 26 minutes is {:.3f}%.",
        minutes, 100 * (1 - minutes_a_year_most / downtime_minutes(0)));
    found.axis = "minutes of downtime a year";
    found.threshold_line = minutes_a_year_most;
    for (const auto &[label, availability] :
        {std::pair{"99.5%", availability_before},
            std::pair{"99.95%", availability_aim},
            std::pair{"99.995%", 0.99995}})
        found.bars.push_back(
            {label, "computed", downtime_minutes(availability), {}});
    return found;
}

finding
judge_c42(const evidence &)
{
    const double after = 100 * availability_after(availability_before,
                                   recovery_after_s / recovery_before_s);
    return only_computed(after,
        fmt::format("With as many failures as before, repair in 90 s instead "
                    "of 8 min turns 99.5% into {:.3f}%, short of the 99.95% "
                    "aimed at; the time of repair itself is not measured.",
            after));
}

finding
judge_c43(const evidence &)
{
    const double p99 = p99_of_queue(latency_after_ms);
    return only_computed(p99,
        fmt::format("In a simple queue (M/M/1) with the mean of 250 ms that is "
                    "aimed at, the 99th percentile is {:.0f} ms, so that a "
                    "limit of {:.0f} ms is always passed; and {:.0f}% of the "
                    "requests go elsewhere or are lost.",
            p99, latency_limit_ms, 100 * (1 - weight_after)));
}

finding
judge_c44(const evidence &)
{
    constexpr unsigned retries = 3;
    constexpr unsigned services = 3;
    const double calls = calls_by_retries(retries, services);
    return only_computed(calls,
        fmt::format("When all calls fail and each of {} services in a row is "
                    "tried {} times more, one request becomes {:.0f} calls of "
                    "the last; whether a service breaks down by that is not "
                    "measured.",
            services, retries, calls));
}

finding
judge_c45(const evidence &)
{
    return only_computed({},
        "The article gives the lag, 15 s, and no figure for what routing to "
        "replicas makes of it, so that nothing can be computed; more replicas "
        "alone do not shorten the lag of any.");
}

finding
judge_c46(const evidence &)
{
    const double left = 1 - origin_requests_less;
    return only_computed(100 * left,
        fmt::format("67% fewer requests to the origin means that misses fall "
                    "to {:.0f}% of what they were, to a third: with 10% of "
                    "misses before, to {:.1f}%; the cache is not measured.",
            100 * left, 10 * left));
}

} // namespace

const claim c40 = {"C40", "5", "请求平均延迟 420ms → ≤250ms,预期提升 40%。",
    "Mean latency of a request falls from 420 ms to 250 ms or less, by 40%.",
    method, "% that 250 ms is less than 420 ms", threshold, judge_c40};

const claim c41 = {"C41", "5",
    "系统可用性 99.5% → 99.95%,故障时间减少至每年≤26分钟。",
    "Availability rises from 99.5% to 99.95%: at most 26 minutes of downtime a "
    "year.",
    "Arithmetic: a year of 365 days, times what 99.95% leaves.",
    "minutes of downtime a year at 99.95%",
    "Reproduced: at most 26 minutes. Contradicted: more.", judge_c41};

const claim c42 = {"C42", "5", "自动恢复时间 8分钟 → ≤90秒。",
    "Recovery takes 90 s or less instead of 8 minutes.", method,
    "% availability from 99.5% by that alone, at an equal rate of failures",
    threshold, judge_c42};

const claim c43 = {"C43", "5",
    "当订单服务的响应延迟超过 800ms 持续 30 "
    "秒,自动将上游购物车服务的请求权重从 "
    "100% 降为 60%,并触发扩容事件。",
    "When latency passes 800 ms for 30 s, shift weight from 100% to 60% and "
    "add capacity.",
    method, "ms, 99th percentile of an M/M/1 queue with a mean of 250 ms",
    threshold, judge_c43};

const claim c44 = {"C44", "5",
    "当前采用的固定超时与重试机制,在面对突发流量时容易引发雪崩效应。",
    "Fixed timeouts and retries cause an avalanche under a burst of load.",
    method, "calls of the last of 3 services that are each tried 3 times more",
    threshold, judge_c44};

const claim c45 = {"C45", "5",
    "从库同步延迟可达 15 秒以上……下一步将实施分片 + 多从库路由方案。",
    "Replicas lag 15 s and more; several replicas and routing mend reads.",
    method, "none", threshold, judge_c45};

const claim c46 = {"C46", "5",
    "提前 10 分钟将其详情注入边缘节点 Redis 缓存……该策略使源站回源请求下降 "
    "67%。",
    "Warming the edge's cache 10 minutes ahead cuts requests to the origin by "
    "67%.",
    method, "% of the misses before that may remain", threshold, judge_c46};

} // namespace cleanup
