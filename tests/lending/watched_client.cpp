// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lending/watched_client.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/wire/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace rumpscope::test {

namespace {

using capi::Access;
using capi::Range;
using wire::FrameClass;
using wire::FrameType;

constexpr int kPatienceSeconds = 20;
WatchedClient *theClient = nullptr;

void *pointer(std::uintptr_t address)
{
    return reinterpret_cast<void *>(address); // NOLINT(performance-no-int-to-ptr): the kernel says where
}

const char *verb(Access access)
{
    return access == Access::Read ? "reads" : access == Access::Write ? "writes" : "reads a string of";
}

std::string_view nameOf(std::uint32_t number)
{
    const abi::Call *call = abi::findCall(number);
    return call == nullptr ? "a call outside the catalog" : call->display;
}

/// How many bytes of a range the copies of one direction touched.
std::size_t covered(const Range &range, Access access, const std::vector<WatchedCopy> &copies)
{
    std::vector<bool> touched(range.length);
    for (const WatchedCopy &copy : copies) {
        if (copy.access != access || copy.address < range.address)
            continue;
        const std::size_t from = copy.address - range.address;
        for (std::size_t i = from; i < std::min(range.length, from + copy.length); ++i)
            touched[i] = true;
    }
    return static_cast<std::size_t>(std::count(touched.begin(), touched.end(), true));
}

} // namespace

std::string WatchedCall::refusals() const
{
    std::string text;
    for (const WatchedCopy &copy : copies) {
        if (!copy.lent)
            text += fmt::format("{}: the kernel {} {} bytes at {:#x}, which the call does not lend\n",
                                nameOf(number), verb(copy.access), copy.length, copy.address);
    }
    return text;
}

std::string WatchedCall::unused() const
{
    std::string text;
    for (const Range &range : lent) {
        for (const auto &[wanted, access] :
             {std::pair(range.read, Access::Read), std::pair(range.write, Access::Write)}) {
            const std::size_t used = wanted ? covered(range, access, copies) : range.length;
            if (used < range.length)
                text += fmt::format("{}: of {} bytes lent at {:#x} the kernel {} only {}\n", nameOf(number),
                                    range.length, range.address, verb(access), used);
        }
        const auto read = [&](const WatchedCopy &copy) {
            return copy.access == Access::String && copy.address == range.address;
        };
        if (range.string && std::none_of(copies.begin(), copies.end(), read))
            text += fmt::format("{}: the string at {:#x} was not read\n", nameOf(number), range.address);
    }
    return text;
}

WatchedClient::WatchedClient(const std::string &url)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = url.substr(std::string_view("unix://").size());
    if (path.size() >= sizeof address.sun_path)
        throw std::runtime_error("the path of the socket is too long");
    path.copy(address.sun_path, path.size());
    m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{kPatienceSeconds, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect to " + url);
    char byte = 0;
    while (byte != '\n')
        receive(&byte, 1);
    send(++m_reqno, 0, 0, 0, "watched", 8);
    std::array<char, wire::kHeaderSize + 4> answer{};
    receive(answer.data(), answer.size());
    theClient = this;
}

WatchedClient::~WatchedClient()
{
    theClient = nullptr;
    ::close(m_socket);
}

WatchedClient *WatchedClient::current()
{
    return theClient;
}

void WatchedClient::send(std::uint64_t reqno, int kind, int type, std::uint32_t word, const void *payload,
                         std::size_t size)
{
    std::vector<std::byte> frame(wire::kHeaderSize + size);
    const wire::Header header{frame.size(), reqno, static_cast<FrameClass>(kind),
                              static_cast<FrameType>(type), word};
    wire::encodeHeader(header, std::span(frame).first<wire::kHeaderSize>());
    if (size > 0)
        std::memcpy(frame.data() + wire::kHeaderSize, payload, size);
    for (std::size_t done = 0; done < frame.size();) {
        const ssize_t sent = ::send(m_socket, frame.data() + done, frame.size() - done, MSG_NOSIGNAL);
        if (sent <= 0)
            throw std::runtime_error("the server is gone");
        done += static_cast<std::size_t>(sent);
    }
}

void WatchedClient::receive(void *into, std::size_t size)
{
    auto *at = static_cast<std::byte *>(into);
    while (size > 0) {
        const ssize_t got = ::recv(m_socket, at, size, 0);
        if (got <= 0)
            throw std::runtime_error("the server is gone, or has not answered for 20 s");
        at += got;
        size -= static_cast<std::size_t>(got);
    }
}

void WatchedClient::note(Access access, std::uintptr_t address, std::size_t length)
{
    bool lent = m_lent.find(address, length, access) != nullptr;
    for (const Range &range : m_kept)
        lent = lent || (address >= range.address && address - range.address + length <= range.length &&
                        (access == Access::Read ? range.read : range.write));
    m_last.copies.push_back({access, address, length, lent});
}

void WatchedClient::dropFinished(std::uintptr_t address, std::span<const std::byte> data)
{
    if (capi::aioFinished(data))
        std::erase_if(m_kept, [&](const Range &range) { return range.control == address && address != 0; });
}

void WatchedClient::serveCopy(std::uint64_t reqno, int type, std::vector<std::byte> &payload)
{
    std::uint64_t length = 0;
    std::uint64_t address = 0;
    std::memcpy(&length, payload.data(), 8);
    if (payload.size() >= 16)
        std::memcpy(&address, payload.data() + 8, 8);
    switch (static_cast<FrameType>(type)) {
    case FrameType::CopyIn:
        note(Access::Read, address, length);
        return send(reqno, 1, 2, 0, pointer(address), length);
    case FrameType::CopyInStr: {
        const std::size_t size = ::strnlen(static_cast<const char *>(pointer(address)), length);
        note(Access::String, address, length);
        return send(reqno, 1, 2, 0, pointer(address), std::min<std::size_t>(size + 1, length));
    }
    case FrameType::CopyOut:
    case FrameType::CopyOutStr:
        note(Access::Write, address, payload.size() - 16);
        std::memcpy(pointer(address), payload.data() + 16, payload.size() - 16);
        return dropFinished(address, std::span(payload).subspan(16));
    case FrameType::AnonMmap: {
        void *pages = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        m_kept.push_back({reinterpret_cast<std::uintptr_t>(pages), length, true, true, false,
                          capi::Until::ProcessEnds, 0});
        return send(reqno, 1, 6, 0, &pages, sizeof pages);
    }
    default:
        return;
    }
}

bool WatchedClient::serveOne(std::uint64_t reqno, std::int32_t &error, std::int64_t *values)
{
    std::array<std::byte, wire::kHeaderSize> raw{};
    receive(raw.data(), raw.size());
    const wire::Header header = wire::decodeHeader(raw);
    std::vector<std::byte> payload(header.payloadLength());
    receive(payload.data(), payload.size());
    if (header.frameClass == FrameClass::Request) {
        if (payload.size() >= 8)
            serveCopy(header.reqno, static_cast<int>(header.type), payload);
        return false;
    }
    if (header.reqno != reqno || payload.size() < 24)
        throw std::runtime_error("an answer nobody waits for");
    std::memcpy(&error, payload.data(), 4);
    std::memcpy(values, payload.data() + 8, 16);
    return true;
}

int WatchedClient::call(int number, const void *arguments, std::size_t size, std::int64_t *values)
{
    std::vector<std::uint64_t> words(size / 8);
    if (size > 0)
        std::memcpy(words.data(), arguments, size);
    m_last = {};
    m_last.number = static_cast<std::uint32_t>(number);
    capi::lend(m_last.number, words, m_lent);
    m_last.known = m_lent.known();
    m_last.lent.assign(m_lent.ranges().begin(), m_lent.ranges().end());
    for (const Range &range : m_last.lent) {
        if (range.until == capi::Until::AioDone)
            m_kept.push_back(range);
    }
    const std::uint64_t reqno = ++m_reqno;
    send(reqno, 0, 1, m_last.number, arguments, size);
    while (!serveOne(reqno, m_last.error, values))
        ;
    m_refusals += m_last.refusals();
    return m_last.error;
}

} // namespace rumpscope::test

extern "C" int rumpclient_syscall(int number, const void *arguments, std::size_t size, std::int64_t *values)
{
    return rumpscope::test::WatchedClient::current()->call(number, arguments, size, values);
}
