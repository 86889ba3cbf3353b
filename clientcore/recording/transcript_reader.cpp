// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/transcript_reader.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <new>

namespace rumpscope::trace {

namespace {

constexpr std::size_t kLongestLine = 64U << 20;
constexpr std::size_t kMostConnections = 100'000;
/// A cut payload is filled up to what its frame claims, within this.
constexpr std::uint64_t kLongestFrame = wire::kDefaultFrameLimit;
constexpr std::int64_t kLatestMicroseconds = std::int64_t{1} << 50;

std::optional<std::uint64_t> number(const nlohmann::json &json, const char *key)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_number_unsigned() ? std::optional(found->get<std::uint64_t>())
                                                              : std::nullopt;
}

std::string text(const nlohmann::json &json, const char *key)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A class or type: by name where it has one, else as a number.
template<class Enum>
std::optional<Enum> named(const nlohmann::json &json, const char *key, unsigned known)
{
    if (const auto value = number(json, key))
        return static_cast<Enum>(*value);
    const std::string name = text(json, key);
    for (unsigned i = 0; i < known; ++i) {
        if (wire::name(static_cast<Enum>(i)) == name)
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

/// What the hexadecimal digits say, and 'x' up to `size`; nullopt for other letters.
std::optional<wire::Bytes> payloadOf(const std::string &hex, std::size_t size)
{
    wire::Bytes bytes(size, std::byte{'x'});
    if (hex.size() % 2 != 0 || hex.size() / 2 > size)
        return std::nullopt;
    for (std::size_t i = 0; i < hex.size() / 2; ++i) {
        unsigned value = 0;
        const char *at = hex.data() + 2 * i;
        if (const auto [end, error] = std::from_chars(at, at + 2, value, 16);
            error != std::errc() || end != at + 2)
            return std::nullopt;
        bytes[i] = static_cast<std::byte>(value);
    }
    return bytes;
}

} // namespace

TranscriptReader::TranscriptReader(std::string path, ReadOptions options)
    : m_path(std::move(path))
    , m_options(std::move(options))
    , m_file(m_path)
{
    m_file.seekg(0, std::ios::end);
    m_facts.bytes = static_cast<std::uint64_t>(std::max<std::streamoff>(m_file.tellg(), 0));
    m_file.seekg(0);
    m_facts.sections = 1;
}

void TranscriptReader::frame(const event::FrameEvent &note) noexcept
{
    const wire::ByteView payload = note.frame.payload;
    m_events.emplace_back(FrameRecord{note.time, steady(note.session), note.generation, note.direction,
                                      note.thread, note.servedReqno, note.housekeeping, note.frame.header,
                                      wire::Bytes(payload.begin(), payload.end())});
    ++m_facts.frames;
}

void TranscriptReader::connection(const event::ConnectionEvent &note) noexcept
{
    ConnectionEvent turn = note;
    turn.session = steady(note.session);
    m_events.emplace_back(std::move(turn));
    ++m_facts.turns;
}

SessionId TranscriptReader::steady(SessionId told)
{
    const auto [place, isNew] = m_sessions.try_emplace(told, told);
    if (isNew) {
        const std::size_t count = m_facts.sessions.size();
        if (count < m_options.sessions.size())
            place->second = m_options.sessions[count];
        m_facts.sessions.push_back(place->second);
    }
    return place->second;
}

tl::expected<std::optional<Event>, RecordingError> TranscriptReader::next()
{
    std::string line;
    while (m_events.empty() && !m_error) {
        if (!std::getline(m_file, line)) {
            m_facts.complete = true;
            return std::nullopt;
        }
        ++m_lines;
        const auto json = line.size() > kLongestLine ? nlohmann::json(nlohmann::json::value_t::discarded)
                                                     : nlohmann::json::parse(line, nullptr, false);
        if (!json.is_object() || !take(json))
            m_error = RecordingError{m_path, m_facts.bytesRead,
                                     fmt::format("Line {} of {} is no line of a recording. What comes "
                                                 "before is good.",
                                                 m_lines, m_path)};
        else
            m_facts.bytesRead += line.size() + (m_file.eof() ? 0 : 1); // the last line may have no end
    }
    if (m_events.empty())
        return tl::unexpected(*m_error);
    Event event = std::move(m_events.front());
    m_events.pop_front();
    return event;
}

tap::Conversation *TranscriptReader::conversation(std::uint32_t connection, TimePoint when)
{
    auto &found = m_conversations[connection];
    if (!found && m_conversations.size() <= kMostConnections)
        found = std::make_unique<tap::Conversation>(
            static_cast<event::Sink &>(*this), m_book,
            tap::Conversation::About{"the recorded server", {}, kLongestFrame}, when);
    return found.get();
}

bool TranscriptReader::take(const nlohmann::json &line)
{
    const auto time = number(line, "t_us");
    const auto connection = number(line, "conn");
    if (!time || !connection || *time > static_cast<std::uint64_t>(kLatestMicroseconds))
        return false;
    const TimePoint when(std::chrono::microseconds(static_cast<std::int64_t>(*time)));
    tap::Conversation *where = conversation(static_cast<std::uint32_t>(*connection), when);
    return where != nullptr && say(line, *where, when);
}

bool TranscriptReader::say(const nlohmann::json &line, tap::Conversation &conversation, TimePoint when)
{
    const bool toServer = text(line, "dir") == "c2s";
    if (line.contains("event")) {
        if (text(line, "event") == "eof")
            conversation.end(toServer ? tap::Conversation::End::ByClient : tap::Conversation::End::ByServer,
                             when);
        return true;
    }
    if (line.contains("banner")) {
        const std::string banner = text(line, "banner");
        [[maybe_unused]] const auto asked = conversation.fromServer(std::as_bytes(std::span(banner)), when);
        return true;
    }
    wire::Header header;
    const auto length = number(line, "len");
    const auto reqno = number(line, "reqno");
    const auto word = number(line, "word");
    const auto frameClass = named<wire::FrameClass>(line, "cls", 3);
    const auto type = named<wire::FrameType>(line, "type", 9);
    const auto size = number(line, "payload_len");
    if (!length || !reqno || !word || !frameClass || !type || !size || *size > kLongestFrame)
        return false;
    header = {*length, *reqno, *frameClass, *type, static_cast<std::uint32_t>(*word)};
    const auto payload = payloadOf(text(line, "payload"), static_cast<std::size_t>(*size));
    if (!payload)
        return false;
    wire::Bytes bytes(wire::kHeaderSize);
    wire::encodeHeader(header, std::span<std::byte, wire::kHeaderSize>(bytes.data(), wire::kHeaderSize));
    bytes.insert(bytes.end(), payload->begin(), payload->end());
    if (toServer)
        conversation.fromClient(bytes, when);
    else [[maybe_unused]]
        const auto asked = conversation.fromServer(bytes, when);
    return true;
}

} // namespace rumpscope::trace
