// SPDX-License-Identifier: BSD-2-Clause
// Policies as text. In a file of its own, so that programs that need no text do not link its formatting.
#include "clientcore/retry/policy.h"

#include <charconv>

namespace rumpscope::retry {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view kKnown =
    "never, SECONDS, forever, once, die, \"for 30 s\", \"5 times\"; and, behind a "
    "comma, \"every 500 ms\", \"100 ms doubling to 10 s\", \"jitter 20 %\" or "
    "\"overshoot\"";
constexpr long long kMostSeconds = 999'999'999;
constexpr unsigned kMostAttempts = 1'000'000;

std::string durationText(Duration duration)
{
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    return milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + " s"
                                    : std::to_string(milliseconds) + " ms";
}

std::string limitText(const Limit &limit)
{
    const std::string time = limit.time ? "for " + std::to_string(limit.time->count()) + " s" : "";
    if (!limit.attempts)
        return limit.time ? time : "for ever";
    std::string text = std::to_string(*limit.attempts) + " times";
    if (*limit.attempts == 0)
        text = "never";
    else if (*limit.attempts == 1)
        text = "once";
    return limit.time ? text + ", " + time : text;
}

/// Reads words and numbers from the front of a text, spaces before them passed over.
class Words
{
public:
    explicit Words(std::string_view text)
        : m_rest(text)
    {}

    [[nodiscard]] bool take(std::string_view word)
    {
        skipSpace();
        if (!m_rest.starts_with(word))
            return false;
        m_rest.remove_prefix(word.size());
        return true;
    }
    [[nodiscard]] std::optional<long long> number(long long most)
    {
        skipSpace();
        long long value = 0;
        const auto [end, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (error != std::errc() || value < 0 || value > most)
            return std::nullopt;
        m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        return value;
    }
    /// "500 ms" or "2 s".
    [[nodiscard]] std::optional<Duration> duration()
    {
        const Words before = *this;
        if (const auto value = number(kMostSeconds)) {
            if (take("ms"))
                return std::chrono::milliseconds(*value);
            if (take("s"))
                return std::chrono::seconds(*value);
        }
        *this = before;
        return std::nullopt;
    }
    [[nodiscard]] bool atEnd()
    {
        skipSpace();
        return m_rest.empty();
    }

private:
    void skipSpace() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(' '), m_rest.size())); }

    std::string_view m_rest;
};

/// One part between commas; false: not understood.
bool readPart(std::string_view part, Policy &policy)
{
    Words words(part);
    if (words.take("then die")) {
        policy.end = End::Die;
    } else if (words.take("every")) {
        const auto pause = words.duration();
        if (!pause || *pause == Duration::zero())
            return false;
        policy.schedule.kind = Schedule::Kind::Fixed;
        policy.schedule.first = *pause;
    } else if (words.take("jitter")) {
        const auto percent = words.number(100);
        if (!percent || !words.take("%"))
            return false;
        policy.schedule.jitterPercent = static_cast<unsigned>(*percent);
    } else if (words.take("overshoot")) {
        policy.schedule.overshoot = true;
    } else if (words.take("for ever") || words.take("forever")) {
        policy.limit.time.reset();
    } else if (words.take("for")) {
        const auto seconds = words.number(kMostSeconds);
        if (!seconds || !words.take("s"))
            return false;
        policy.limit.time = std::chrono::seconds(*seconds);
    } else {
        const auto first = words.duration();
        if (!first || *first == Duration::zero() || !words.take("doubling to"))
            return false;
        const auto longest = words.duration();
        if (!longest || *longest < *first)
            return false;
        policy.schedule.kind = Schedule::Kind::Exponential;
        policy.schedule.first = *first;
        policy.schedule.longest = *longest;
    }
    return words.atEnd();
}

/// What stands first: how long to try.
std::optional<Policy> readLimit(std::string_view part)
{
    Words words(part);
    std::optional<Policy> policy;
    if (words.take("never")) {
        policy = Policy::never();
    } else if (words.take("once")) {
        policy = Policy::once();
    } else if (words.take("die")) {
        policy = Policy::die();
    } else if (words.take("for ever") || words.take("forever")) {
        policy = Policy::forEver();
    } else if (words.take("for")) {
        if (const auto seconds = words.number(kMostSeconds); seconds && words.take("s"))
            policy = Policy::forSeconds(std::chrono::seconds(*seconds));
    } else if (const auto number = words.number(kMostSeconds)) {
        if (words.take("times") && *number <= kMostAttempts) {
            policy = Policy::forEver();
            policy->limit.attempts = static_cast<unsigned>(*number);
        } else if (words.atEnd()) {
            policy = *number == 0 ? Policy::never() : Policy::forSeconds(std::chrono::seconds(*number));
        }
    }
    return policy && words.atEnd() ? policy : std::nullopt;
}

} // namespace

std::string Policy::text() const
{
    std::string text = limitText(limit);
    if (dies())
        text = text == "never" ? "die" : text + ", then die";
    if (schedule.kind == Schedule::Kind::Fixed)
        text += ", every " + durationText(schedule.first);
    else if (schedule.kind == Schedule::Kind::Exponential)
        text += ", " + durationText(schedule.first) + " doubling to " + durationText(schedule.longest);
    if (schedule.jitterPercent != 0)
        text += ", jitter " + std::to_string(schedule.jitterPercent) + " %";
    return schedule.overshoot ? text + ", overshoot" : text;
}

tl::expected<Policy, std::string> Policy::parse(std::string_view text)
{
    const auto wrong = [text](std::string_view part) {
        return tl::unexpected('"' + std::string(text) + "\" is no retry policy: \"" + std::string(part) +
                              "\" is not understood. Known are " + std::string(kKnown) + '.');
    };
    std::size_t end = std::min(text.find(','), text.size());
    auto policy = readLimit(text.substr(0, end));
    if (!policy)
        return wrong(text.substr(0, end));
    while (end < text.size()) {
        const std::size_t begin = end + 1;
        end = std::min(text.find(',', begin), text.size());
        const std::string_view part = text.substr(begin, end - begin);
        if (!readPart(part, *policy))
            return wrong(part);
    }
    return *policy;
}

} // namespace rumpscope::retry
