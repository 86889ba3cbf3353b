// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/tap/open_requests.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::tap {

namespace {

using wire::FrameType;
using wire::HandshakeKind;

constexpr std::size_t kMostQuestions = 256;
constexpr std::size_t kMostAddresses = 64;
/// A copyin at most this long may be a vector that names more memory; longer ones are data.
constexpr std::size_t kLongestVector = 512;
/// A buffer is not longer than this: an address further away belongs to something else.
constexpr std::uint64_t kLongestBuffer = 64U << 20;
/// Arguments below are numbers, not addresses.
constexpr std::uint64_t kLowestAddress = 4096;
/// The command name of a handshake that is shown; a real kernel keeps 16 bytes.
constexpr std::size_t kLongestName = 256;

void addAddresses(std::vector<std::uint64_t> &addresses, wire::ByteView bytes)
{
    for (std::size_t at = 0; at + sizeof(std::uint64_t) <= bytes.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        if (word >= kLowestAddress && addresses.size() < kMostAddresses)
            addresses.push_back(word);
    }
}

std::string nameIn(wire::ByteView payload)
{
    const auto *text = reinterpret_cast<const char *>(payload.data());
    return payload.empty() ? std::string()
                           : std::string(text, ::strnlen(text, std::min(payload.size(), kLongestName)));
}

} // namespace

OpenRequest *OpenRequests::open(const wire::FrameView &frame)
{
    if (m_open.size() >= kMost) {
        m_overflowed = true;
        return nullptr;
    }
    OpenRequest request{.reqno = frame.header.reqno,
                        .type = frame.header.type,
                        .word = frame.header.word,
                        .lane = takeLane(),
                        .text = {},
                        .fork = {},
                        .addresses = {}};
    if (request.type == FrameType::Syscall) {
        addAddresses(request.addresses, frame.payload);
    } else if (request.type == FrameType::Handshake) {
        if (const auto fork = wire::decodeForkRequest(frame);
            fork && static_cast<HandshakeKind>(request.word) == HandshakeKind::Fork)
            request.fork = *fork;
        else
            request.text = nameIn(frame.payload);
    }
    return &m_open.emplace_back(std::move(request));
}

std::uint32_t OpenRequests::takeLane()
{
    if (m_freeLanes.empty())
        return m_nextLane++;
    const std::uint32_t lane = *m_freeLanes.begin();
    m_freeLanes.erase(m_freeLanes.begin());
    return lane;
}

std::optional<OpenRequest> OpenRequests::take(std::uint64_t reqno)
{
    const auto found = std::find_if(m_open.begin(), m_open.end(),
                                    [reqno](const OpenRequest &request) { return request.reqno == reqno; });
    if (found == m_open.end())
        return std::nullopt;
    OpenRequest request = std::move(*found);
    m_open.erase(found);
    m_freeLanes.insert(request.lane);
    return request;
}

OpenRequest *OpenRequests::servedBy(std::uint64_t address)
{
    OpenRequest *nearest = nullptr;
    std::uint64_t best = kLongestBuffer;
    OpenRequest *only = nullptr;
    std::size_t calls = 0;
    for (OpenRequest &request : m_open) {
        if (request.type != FrameType::Syscall)
            continue;
        only = &request;
        ++calls;
        for (const std::uint64_t named : request.addresses) {
            if (named > address || address - named >= best)
                continue;
            best = address - named;
            nearest = &request;
        }
    }
    return nearest ? nearest : calls == 1 ? only : nullptr;
}

void OpenRequests::asked(std::uint64_t serverReqno, const OpenRequest &served)
{
    if (m_questions.size() < kMostQuestions)
        m_questions.push_back({serverReqno, served.reqno});
}

OpenRequest *OpenRequests::replied(std::uint64_t serverReqno, const wire::FrameView &reply)
{
    const auto question =
        std::find_if(m_questions.begin(), m_questions.end(),
                     [serverReqno](const Question &one) { return one.serverReqno == serverReqno; });
    if (question == m_questions.end())
        return nullptr;
    const std::uint64_t reqno = question->reqno;
    m_questions.erase(question);
    const auto served = std::find_if(m_open.begin(), m_open.end(),
                                     [reqno](const OpenRequest &request) { return request.reqno == reqno; });
    if (served == m_open.end())
        return nullptr;
    if (m_open.size() > 1 && reply.payload.size() <= kLongestVector)
        addAddresses(served->addresses, reply.payload);
    return &*served;
}

} // namespace rumpscope::tap
