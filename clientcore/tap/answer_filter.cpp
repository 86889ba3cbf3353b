// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/tap/answer_filter.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace rumpscope::tap {

void AnswerFilter::begin(std::uint64_t reqno)
{
    m_active = true;
    m_ours = false;
    m_reqno = reqno;
    m_left = 0;
    m_headSize = 0;
}

wire::ByteView AnswerFilter::takeLeft(wire::ByteView &bytes)
{
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), m_left));
    const wire::ByteView piece = bytes.first(count);
    bytes = bytes.subspan(count);
    m_left -= count;
    return piece;
}

bool AnswerFilter::takeHeader(wire::ByteView &bytes)
{
    const std::size_t count = std::min(bytes.size(), wire::kHeaderSize - m_headSize);
    std::memcpy(m_head.data() + m_headSize, bytes.data(), count);
    m_headSize += count;
    bytes = bytes.subspan(count);
    if (m_headSize < wire::kHeaderSize)
        return false;
    m_headSize = 0;
    const wire::Header header = wire::decodeHeader(m_head);
    const bool senseless = header.length < wire::kHeaderSize; // nothing can be found behind it
    m_left = senseless ? std::numeric_limits<std::uint64_t>::max() : header.payloadLength();
    m_ours = !senseless && header.reqno == m_reqno && header.frameClass != wire::FrameClass::Request &&
             header.length <= wire::kDefaultFrameLimit;
    return true;
}

} // namespace rumpscope::tap
