// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/frame_reader.h"

#include "clientcore/wire/text.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::wire {

namespace {

std::string_view asText(ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace

tl::expected<std::optional<FrameView>, ReadError> cutFrame(ByteView &bytes, std::uint64_t frameLimit,
                                                           std::uint64_t offset)
{
    if (bytes.size() < kHeaderSize)
        return std::nullopt;
    const Header header = decodeHeader(bytes.first<kHeaderSize>());
    if (header.length < kHeaderSize)
        return tl::unexpected(
            ReadError{ReadError::Kind::LengthTooSmall, offset, header.length, frameLimit, {}});
    if (header.length > frameLimit)
        return tl::unexpected(
            ReadError{ReadError::Kind::FrameTooLong, offset, header.length, frameLimit, {}});
    if (bytes.size() < header.length)
        return std::nullopt;
    const FrameView view{header, bytes.subspan(kHeaderSize, header.payloadLength())};
    bytes = bytes.subspan(header.length);
    return view;
}

FrameReader::FrameReader(Role role, std::uint64_t frameLimit)
    : m_limit(frameLimit)
    , m_bannerDue(role == Role::Client)
{}

std::span<std::byte> FrameReader::prepare(std::size_t wanted)
{
    if (m_begin == m_end)
        m_begin = m_end = 0;
    if (m_buffer.size() - m_end < wanted && m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, buffered());
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_buffer.size() - m_end < wanted)
        m_buffer.resize(std::max(m_end + wanted, m_buffer.size() * 2));
    return std::span(m_buffer).subspan(m_end);
}

void FrameReader::commit(std::size_t count)
{
    m_end = std::min(m_end + count, m_buffer.size());
}

void FrameReader::feed(ByteView bytes)
{
    if (bytes.empty())
        return;
    std::memcpy(prepare(bytes.size()).data(), bytes.data(), bytes.size());
    commit(bytes.size());
}

tl::expected<std::optional<Banner>, ReadError> FrameReader::banner()
{
    if (m_error)
        return tl::unexpected(*m_error);
    const std::string_view seen =
        asText(ByteView(m_buffer).subspan(m_begin, std::min(buffered(), kBannerLimit)));
    const std::size_t newline = seen.find('\n');
    if (newline == std::string_view::npos) {
        if (seen.size() < kBannerLimit)
            return std::nullopt;
        return fail({ReadError::Kind::BannerTooLong, m_consumed, seen.size(), kBannerLimit,
                     BannerError{BannerError::Kind::TooLong, printable(seen)}.sentence()});
    }
    auto parsed = parseBanner(seen.substr(0, newline));
    if (!parsed)
        return fail(
            {ReadError::Kind::BannerMalformed, m_consumed, newline, kBannerLimit, parsed.error().sentence()});
    m_begin += newline + 1;
    m_consumed += newline + 1;
    m_bannerDue = false;
    return std::move(*parsed);
}

tl::expected<std::optional<FrameView>, ReadError> FrameReader::next()
{
    if (m_error)
        return tl::unexpected(*m_error);
    if (m_bannerDue) {
        auto line = banner();
        if (!line)
            return tl::unexpected(line.error());
        if (!*line)
            return std::nullopt;
    }
    ByteView bytes = ByteView(m_buffer).subspan(m_begin, buffered());
    auto frame = cutFrame(bytes, m_limit, m_consumed);
    if (!frame)
        return fail(std::move(frame.error()));
    m_consumed += buffered() - bytes.size();
    m_begin = m_end - bytes.size();
    return frame;
}

void FrameReader::skip(std::size_t count)
{
    const std::size_t some = std::min(count, buffered());
    m_begin += some;
    m_consumed += some;
}

std::size_t FrameReader::missing() const
{
    if (buffered() < kHeaderSize)
        return kHeaderSize - buffered();
    const std::uint64_t length =
        decodeHeader(std::span<const std::byte, kHeaderSize>(m_buffer.data() + m_begin, kHeaderSize)).length;
    return length > buffered() && length <= m_limit ? length - buffered() : 0;
}

tl::unexpected<ReadError> FrameReader::fail(ReadError error)
{
    m_error = std::move(error);
    return tl::unexpected(*m_error);
}

std::string ReadError::sentence() const
{
    switch (kind) {
    case Kind::LengthTooSmall:
        return "After " + std::to_string(offset) + " bytes a frame says it is " + std::to_string(length) +
               " bytes long; a header alone has " + std::to_string(kHeaderSize) +
               ". The peer does not speak rump_sp, or lost its place.";
    case Kind::FrameTooLong:
        return "After " + std::to_string(offset) + " bytes a frame says it is " + std::to_string(length) +
               " bytes long; " + std::to_string(limit) +
               " are allowed. The connection was closed before any of it was stored.";
    case Kind::BannerTooLong:
    case Kind::BannerMalformed:
        return detail;
    }
    return {};
}

} // namespace rumpscope::wire
