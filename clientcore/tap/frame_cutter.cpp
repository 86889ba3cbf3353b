// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/tap/frame_cutter.h"

#include "clientcore/wire/banner.h"
#include "clientcore/wire/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace rumpscope::tap {

FrameCutter::FrameCutter(Speaker speaker, std::size_t keep, std::uint64_t longest)
    : m_keep(keep)
    , m_longest(longest)
    , m_bannerDue(speaker == Speaker::Server)
{}

FrameCutter::Found FrameCutter::next(wire::ByteView &bytes)
{
    while (!bytes.empty()) {
        if (m_broken)
            bytes = {};
        else if (const Found found = m_bannerDue   ? banner(bytes)
                                     : m_inPayload ? payload(bytes)
                                                   : header(bytes);
                 found != Found::Nothing)
            return found;
    }
    return Found::Nothing;
}

FrameCutter::Found FrameCutter::banner(wire::ByteView &bytes)
{
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()),
                                std::min(bytes.size(), wire::kBannerLimit - m_line.size()));
    const std::size_t newline = text.find('\n');
    m_line += text.substr(0, newline);
    if (newline != std::string_view::npos) {
        bytes = bytes.subspan(newline + 1);
        m_bannerDue = false;
        return Found::Banner;
    }
    bytes = bytes.subspan(text.size());
    if (m_line.size() < wire::kBannerLimit)
        return Found::Nothing;
    return breaks(fmt::format("The server's first {} bytes hold no line: {}", wire::kBannerLimit,
                              wire::printable(m_line)));
}

FrameCutter::Found FrameCutter::header(wire::ByteView &bytes)
{
    if (m_headSize == 0 && bytes.size() >= wire::kHeaderSize) {
        m_frame.header = wire::decodeHeader(bytes.first<wire::kHeaderSize>());
        if (makesSense(m_frame.header) && bytes.size() >= m_frame.header.length) {
            m_frame.payload = bytes.subspan(wire::kHeaderSize, m_frame.header.payloadLength());
            bytes = bytes.subspan(m_frame.header.length);
            return Found::Frame;
        }
    }
    const std::size_t taken = std::min(bytes.size(), wire::kHeaderSize - m_headSize);
    std::memcpy(m_head.data() + m_headSize, bytes.data(), taken);
    m_headSize += taken;
    bytes = bytes.subspan(taken);
    if (m_headSize < wire::kHeaderSize)
        return Found::Nothing;
    m_headSize = 0;
    m_frame.header = wire::decodeHeader(m_head);
    if (!makesSense(m_frame.header))
        return breaks(fmt::format("A frame says it is {} bytes long; a header has {}, and {} is the most "
                                  "that is taken for a frame.",
                                  m_frame.header.length, wire::kHeaderSize, m_longest));
    m_left = m_frame.header.payloadLength();
    m_kept.clear();
    m_frame.payload = {};
    if (m_left == 0)
        return Found::Frame;
    m_inPayload = true;
    return Found::Nothing;
}

FrameCutter::Found FrameCutter::payload(wire::ByteView &bytes)
{
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), m_left));
    const wire::ByteView kept = bytes.first(std::min(taken, m_keep - std::min(m_keep, m_kept.size())));
    m_kept.insert(m_kept.end(), kept.begin(), kept.end());
    bytes = bytes.subspan(taken);
    m_left -= taken;
    if (m_left > 0)
        return Found::Nothing;
    m_inPayload = false;
    m_frame.payload = m_kept;
    return Found::Frame;
}

bool FrameCutter::makesSense(const wire::Header &header) const
{
    return header.length >= wire::kHeaderSize && header.length <= m_longest;
}

FrameCutter::Found FrameCutter::breaks(std::string sentence)
{
    m_broken = true;
    m_sentence = std::move(sentence);
    return Found::Broken;
}

} // namespace rumpscope::tap
