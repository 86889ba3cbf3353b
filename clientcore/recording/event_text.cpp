// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/event_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace rumpscope::trace {

namespace {

using Kind = ConnectionEvent::Kind;
using event::ClientError;

struct Named
{
    Kind kind;
    std::string_view name;
    std::string_view words;
};
constexpr std::array kNames{
    Named{Kind::Connecting, "connecting", "connecting"},
    Named{Kind::BannerRead, "banner", "banner read"},
    Named{Kind::Established, "established", "process established"},
    Named{Kind::Prepared, "prepared", "child prepared"},
    Named{Kind::Claimed, "claimed", "prepared child claimed"},
    Named{Kind::Cancelled, "cancelled", "prepared child cancelled"},
    Named{Kind::Execed, "execed", "exec"},
    Named{Kind::Lost, "lost", "connection lost"},
    Named{Kind::RetryPlanned, "retry-planned", "attempt planned"},
    Named{Kind::AttemptStarted, "attempt-started", "attempt started"},
    Named{Kind::AttemptFailed, "attempt-failed", "attempt failed"},
    Named{Kind::GaveUp, "gave-up", "gave up"},
    Named{Kind::Died, "died", "died, as the retry policy says"},
    Named{Kind::Closed, "closed", "connection closed"},
    Named{Kind::Violation, "violation", "memory refused"},
    Named{Kind::Signal, "signal", "signal"},
    Named{Kind::AnswerLost, "answer-lost", "answer lost to system call"},
    Named{Kind::Repeated, "repeated", "system call repeated"},
    Named{Kind::StrayAnswer, "stray-answer", "answer to no question, number"},
    Named{Kind::Identified, "identified", "pid known"},
    Named{Kind::Garbled, "garbled", "bytes without sense"},
    Named{Kind::Unread, "unread", "answers left unread, bytes"},
};

constexpr std::array<std::string_view, 9> kErrorNames{
    "connection", "deadline", "protocol", "refused", "answer-lost", "not-lent", "gave-up", "died", "stopped"};
static_assert(static_cast<std::size_t>(ClientError::Kind::Stopped) + 1 == kErrorNames.size());

std::int64_t nanoseconds(TimePoint time)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}
/// Far enough from the ends that sums and differences cannot run over.
TimePoint timeOf(std::int64_t nanoseconds)
{
    constexpr std::int64_t kLatest = std::int64_t{1} << 62;
    return TimePoint(std::chrono::nanoseconds(std::clamp<std::int64_t>(nanoseconds, 0, kLatest)));
}

std::string hex(const wire::Cookie &cookie)
{
    std::string text;
    for (const std::byte byte : cookie)
        text += fmt::format("{:02x}", static_cast<unsigned>(byte));
    return text;
}

std::optional<wire::Cookie> cookieOf(const std::string &text)
{
    wire::Cookie cookie{};
    if (text.size() != 2 * cookie.size())
        return std::nullopt;
    for (std::size_t i = 0; i < cookie.size(); ++i) {
        unsigned value = 0;
        const char *at = text.data() + 2 * i;
        if (const auto [end, error] = std::from_chars(at, at + 2, value, 16);
            error != std::errc() || end != at + 2)
            return std::nullopt;
        cookie[i] = static_cast<std::byte>(value);
    }
    return cookie;
}

/// A whole number that fits T.
template<class T>
std::optional<T> number(const nlohmann::json &json, const char *key)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number_integer())
        return std::nullopt;
    if (found->is_number_unsigned()) {
        const auto value = found->get<std::uint64_t>();
        return value <= static_cast<std::uint64_t>(std::numeric_limits<T>::max())
                   ? std::optional(static_cast<T>(value))
                   : std::nullopt;
    }
    const auto value = found->get<std::int64_t>();
    const bool fits =
        value < 0
            ? std::is_signed_v<T> && value >= static_cast<std::int64_t>(std::numeric_limits<T>::min())
            : static_cast<std::uint64_t>(value) <= static_cast<std::uint64_t>(std::numeric_limits<T>::max());
    return fits ? std::optional(static_cast<T>(value)) : std::nullopt;
}

std::string text(const nlohmann::json &json, const char *key)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flag(const nlohmann::json &json, const char *key)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_boolean() && found->get<bool>();
}

std::optional<ClientError> errorOf(const nlohmann::json &json)
{
    const auto found = json.find("error");
    if (found == json.end() || !found->is_object())
        return std::nullopt;
    const std::string kind = text(*found, "kind");
    for (std::size_t i = 0; i < kErrorNames.size(); ++i) {
        if (kErrorNames[i] == kind)
            return ClientError{static_cast<ClientError::Kind>(i), number<int>(*found, "errno").value_or(0),
                               number<unsigned>(*found, "code").value_or(0), text(*found, "detail")};
    }
    return std::nullopt;
}

} // namespace

std::string_view nameOf(Kind kind)
{
    for (const Named &named : kNames) {
        if (named.kind == kind)
            return named.name;
    }
    return "unknown";
}

std::string describe(const ConnectionEvent &event)
{
    std::string said;
    for (const Named &named : kNames) {
        if (named.kind == event.kind)
            said = named.words;
    }
    if (event.number != 0)
        said += fmt::format(" {}", event.number);
    if (event.pid)
        said += fmt::format(", pid {}", *event.pid);
    if (event.cookie)
        said += ", cookie " + hex(*event.cookie);
    if (event.banner)
        said += ": " + wire::encodeBanner(*event.banner);
    if (!said.empty() && said.back() == '\n')
        said.pop_back();
    if (!event.text.empty())
        said += ": " + event.text;
    else if (event.error)
        said += ": " + event.error->sentence();
    return said;
}

nlohmann::json toJson(const ConnectionEvent &event, std::int64_t clock)
{
    nlohmann::json json{{"event", nameOf(event.kind)},
                        {"t", nanoseconds(event.time) + clock},
                        {"session", static_cast<std::uint32_t>(event.session)},
                        {"generation", static_cast<std::uint32_t>(event.generation)}};
    if (event.attempt != 0)
        json["attempt"] = event.attempt;
    if (event.planned != TimePoint{})
        json["planned"] = nanoseconds(event.planned) + clock;
    if (event.number != 0)
        json["number"] = event.number;
    if (event.pid)
        json["pid"] = *event.pid;
    if (event.cookie)
        json["cookie"] = hex(*event.cookie);
    if (event.banner) {
        std::string line = wire::encodeBanner(*event.banner);
        line.pop_back();
        json["banner"] = line;
    }
    if (event.error)
        json["error"] = {{"kind", kErrorNames.at(static_cast<std::size_t>(event.error->kind))},
                         {"errno", event.error->hostErrno},
                         {"code", event.error->errorCode},
                         {"detail", event.error->detail}};
    if (!event.text.empty())
        json["text"] = event.text;
    if (event.housekeeping)
        json["housekeeping"] = true;
    if (event.tapped)
        json["tapped"] = true;
    if (event.probable)
        json["probable"] = true;
    if (event.hostPid)
        json["hostPid"] = *event.hostPid;
    return json;
}

std::optional<ConnectionEvent> fromJson(const nlohmann::json &json)
{
    if (!json.is_object())
        return std::nullopt;
    const std::string kind = text(json, "event");
    const auto time = number<std::int64_t>(json, "t");
    const auto session = number<std::uint32_t>(json, "session");
    const auto generation = number<std::uint32_t>(json, "generation");
    const auto *named =
        std::find_if(kNames.begin(), kNames.end(), [&](const Named &one) { return one.name == kind; });
    if (named == kNames.end() || !time || !session || !generation)
        return std::nullopt;
    ConnectionEvent event{};
    event.kind = named->kind;
    event.time = timeOf(*time);
    event.session = SessionId{*session};
    event.generation = Generation{*generation};
    event.attempt = number<unsigned>(json, "attempt").value_or(0);
    if (const auto planned = number<std::int64_t>(json, "planned"))
        event.planned = timeOf(*planned);
    event.number = number<std::int64_t>(json, "number").value_or(0);
    event.pid = number<std::int32_t>(json, "pid");
    event.cookie = cookieOf(text(json, "cookie"));
    if (auto banner = wire::parseBanner(text(json, "banner")))
        event.banner = std::move(*banner);
    event.error = errorOf(json);
    event.text = text(json, "text");
    event.housekeeping = flag(json, "housekeeping");
    event.tapped = flag(json, "tapped");
    event.probable = flag(json, "probable");
    event.hostPid = number<std::int32_t>(json, "hostPid");
    return event;
}

std::string line(const nlohmann::json &json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace rumpscope::trace
