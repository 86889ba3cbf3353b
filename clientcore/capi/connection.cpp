// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/connection.h"

#include "clientcore/capi/host.h"

namespace rumpscope::capi {

namespace {

constexpr long kLongestWait = 10; ///< seconds

} // namespace

Connection::Connection(int fd, wire::FrameReader reader)
    : m_fd(fd)
    , m_reader(std::move(reader))
    , m_landing(new std::byte[kLandingSize])
{
    // Room for the largest piece a batch can leave behind, so that ordinary calls allocate nothing.
    (void)m_reader.prepare(kLandingSize);
    host::setBlocking(fd, true);
    host::setReceiveTimeout(fd, kLongestWait, 0);
}

Connection::~Connection()
{
    if (fd() >= 0)
        host::close(fd());
}

bool Connection::isLongCopy(const wire::Header &header)
{
    return header.frameClass == wire::FrameClass::Request && header.length > kLandingSize &&
           (header.type == wire::FrameType::CopyOut || header.type == wire::FrameType::CopyOutStr);
}

std::size_t Connection::missing() const
{
    const wire::ByteView begun = m_reader.pending();
    if (longCopy.left > 0)
        return static_cast<std::size_t>(longCopy.left);
    if (begun.size() >= wire::kHeaderSize && begun.size() < kCopyOutHead &&
        isLongCopy(wire::decodeHeader(begun.first<wire::kHeaderSize>())))
        return kCopyOutHead - begun.size();
    return m_reader.missing();
}

void Connection::shutDown()
{
    host::shutDown(fd());
}

} // namespace rumpscope::capi
